import { cast } from "./world/cast.ts";
import type { InstanceRow } from "./world/instanceRow.ts";
import { regionsWithoutOps } from "./world/regions.ts";
import type { World } from "./world/world.ts";

export type Example = { readonly regionId: string; readonly instanceId: string; readonly name: string };

/** Instances to try things with; absent where the world is too small to have one. */
export type Examples = {
  /** Captures and core dumps work. */
  readonly running: Example | undefined;
  /** Crashes soon after a core dump is armed. */
  readonly crashing: Example | undefined;
  /** Ops.InstanceNotSupport. */
  readonly ended: Example | undefined;
  /** Ops.ExecuteTaskFail. */
  readonly executeTaskFail: Example | undefined;
  /** CorePattern.UpdateFail. */
  readonly coreUpdateFail: Example | undefined;
  /** Coredump.InvalidCorePatternType. */
  readonly corePatternPipe: Example | undefined;
  /** InvalidCorePatternValue. */
  readonly corePatternPath: Example | undefined;
  /** Ops.RegionNotSupport and Coredump.RegionNotSupport. */
  readonly unsupportedRegion: Example | undefined;
};

const toExample = (row: InstanceRow | undefined): Example | undefined =>
  row && { regionId: row.regionId, instanceId: row.id, name: row.name };

/** The examples of a world; the names are those of its cast. */
export function buildExamples(world: World): Examples {
  const first = world.instancesOf(world.regions[0]?.id ?? "").slice(0, cast.length);
  const named = (name: string) => toExample(first.find((row) => row.name === name));
  const unsupported = world.regions
    .filter(({ id }) => regionsWithoutOps.has(id))
    .flatMap(({ id }) => world.instancesOf(id))
    .find((row) => row.status === "Running");
  return {
    running: named("api-1"),
    crashing: named("recommender"),
    ended: named("cron-nightly-report"),
    executeTaskFail: named("ledger"),
    coreUpdateFail: named("mailer"),
    corePatternPipe: named("invoices"),
    corePatternPath: named("exports"),
    unsupportedRegion: toExample(unsupported),
  };
}
