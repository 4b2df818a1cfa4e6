import { isRegionId, toStsEndpoint } from "../eci/regions.ts";
import { ProfileError } from "./profileError.ts";
import type { Profile } from "./profileFile.ts";

/**
 * The STS that a profile names, as an address; undefined where it names none. Only STS itself, in a region or in a VPC:
 * buckets and functions of other people have hosts below aliyuncs.com too, and a file must not be able to send them signed
 * requests. Throws a `ProfileError` (`foreignSts`).
 */
export function toProfileStsEndpoint(profile: Profile): string | undefined {
  const { stsEndpoint, stsRegion } = profile;
  if (stsEndpoint !== undefined) {
    const host = stsEndpoint
      .trim()
      .replace(/^https?:\/\//u, "")
      .replace(/\/$/u, "");
    if (/^sts(?:-vpc)?(?:\.[a-z]{2}(?:-[a-z0-9]+)+)?\.aliyuncs\.com$/u.test(host)) return `https://${host}`;
    throw new ProfileError("foreignSts", profile);
  }
  if (stsRegion === undefined) return undefined;
  if (!isRegionId(stsRegion)) throw new ProfileError("foreignSts", profile);
  return toStsEndpoint(stsRegion);
}
