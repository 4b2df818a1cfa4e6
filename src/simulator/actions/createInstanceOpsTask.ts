import { checkCorePattern, findTarget, parseOpsType } from "../ops/checkTarget.ts";
import { parseTcpdumpValue } from "../ops/tcpdumpValue.ts";
import { RpcError } from "../rpc/rpcError.ts";
import type { InstanceRow } from "../world/instanceRow.ts";
import type { Action, ActionParts } from "./action.ts";
import { readRequired } from "./readParameter.ts";
import { readRegionId } from "./selectRows.ts";

/** How many other instances of its region a capture may show. */
const maxPeers = 12;

function setTcpdump(row: InstanceRow, opsValue: string, { tasks, world, ops }: ActionParts): string {
  const { enable, options } = parseTcpdumpValue(opsValue, { capSeconds: ops.captureCapSeconds });
  if (!enable) {
    tasks.stopCapture(row);
    return "Disable Success";
  }
  const peerIps = world
    .instancesOf(row.regionId)
    .filter((peer) => peer !== row && peer.status === "Running")
    .slice(0, maxPeers)
    .map((peer) => peer.ip);
  tasks.startCapture(row, { ...options, instanceIp: row.ip, peerIps });
  return "Enable Success";
}

function setCoreDump(row: InstanceRow, opsValue: string, { tasks }: ActionParts): string {
  if (opsValue !== "enable" && opsValue !== "disable") {
    throw new RpcError(
      400,
      "Ops.OpsValueInvalid",
      "Ops value check failed, please confirm by ops type and try again later.",
    );
  }
  checkCorePattern(row);
  if (opsValue === "enable") tasks.armCoreDump(row);
  else tasks.disarmCoreDump(row);
  return "Coredump settings has been configured successfully.";
}

/** CreateInstanceOpsTask: sets or ends a task; says nothing that would name it. */
export const createInstanceOpsTask: Action = {
  run({ params }, parts) {
    const regionId = readRegionId(params, parts.world);
    const instanceId = readRequired(params, "ContainerGroupId");
    const type = parseOpsType(readRequired(params, "OpsType"));
    const opsValue = readRequired(params, "OpsValue");
    const row = findTarget(parts.world, regionId, instanceId, type);
    return {
      Result: type === "tcpdump" ? setTcpdump(row, opsValue, parts) : setCoreDump(row, opsValue, parts),
    };
  },
};
