import { createHash } from "node:crypto";
import type { OpsType } from "../eci/model.ts";
import type { PollWish } from "./pollSchedule.ts";
import { isOpen, type Task, type TaskTarget } from "./task.ts";

/** What one poll asks about: the records of a type on an instance, as an account sees them. */
export type TaskWatch = { readonly target: TaskTarget; readonly opsType: OpsType };

const captureSeconds = 5;
const armedSeconds = 30;
const longestRetryAfterSeconds = 300;

/** A watch as a text, equal for equal watches. */
export function toWatchKey(target: TaskTarget, opsType: OpsType): string {
  return JSON.stringify([target.accountId, target.regionId, target.instanceId, target.instanceName, opsType]);
}

/** All that can be asked about an instance. */
export function toWatchKeys(target: TaskTarget): string[] {
  return [toWatchKey(target, "tcpdump"), toWatchKey(target, "coredump")];
}

/** The lock of the window that asks; two accounts may both see an instance, and each asks for itself. */
export function toWatchLock(key: string): string {
  return `watch-${createHash("sha256").update(key).digest("hex")}`;
}

/** Reads what `toWatchKey` wrote. */
export function parseWatch(key: string): TaskWatch {
  const [accountId, regionId, instanceId, instanceName, opsType] = JSON.parse(key) as [
    string,
    string,
    string,
    string,
    OpsType,
  ];
  return { target: { accountId, regionId, instanceId, instanceName }, opsType };
}

/** Whether two targets are one instance, whichever account sees it: an instance id belongs to its region. */
export function isSameInstance(a: TaskTarget, b: TaskTarget): boolean {
  return a.instanceId === b.instanceId && a.regionId === b.regionId;
}

/** When a task is first asked about: an armed core dump may wait for days. */
export function toFirstSeconds(task: Task): number {
  return task.opsType === "coredump" && task.state.kind === "ready" ? armedSeconds : captureSeconds;
}

/** A capture that is about to end is asked about soon; a service that asks for patience gets it. */
export function toWish(
  tasks: readonly Task[],
  nowMs: number,
  retryAfterSeconds: number | undefined,
): PollWish {
  const waits = tasks.filter(isOpen).flatMap((task) => {
    const { durationSeconds } = task.options ?? {};
    if (durationSeconds === undefined) return [];
    const leftSeconds = (Date.parse(task.sentTime) - nowMs) / 1000 + durationSeconds;
    if (leftSeconds > 0) return [leftSeconds + 1];
    return leftSeconds > -60 ? [captureSeconds] : [];
  });
  return {
    ...(waits.length > 0 && { atMostSeconds: Math.min(...waits) }),
    ...(retryAfterSeconds !== undefined && {
      atLeastSeconds: Math.min(retryAfterSeconds, longestRetryAfterSeconds),
    }),
  };
}
