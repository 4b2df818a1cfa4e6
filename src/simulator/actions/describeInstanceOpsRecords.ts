import { parseOpsType } from "../ops/checkTarget.ts";
import { isoTime } from "../world/isoTime.ts";
import type { Action } from "./action.ts";
import { readRequired } from "./readParameter.ts";
import { readRegionId } from "./selectRows.ts";

/** The words that Alibaba's own samples have for each type and for the place of its result. */
const samples = {
  tcpdump: { opsType: "tcpdump", resultType: "OSS" },
  coredump: { opsType: "Coredump", resultType: "Oss" },
};

/** DescribeInstanceOpsRecords: all records of a type; a new download address for each result, every time. */
export const describeInstanceOpsRecords: Action = {
  run({ params, now }, { world, tasks, signUrl }) {
    const regionId = readRegionId(params, world);
    const instanceId = readRequired(params, "ContainerGroupId");
    const type = parseOpsType(readRequired(params, "OpsType"));
    const records = world.find(instanceId)?.regionId === regionId ? tasks.records(instanceId, type) : [];
    return {
      Records: records.map((task) => ({
        CreateTime: isoTime(task.createdAt),
        ExpireTime: isoTime(task.expiresAt),
        OpsType: samples[type].opsType,
        OpsStatus: task.status,
        ...(task.status === "Success" && task.result !== undefined
          ? { ResultType: samples[type].resultType, ResultContent: signUrl(task.result.key, now) }
          : {}),
      })),
    };
  },
};
