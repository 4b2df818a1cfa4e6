/** A region of the simulated world. */
export type RegionPlace = {
  readonly id: string;
  readonly zones: readonly string[];
  /** What resource ids of the region begin with, after the kind. */
  readonly prefix: string;
};

/** Where the world's instances live unless somebody names other regions. */
export const defaultRegionIds: readonly string[] = [
  "cn-hangzhou",
  "cn-shanghai",
  "cn-beijing",
  "ap-southeast-1",
  "cn-wulanchabu",
];

/** Regions where tcpdump is not offered ("Enable tcpdump", limits, 2025). Core dumps: the simulator's own choice. */
export const regionsWithoutOps: ReadonlySet<string> = new Set([
  "cn-wulanchabu",
  "cn-heyuan",
  "cn-guangzhou",
  "cn-nanjing",
  "ap-southeast-6",
  "ap-northeast-2",
  "ap-southeast-7",
  "ap-southeast-3",
]);

const known: Readonly<Record<string, { zones: string; prefix: string }>> = {
  "cn-hangzhou": { zones: "hijk", prefix: "bp1" },
  "cn-shanghai": { zones: "beg", prefix: "uf6" },
  "cn-beijing": { zones: "fhk", prefix: "2ze" },
  "ap-southeast-1": { zones: "abc", prefix: "t4n" },
  "cn-wulanchabu": { zones: "ab", prefix: "0jl" },
};

/** The region of that id, with zones a and b where nothing better is known of it. */
export function toRegionPlace(id: string): RegionPlace {
  const { zones, prefix } = known[id] ?? { zones: "ab", prefix: "8vb" };
  return { id, prefix, zones: Array.from(zones, (letter) => `${id}${/\d$/u.test(id) ? "" : "-"}${letter}`) };
}
