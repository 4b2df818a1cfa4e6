import { type Part, type Plot, type Tag, cast, endedPlots, plotStatus } from "./cast.ts";
import { isoTime } from "./isoTime.ts";
import { createKeyedRandom } from "./keyedRandom.ts";
import type { RegionPlace } from "./regions.ts";
import { services } from "./service.ts";

/** What a list needs of an instance; the rest is made when somebody asks for it. A change is another row, never this one. */
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
  readonly changedAt: number;
  /** Crashes since the world began, on top of those that the plot tells. */
  readonly crashes: number;
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

/** What Kubernetes makes the random ends of its names of: nothing that would spell a word. */
const podLetters = "bcdfghjklmnpqrstvwxz2456789";

/** A pod's name as its controller makes it: of a StatefulSet, a CronJob's Job, a Job, or a Deployment's ReplicaSet. */
function toPodName(seed: number, index: number, service: string, job: string, pod: string): string {
  if (service === "mysql" || service === "redis") return `${service}-${index}`;
  // The minute of the run since 1970, as the CronJob controller names its Jobs.
  if (service === "cron") return `cron-${29_000_000 + (index % 1_000)}-${pod}`;
  if (service === "worker") return `worker-${job}-${pod}`;
  return `${service}-${createKeyedRandom(seed, "replicaSet", service).text(9, podLetters)}-${pod}`;
}

function toPart(seed: number, index: number): Part {
  const known = cast[index];
  if (known !== undefined) return known;
  const random = createKeyedRandom(seed, "part", index);
  const service = random.pick(services);
  return {
    name: toPodName(seed, index, service.name, random.text(9, podLetters), random.text(5, podLetters)),
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

/** The tags that a virtual node gives the instance of a pod (virtual-kubelet/alibabacloud-eci, CreatePod). */
function buildPodTags(
  seed: number,
  index: number,
  name: string,
  namespace: string,
  createdAt: number,
): readonly Tag[] {
  const random = createKeyedRandom(seed, "pod", index);
  const hex = (length: number) => random.text(length, "0123456789abcdef");
  return [
    { key: "ClusterName", value: "c1f3a9shop" },
    { key: "NodeName", value: "virtual-kubelet-0" },
    { key: "NameSpace", value: namespace },
    { key: "PodName", value: name },
    { key: "UID", value: `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}` },
    { key: "CreationTimestamp", value: isoTime(createdAt).replaceAll(":", "-") },
  ];
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
  // What has ended would no longer be listed after an hour.
  const sinceMs = random.integer(30, endedPlots.has(part.plot) ? 3_000 : 7_000) * 1000;
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
    ip: `10.${16 + regionIndex}.${Math.floor(index / 250) % 250}.${(index % 250) + 4}`,
    tags: [
      { key: "app", value: part.service },
      { key: "env", value: isProduction ? "production" : "staging" },
      ...buildPodTags(seed, index, part.name, isProduction ? "shop" : "shop-staging", startedAt - ageMs),
      ...(part.tag === undefined ? [] : [part.tag]),
    ],
    createdAt: startedAt - ageMs,
    changedAt: startedAt - Math.min(ageMs, sinceMs),
    crashes: 0,
  };
}
