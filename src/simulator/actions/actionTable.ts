import { RpcError } from "../rpc/rpcError.ts";
import type { Action } from "./action.ts";
import { assumeRole } from "./assumeRole.ts";
import { createInstanceOpsTask } from "./createInstanceOpsTask.ts";
import { describeContainerGroupEvents } from "./describeContainerGroupEvents.ts";
import { describeContainerGroupMetric } from "./describeContainerGroupMetric.ts";
import { describeContainerGroupStatus } from "./describeContainerGroupStatus.ts";
import { describeContainerGroups } from "./describeContainerGroups.ts";
import { describeContainerLog } from "./describeContainerLog.ts";
import { describeInstanceOpsRecords } from "./describeInstanceOpsRecords.ts";
import { describeMultiContainerGroupMetric } from "./describeMultiContainerGroupMetric.ts";
import { describeRegions } from "./describeRegions.ts";
import { getCallerIdentity } from "./getCallerIdentity.ts";

/** The actions of each API version: ECI's and STS's. */
const actionTable: ReadonlyMap<string, ReadonlyMap<string, Action>> = new Map([
  [
    "2018-08-08",
    new Map<string, Action>([
      ["DescribeRegions", describeRegions],
      ["DescribeContainerGroups", describeContainerGroups],
      ["DescribeContainerGroupStatus", describeContainerGroupStatus],
      ["DescribeContainerGroupEvents", describeContainerGroupEvents],
      ["DescribeContainerLog", describeContainerLog],
      ["DescribeContainerGroupMetric", describeContainerGroupMetric],
      ["DescribeMultiContainerGroupMetric", describeMultiContainerGroupMetric],
      ["CreateInstanceOpsTask", createInstanceOpsTask],
      ["DescribeInstanceOpsRecords", describeInstanceOpsRecords],
    ]),
  ],
  [
    "2015-04-01",
    new Map<string, Action>([
      ["GetCallerIdentity", getCallerIdentity],
      ["AssumeRole", assumeRole],
    ]),
  ],
]);

/** The service whose actions have that version; `eci` for one that nobody has. */
export function toService(version: string): "eci" | "sts" {
  return version === "2015-04-01" ? "sts" : "eci";
}

/** The action of that name and version; throws InvalidVersion or InvalidAction.NotFound. */
export function findAction(name: string, version: string): Action {
  const actions = actionTable.get(version);
  if (actions === undefined) {
    throw new RpcError(400, "InvalidVersion", "Specified parameter Version is not valid.");
  }
  const action = actions.get(name);
  if (action === undefined) {
    throw new RpcError(
      404,
      "InvalidAction.NotFound",
      "Specified api is not found, please check your url and method.",
    );
  }
  return action;
}
