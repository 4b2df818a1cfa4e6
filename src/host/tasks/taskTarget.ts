import type { Instance } from "../../eci/model.ts";
import type { TaskTarget } from "../../task/task.ts";

/** Where a task on an instance runs. */
export function toTaskTarget({
  accountId,
  instance,
}: {
  readonly accountId: string;
  readonly instance: Instance;
}): TaskTarget {
  const { regionId, id, name, privateIp } = instance;
  return {
    accountId,
    regionId,
    instanceId: id,
    instanceName: name,
    ...(privateIp !== undefined && { instanceIp: privateIp }),
  };
}
