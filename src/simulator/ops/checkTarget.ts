import { RpcError } from "../rpc/rpcError.ts";
import { corePatternTagKey, triggerTagKey } from "../world/cast.ts";
import type { InstanceRow } from "../world/instanceRow.ts";
import { regionsWithoutOps } from "../world/regions.ts";
import type { World } from "../world/world.ts";

/** The kinds of task that the service knows. */
export type OpsType = "tcpdump" | "coredump";

/** What the `simulator` tag of an instance can say. */
export type Trigger = "crash" | "execute-task-fail" | "core-update-fail";

/** Statuses in which an instance has a place to run, be its containers up or not. */
const placed: ReadonlySet<string> = new Set(["Pending", "Running", "Restarting", "Updating"]);

/** True when the instance carries the trigger (docs/simulator.md). */
export function hasTrigger(row: InstanceRow, trigger: Trigger): boolean {
  return row.tags.some(({ key, value }) => key === triggerTagKey && value === trigger);
}

/** The task type of a wire word, whatever its case; throws Ops.TypeNotSupport. */
export function parseOpsType(word: string): OpsType {
  const type = word.toLowerCase();
  if (type === "tcpdump" || type === "coredump") return type;
  throw new RpcError(400, "Ops.TypeNotSupport", `The ops type ${word} is not supported.`);
}

/** The instance that a task is for; throws the `RpcError` that says why there can be none. */
export function findTarget(world: World, regionId: string, instanceId: string, type: OpsType): InstanceRow {
  if (regionsWithoutOps.has(regionId)) {
    const code = type === "tcpdump" ? "Ops.RegionNotSupport" : "Coredump.RegionNotSupport";
    throw new RpcError(400, code, `The region ${regionId} does not support ${type}.`);
  }
  const row = world.find(instanceId);
  if (row?.regionId !== regionId) {
    throw new RpcError(400, "InvalidInstanceId.NotFound", "The specified instanceId does not exist");
  }
  if (!placed.has(row.status)) {
    throw new RpcError(
      400,
      "Ops.InstanceNotSupport",
      `The instance ${instanceId} is ${row.status} and does not support ${type}.`,
    );
  }
  return row;
}

/** Throws where the core dumps of the instance already go somewhere else, or cannot be set. */
export function checkCorePattern(row: InstanceRow): void {
  const pattern = row.tags.find(({ key }) => key === corePatternTagKey)?.value;
  if (pattern?.startsWith("|") === true) {
    throw new RpcError(
      400,
      "Coredump.InvalidCorePatternType",
      "The core pattern of the instance pipes to a program; it must be a path.",
    );
  }
  if (pattern !== undefined) {
    throw new RpcError(
      400,
      "InvalidCorePatternValue",
      `The instance already has the core pattern ${pattern}; remove it before a coredump task is set.`,
    );
  }
  if (hasTrigger(row, "core-update-fail")) {
    throw new RpcError(
      400,
      "CorePattern.UpdateFail",
      "Update coredump settings fail, please try again later",
    );
  }
}
