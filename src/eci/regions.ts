import table from "./endpoints.json" with { type: "json" };

/** A region of the table: its names in both languages and its hosts, without a scheme. */
export type KnownRegion = {
  readonly id: string;
  readonly en: string;
  readonly zh: string;
  readonly public: string;
  readonly vpc?: string | undefined;
  readonly sts?: string | undefined;
};

/** A row of the table: a host is given only where it isn't the usual one, null where there is none. */
type RegionRow = {
  readonly id: string;
  readonly en: string;
  readonly zh: string;
  readonly public?: string;
  readonly vpc?: string | null;
  readonly sts?: string | null;
};

function toKnownRegion({ id, en, zh, ...hosts }: RegionRow): KnownRegion {
  const toHost = (service: string, host: string | null | undefined): string | undefined =>
    host === null ? undefined : (host ?? `${service}.${id}.aliyuncs.com`);
  return {
    id,
    en,
    zh,
    public: hosts.public ?? `eci.${id}.aliyuncs.com`,
    vpc: toHost("eci-vpc", hosts.vpc),
    sts: toHost("sts", hosts.sts),
  };
}

/** The 35 regions where Alibaba offers ECI (aliyun-openapi-meta), by id. */
export const knownRegions: readonly KnownRegion[] = table.regions.map(toKnownRegion);

/**
 * Regions where Alibaba's documentation of 2025 says that tcpdump is not offered: a reason to warn and none to
 * refuse, the service itself answers `Ops.RegionNotSupport`.
 */
export const regionsWithoutTcpdump: readonly string[] = [
  "cn-wulanchabu",
  "cn-heyuan",
  "cn-guangzhou",
  "cn-nanjing",
  "ap-southeast-6",
  "ap-northeast-2",
  "ap-southeast-7",
  "ap-southeast-3",
];

/** The region of the table with this id. */
export function findRegion(id: string): KnownRegion | undefined {
  return knownRegions.find((region) => region.id === id);
}

/** Tells whether a text can be a region id: nothing that would lead a host name elsewhere. */
export function isRegionId(text: string): boolean {
  return /^[a-z0-9]+(?:-[a-z0-9]+)*$/u.test(text) && text.length <= 63;
}

/**
 * The address of ECI in a region, without a slash at its end. `override` is the user's setting, as
 * `parseEndpointSetting` gave it; `{region}` in it stands for the region id. Throws a `RangeError` for a text that
 * cannot be a region id, for signed requests would follow it to another host.
 */
export function toEciEndpoint(regionId: string, override?: string): string {
  if (!isRegionId(regionId)) throw new RangeError("InvalidRegionId");
  if (override !== undefined) return override.replaceAll("{region}", regionId);
  return `https://${findRegion(regionId)?.public ?? `eci.${regionId}.aliyuncs.com`}`;
}

/**
 * The address of STS: the region's own, or the central one where none is given or known. An override on loopback is a
 * stand-in for the whole cloud and so takes STS too; one inside a VPC takes the STS of the VPC where its region is
 * known, for a closed VPC reaches no other; any other override concerns ECI alone.
 */
export function toStsEndpoint(regionId?: string, override?: string): string {
  if (override !== undefined && isLoopbackEndpoint(override)) {
    return override.replaceAll("{region}", regionId ?? "cn-hangzhou");
  }
  const [, vpcRegionId] = /^https:\/\/eci-vpc\.([^.]+)\.aliyuncs\.com$/u.exec(override ?? "") ?? [];
  const vpcRegion =
    vpcRegionId === undefined ? undefined : (findRegion(vpcRegionId) ?? findRegion(regionId ?? ""));
  if (vpcRegion?.sts !== undefined) return `https://sts-vpc.${vpcRegion.id}.aliyuncs.com`;
  const region = regionId === undefined ? undefined : findRegion(regionId);
  return `https://${region?.sts ?? "sts.aliyuncs.com"}`;
}

/** Tells whether an address stays on this computer: `localhost`, 127.0.0.0/8 or `::1`. */
export function isLoopbackEndpoint(address: string): boolean {
  const filled = address.replaceAll("{region}", "cn-hangzhou");
  if (!URL.canParse(filled)) return false;
  const url = new URL(filled);
  return (
    url.hostname === "localhost" || url.hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/u.test(url.hostname)
  );
}
