import { invalidParameter, missingParameter } from "../rpc/rpcError.ts";
import { buildMetrics } from "../world/metrics.ts";
import type { Action } from "./action.ts";
import { readIds } from "./readParameter.ts";
import { selectRows } from "./selectRows.ts";

const stepMs = 15_000;

/** DescribeMultiContainerGroupMetric: the newest record of each of up to 20 instances. */
export const describeMultiContainerGroupMetric: Action = {
  run({ params, now }, { world }) {
    if (readIds(params, "ContainerGroupIds") === undefined) throw missingParameter("ContainerGroupIds");
    const type = params.get("MetricType") ?? "";
    if (type !== "" && type !== "summary") throw invalidParameter("MetricType", "it must be summary");
    const time = Math.floor(now / stepMs) * stepMs;
    return {
      MonitorDatas: selectRows(params, world).map((row) => ({
        ContainerGroupId: row.id,
        Records: [buildMetrics(row, time)].filter((record) => record !== undefined),
      })),
    };
  },
};
