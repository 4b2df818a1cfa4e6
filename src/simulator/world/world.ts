import { cast } from "./cast.ts";
import { type InstanceRow, buildInstanceRow, buildRegionNetwork } from "./instanceRow.ts";
import { type RegionPlace, toRegionPlace } from "./regions.ts";

/** Everything that exists: regions and their instances, the same for the same seed. */
export type World = {
  readonly seed: number;
  readonly regions: readonly RegionPlace[];
  /** The instances of a region in the order of their pages; empty for a region that is not of this world. */
  instancesOf(regionId: string): readonly InstanceRow[];
  find(instanceId: string): InstanceRow | undefined;
};

export type WorldOptions = {
  readonly seed: number;
  readonly instances: number;
  readonly regionIds: readonly string[];
  /** Milliseconds since 1970; all ages count from here. */
  readonly startedAt: number;
};

/** Builds the world: the cast in the first region, every further instance in the regions by turns. */
export function buildWorld({ seed, instances, regionIds, startedAt }: WorldOptions): World {
  const regions = regionIds.map(toRegionPlace);
  const places = regions.map((place, regionIndex) => ({
    seed,
    place,
    network: buildRegionNetwork(seed, place),
    regionIndex,
    startedAt,
  }));
  const rowsOf = new Map<string, InstanceRow[]>(regionIds.map((id) => [id, []]));
  const byId = new Map<string, InstanceRow>();
  for (let index = 0; index < instances; index += 1) {
    const regionIndex = index < cast.length ? 0 : (index + 1 - cast.length) % regions.length;
    const rowPlace = places[regionIndex];
    if (rowPlace === undefined) break;
    const row = buildInstanceRow(index, rowPlace);
    rowsOf.get(row.regionId)?.push(row);
    byId.set(row.id, row);
  }
  return {
    seed,
    regions,
    instancesOf: (regionId) => rowsOf.get(regionId) ?? [],
    find: (instanceId) => byId.get(instanceId),
  };
}
