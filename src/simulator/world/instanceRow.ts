import { type Part, type Plot, type Tag, cast, plotStatus } from "./cast.ts";
import { createKeyedRandom } from "./keyedRandom.ts";
import type { RegionPlace } from "./regions.ts";
import { services } from "./service.ts";

/** What a list needs of an instance; the rest is made when somebody asks for it. */
export type InstanceRow = {
  /** Its place in the whole world. */
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly service: string;
  readonly plot: Plot;
  readonly status: string;
  readonly regionId: string;
  readonly zoneId: string;
  readonly vpcId: string;
  readonly vSwitchId: string;
  readonly securityGroupId: string;
  readonly resourceGroupId: string;
  readonly ip: string;
  readonly tags: readonly Tag[];
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Milliseconds since 1970. */
  changedAt: number;
  /** Crashes since the world began, on top of those that the plot tells. */
  crashes: number;
};

const otherPlots: readonly [Plot, ...Plot[]] = [
  "steady",
  "steady",
  "steady",
  "steady",
  "oomKilled",
  "finished",
  "crashLoop",
  "failedJob",
  "imagePull",
  "restarting",
];

function toPart(seed: number, index: number): Part {
  const known = cast[index];
  if (known !== undefined) return known;
  const random = createKeyedRandom(seed, "part", index);
  const service = random.pick(services);
  return {
    name: `${service.name}-${random.text(9)}-${random.text(5)}`,
    service: service.name,
    plot: random.pick(otherPlots),
    production: random.integer(1, 10) <= 3,
  };
}

/** The ids that the instances of a region share. */
export type RegionNetwork = {
  readonly vpcId: string;
  /** One a zone, in the order of the zones. */
  readonly vSwitchIds: readonly string[];
  readonly appsGroupId: string;
  readonly dataGroupId: string;
};

function buildId(kind: string, place: RegionPlace, ...keys: readonly (string | number)[]): string {
  return `${kind}-${place.prefix}${createKeyedRandom(kind, place.id, ...keys).text(17)}`;
}

/** The network of a region in the world of `seed`. */
export function buildRegionNetwork(seed: number, place: RegionPlace): RegionNetwork {
  return {
    vpcId: buildId("vpc", place, seed),
    vSwitchIds: place.zones.map((zone) => buildId("vsw", place, seed, zone)),
    appsGroupId: buildId("sg", place, seed, "apps"),
    dataGroupId: buildId("sg", place, seed, "data"),
  };
}

/** Where an instance is put and when the world began (milliseconds since 1970). */
export type RowPlace = {
  readonly seed: number;
  readonly place: RegionPlace;
  readonly network: RegionNetwork;
  readonly regionIndex: number;
  readonly startedAt: number;
};

/** The instance at `index` of the world of `seed`, in its region. */
export function buildInstanceRow(
  index: number,
  { seed, place, network, regionIndex, startedAt }: RowPlace,
): InstanceRow {
  const part = toPart(seed, index);
  const random = createKeyedRandom(seed, "row", index);
  const zone = random.integer(0, place.zones.length - 1);
  const isNew = part.plot === "scheduling" || part.plot === "updating" || part.plot === "restarting";
  const ageMs = isNew
    ? random.integer(20, 90) * 1000
    : random.integer(2, 72) * 3_600_000 + random.integer(0, 3_599) * 1000;
  const isData = part.service === "mysql" || part.service === "redis";
  const isProduction = part.production === true;
  return {
    index,
    id: buildId("eci", place, seed, index),
    name: part.name,
    service: part.service,
    plot: part.plot,
    status: plotStatus[part.plot],
    regionId: place.id,
    zoneId: place.zones[zone] ?? `${place.id}-a`,
    vpcId: network.vpcId,
    vSwitchId: network.vSwitchIds[zone] ?? "",
    securityGroupId: isData ? network.dataGroupId : network.appsGroupId,
    resourceGroupId: isProduction ? "rg-acfmproduction1" : "rg-acfmdevelopment",
    ip: `10.${16 + regionIndex}.${Math.floor(index / 250)}.${(index % 250) + 4}`,
    tags: [
      { key: "app", value: part.service },
      { key: "env", value: isProduction ? "production" : "staging" },
      { key: "k8s.io/namespace", value: isProduction ? "shop" : "shop-staging" },
      ...(part.tag === undefined ? [] : [part.tag]),
    ],
    createdAt: startedAt - ageMs,
    changedAt: startedAt - Math.min(ageMs, random.integer(30, 7_000) * 1000),
    crashes: 0,
  };
}
