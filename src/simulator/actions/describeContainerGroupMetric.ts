import { RpcError, invalidParameter } from "../rpc/rpcError.ts";
import { buildMetrics } from "../world/metrics.ts";
import type { Action, Call } from "./action.ts";
import { readRequired, readTime } from "./readParameter.ts";
import { readRegionId } from "./selectRows.ts";

const periods: ReadonlySet<string> = new Set(["15", "30", "60", "600"]);
const recentMs = 300_000;
const keptMs = 30 * 86_400_000;
/** "A maximum of 50 monitoring data entries can be returned. If … exceeds this limit, an error message is returned." */
const maxRecords = 50;

/** The times that are asked for, in milliseconds since 1970, and how far apart. */
function readRange({ params, now }: Call): { from: number; to: number; periodMs: number } {
  const period = params.get("Period") ?? "";
  if (period !== "" && !periods.has(period)) throw invalidParameter("Period", "it must be 15, 30, 60 or 600");
  const start = readTime(params, "StartTime");
  const end = readTime(params, "EndTime");
  if (start === undefined && end === undefined) return { from: now - recentMs, to: now, periodMs: 15_000 };
  const to = Math.min(end ?? now, now);
  const from = start ?? to - recentMs;
  if (from > (end ?? now)) throw invalidParameter("StartTime", "it is later than EndTime");
  if (now - from > keptMs) throw invalidParameter("StartTime", "it must be within the last 30 days");
  // "If the time range … starts more than 5 minutes ago and ends within the last 5, only the former is returned."
  const isOverBoth = from < now - recentMs && to > now - recentMs;
  return {
    from,
    to: isOverBoth ? now - recentMs : to,
    periodMs: Number(period === "" ? "60" : period) * 1000,
  };
}

/** DescribeContainerGroupMetric: at most 50 records, oldest first. */
export const describeContainerGroupMetric: Action = {
  run(call, { world }) {
    const regionId = readRegionId(call.params, world);
    const instanceId = readRequired(call.params, "ContainerGroupId");
    const { from, to, periodMs } = readRange(call);
    const row = world.find(instanceId);
    if (row?.regionId !== regionId) {
      throw new RpcError(400, "InvalidInstanceId.NotFound", "The specified instanceId does not exist");
    }
    const first = Math.ceil(from / periodMs);
    const count = Math.floor(to / periodMs) - first + 1;
    if (count > maxRecords) {
      throw invalidParameter("Period", `${count} records are more than ${maxRecords}`);
    }
    const times = Array.from({ length: Math.max(0, count) }, (_, step) => (first + step) * periodMs);
    return {
      ContainerGroupId: row.id,
      Records: times.flatMap((time) => buildMetrics(row, time) ?? []),
    };
  },
};
