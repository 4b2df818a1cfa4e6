import { type Plot, cast, endedPlots, plotStatus } from "./cast.ts";
import { type InstanceRow, type RowPlace, buildInstanceRow, buildRegionNetwork } from "./instanceRow.ts";
import { type RegionPlace, toRegionPlace } from "./regions.ts";

/** Everything that exists: regions and their instances, at first the same for the same seed. */
export type World = {
  readonly seed: number;
  readonly regions: readonly RegionPlace[];
  /** The instances of a region in the order of their pages; empty for a region that is not of this world. */
  instancesOf(regionId: string): readonly InstanceRow[];
  find(instanceId: string): InstanceRow | undefined;
  /** A new instance, created now; throws a RangeError for a region that is not of this world. */
  add(regionId: string, plot?: Plot): InstanceRow;
  /** Deletes an instance: it is gone from every list at once. */
  remove(instanceId: string): void;
  /** What happens to an instance from now on; undefined where there is none of that id. */
  setPlot(instanceId: string, plot: Plot): InstanceRow | undefined;
  /** Its main container crashes and starts again; undefined where there is no instance of that id. */
  crash(instanceId: string): InstanceRow | undefined;
};

export type WorldOptions = {
  readonly seed: number;
  readonly instances: number;
  readonly regionIds: readonly string[];
  /** Milliseconds since 1970; all ages count from its first answer. */
  readonly clock: () => number;
};

/** An ended instance stays listed for so long, then only as one of the newest `maxEnded` of its region (DescribeContainerGroups). */
const endedMs = 3_600_000;
const maxEnded = 100;

/** Builds the world: the cast in the first region, every further instance in the regions by turns. */
export function buildWorld({ seed, instances, regionIds, clock }: WorldOptions): World {
  const regions = regionIds.map(toRegionPlace);
  const startedAt = clock();
  const places = regions.map((place, regionIndex) => ({
    seed,
    place,
    network: buildRegionNetwork(seed, place),
    regionIndex,
    startedAt,
  }));
  const rowsOf = new Map<string, InstanceRow[]>(regionIds.map((id) => [id, []]));
  const byId = new Map<string, InstanceRow>();
  const sweptAt = new Map<string, number>();
  let nextIndex = 0;

  function append(rowPlace: RowPlace, change: (row: InstanceRow) => InstanceRow = (row) => row): InstanceRow {
    const row = change(buildInstanceRow(nextIndex, rowPlace));
    nextIndex += 1;
    rowsOf.get(row.regionId)?.push(row);
    byId.set(row.id, row);
    return row;
  }

  function replace(instanceId: string, change: (row: InstanceRow) => Partial<InstanceRow>) {
    const row = byId.get(instanceId);
    const rows = row && rowsOf.get(row.regionId);
    if (row === undefined || rows === undefined) return undefined;
    const next = { ...row, ...change(row), changedAt: clock() };
    rows[rows.indexOf(row)] = next;
    byId.set(instanceId, next);
    return next;
  }

  /** Forgets what ended too long ago; looks once a second, for a list may have 60,000 rows. */
  function sweep(regionId: string, rows: readonly InstanceRow[]): void {
    const now = clock();
    if (Math.abs(now - (sweptAt.get(regionId) ?? 0)) < 1_000) return;
    sweptAt.set(regionId, now);
    const ended = rows.filter((row) => endedPlots.has(row.plot));
    if (ended.length <= maxEnded) return;
    ended.sort((a, b) => b.changedAt - a.changedAt);
    const gone = new Set(ended.slice(maxEnded).filter((row) => now - row.changedAt > endedMs));
    if (gone.size === 0) return;
    for (const { id } of gone) byId.delete(id);
    rowsOf.set(
      regionId,
      rows.filter((row) => !gone.has(row)),
    );
  }

  while (nextIndex < instances) {
    const regionIndex = nextIndex < cast.length ? 0 : (nextIndex + 1 - cast.length) % regions.length;
    const rowPlace = places[regionIndex];
    if (rowPlace === undefined) break;
    append(rowPlace);
  }
  return {
    seed,
    regions,
    instancesOf(regionId) {
      sweep(regionId, rowsOf.get(regionId) ?? []);
      return rowsOf.get(regionId) ?? [];
    },
    find: (instanceId) => byId.get(instanceId),
    add(regionId, plot = "steady") {
      const rowPlace = places.find(({ place }) => place.id === regionId);
      if (rowPlace === undefined) throw new RangeError(`no region ${regionId}`);
      const now = clock();
      const status = plotStatus[plot];
      return append({ ...rowPlace, startedAt: now }, (row) => ({
        ...row,
        plot,
        status,
        createdAt: now,
        changedAt: now,
      }));
    },
    remove(instanceId) {
      const row = byId.get(instanceId);
      if (row === undefined) return;
      byId.delete(instanceId);
      rowsOf.set(
        row.regionId,
        (rowsOf.get(row.regionId) ?? []).filter(({ id }) => id !== instanceId),
      );
    },
    setPlot: (instanceId, plot) => replace(instanceId, () => ({ plot, status: plotStatus[plot] })),
    crash: (instanceId) => replace(instanceId, ({ crashes }) => ({ crashes: crashes + 1 })),
  };
}
