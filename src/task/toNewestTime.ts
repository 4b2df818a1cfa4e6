import type { OpsRecord } from "../eci/model.ts";

/** The newest create time among the records, ISO 8601 UTC; undefined when there is none. */
export function toNewestTime(records: readonly OpsRecord[]): string | undefined {
  const times = records
    .map(({ createTime }) => Date.parse(createTime))
    .filter((timeMs) => !Number.isNaN(timeMs));
  return times.length > 0 ? new Date(Math.max(...times)).toISOString() : undefined;
}
