import { createHash } from "node:crypto";
import type { OpsRecord, OpsType } from "../eci/model.ts";
import { advanceTask } from "./advance.ts";
import type { Task, TaskTarget } from "./task.ts";

const recentMs = 7 * 86_400_000;

/** A record of a task begun elsewhere as a task of ours, where it still runs or left a result in the last week; else undefined. */
export function toFoundTask(
  record: OpsRecord,
  about: {
    readonly target: TaskTarget;
    readonly opsType: OpsType;
    readonly nowMs: number;
  },
): Task | undefined {
  const { target, opsType, nowMs } = about;
  const { createTime, expireTime } = record;
  const createMs = Date.parse(createTime);
  if (Number.isNaN(createMs) || (expireTime !== undefined && Date.parse(expireTime) <= nowMs))
    return undefined;
  const status = record.opsStatus.toLowerCase();
  const hasResult = status === "success" && record.resultUrl !== undefined && nowMs - createMs < recentMs;
  if (status !== "ready" && !hasResult) return undefined;
  const task: Task = {
    id: toFoundId(target, opsType, createMs),
    target,
    opsType,
    origin: "found",
    sentTime: new Date(createMs).toISOString(),
    state: { kind: "ready", record: { createTime, expireTime } },
  };
  return advanceTask(task, { kind: "recordSeen", record, nowMs });
}

/** The same id for the same record, so that two windows that find it write one file. */
function toFoundId({ regionId, instanceId }: TaskTarget, opsType: OpsType, createMs: number): string {
  const name = [regionId, opsType, createMs, instanceId].join();
  return createHash("sha256").update(name).digest("hex");
}
