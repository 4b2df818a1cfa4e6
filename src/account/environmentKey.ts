import type { Credentials } from "../eci/model.ts";
import { isRegionId } from "../eci/regions.ts";
import { ProfileError } from "./profileError.ts";

/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the aliyun CLI puts before a variable's name, in the order in which it looks (its `config/profile.go`). */
const prefixes = ["ALIBABA_CLOUD_", "ALIBABACLOUD_", "ALICLOUD_", ""];

function read(environment: Environment, ...names: readonly string[]): string | undefined {
  const variables = names.flatMap((name) => prefixes.map((prefix) => `${prefix}${name}`));
  return variables.map((variable) => environment[variable]?.trim()).find(Boolean);
}

/** The key in the environment. Throws a `ProfileError` (`noEnvironment`) where its id or its secret is missing. */
export function readEnvironmentKey(environment: Environment): Credentials {
  const accessKeyId = read(environment, "ACCESS_KEY_ID");
  const accessKeySecret = read(environment, "ACCESS_KEY_SECRET");
  const securityToken = read(environment, "SECURITY_TOKEN");
  if (accessKeyId === undefined || accessKeySecret === undefined) throw new ProfileError("noEnvironment");
  return { accessKeyId, accessKeySecret, ...(securityToken === undefined ? {} : { securityToken }) };
}

/** The region that the environment names, where it can be one. */
export function readEnvironmentRegion(environment: Environment): string | undefined {
  const region = read(environment, "REGION_ID") ?? environment["REGION"];
  return region !== undefined && isRegionId(region) ? region : undefined;
}

/** The profile that the environment chooses in place of the file's current one. */
export function readEnvironmentProfile(environment: Environment): string | undefined {
  const names = ["ALIBABACLOUD_PROFILE", "ALIBABA_CLOUD_PROFILE", "ALICLOUD_PROFILE"];
  return names.map((name) => environment[name]).find(Boolean);
}
