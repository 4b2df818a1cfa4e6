import * as vscode from "vscode";
import type { ResultDownloads } from "../../task/download/resultDownloads.ts";
import { toRecordKey, type DownloadProblem, type DownloadProblemCode, type Task } from "../../task/task.ts";
import type { StartTimer } from "../../task/pollSchedule.ts";
import type { TaskLedger } from "../../task/taskLedger.ts";
import type { Log } from "../log.ts";
import { showDownload } from "./showDownload.ts";
import { hasWaitingResult } from "./taskNode.ts";

export type TaskDownloadsDeps = {
  readonly ledger: TaskLedger;
  readonly downloads: ResultDownloads;
  readonly log: Log;
  readonly startTimer: StartTimer;
};

/** What may go better without anybody's help. */
const passing: ReadonlySet<DownloadProblemCode> = new Set([
  "network",
  "stalled",
  "incomplete",
  "httpStatus",
  "cloud",
  "diskFull",
] as const);

const retryMinutes = [1, 2, 5, 10] as const;
const slowestMinutes = 15;
const minuteMs = 60_000;
/** How long before its end an early result is fetched whatever it is. */
const lastMinutes = 10;
/** A timer cannot count to a day in 2099. */
const longestWaitMs = 3_600_000;

/** Only our own: a result of a colleague's task is fetched when somebody asks for it. */
function isWanted(task: Task): boolean {
  return task.origin === "sent" && hasWaitingResult(task);
}

/** A service that gives an address while a capture still runs may give a piece of it; a core dump is written in one go. */
function isEarly(task: Task): boolean {
  return task.state.kind === "ready" && task.opsType === "tcpdump";
}

function toProblem({ state }: Task): DownloadProblem | undefined {
  return state.kind === "succeeded" ? state.problem : undefined;
}

/** A result that is about to expire is tried once more before it does. */
function toRetryMs(task: Task, tries: number, nowMs: number): number {
  const delayMs = (retryMinutes[tries] ?? slowestMinutes) * minuteMs;
  const lastMs = Date.parse(toRecordKey(task)?.expireTime ?? "") - nowMs - minuteMs;
  return lastMs > 0 ? Math.min(delayMs, lastMs) : delayMs;
}

/** How long until an early result is taken for whole: some time after the capture's own end, or just before it expires. */
function toEarlyMs(task: Task, nowMs: number): number {
  const { sentTime, serviceAheadSeconds = 0 } = task;
  const { durationSeconds = Infinity } = task.options ?? {};
  const endMs = Date.parse(sentTime) + durationSeconds * 1000 + minuteMs;
  const expireMs = Date.parse(toRecordKey(task)?.expireTime ?? "") - serviceAheadSeconds * 1000;
  const lastMs = Number.isNaN(expireMs) ? Infinity : expireMs - lastMinutes * minuteMs;
  return Math.min(endMs, lastMs) - nowMs;
}

/** Whether results are fetched by themselves (setting `eciOps.fetchResults`). */
export function fetchesResults(): boolean {
  return vscode.workspace.getConfiguration("eciOps").get<boolean>("fetchResults", true);
}

/** What fetches results by itself; `isRetry`: the task's download failed before, and nobody waits for how this one ends. */
export type TaskDownloads = { readonly isRetry: (task: Task) => boolean; readonly dispose: () => void };

/**
 * Fetches results by themselves: when a task has one, at the start what an earlier session left, after a failure that
 * may pass again and again, and what another window began and left. How a download ends is in the ledger, whence the
 * notification comes.
 */
export function registerTaskDownloads({
  ledger,
  downloads,
  log,
  startTimer,
}: TaskDownloadsDeps): TaskDownloads {
  const timers = new Map<string, () => void>();
  const tries = new Map<string, number>();
  const retried = new Set<string>();

  const fetchResult = (task: Task): void => {
    if (!fetchesResults()) return;
    showDownload(downloads, task, downloads.startUnlessElsewhere(task.id)).then(undefined, log.warn);
  };
  const retryLater = (task: Task): void => {
    const count = tries.get(task.id) ?? 0;
    tries.set(task.id, count + 1);
    const retry = (): void => {
      timers.delete(task.id);
      if (!fetchesResults()) return;
      retried.add(task.id);
      downloads
        .startUnlessElsewhere(task.id)
        .catch(log.warn)
        .finally(() => retried.delete(task.id));
    };
    timers.set(task.id, startTimer(retry, toRetryMs(task, count, Date.now())));
  };
  const forgetRetry = (taskId: string): void => {
    timers.get(taskId)?.();
    timers.delete(taskId);
  };
  const fetchInTime = (task: Task): void => {
    const waitMs = isEarly(task) ? toEarlyMs(task, Date.now()) : 0;
    if (waitMs <= 0) fetchResult(task);
    else if (waitMs < Infinity) {
      const look = (): void => {
        timers.delete(task.id);
        const now = ledger.get(task.id);
        if (now && isWanted(now)) fetchInTime(now);
      };
      timers.set(task.id, startTimer(look, Math.min(waitMs, longestWaitMs)));
    }
  };
  const consider = (task: Task): void => {
    const problem = toProblem(task);
    if (problem === undefined) fetchInTime(task);
    else if (passing.has(problem.code)) retryLater(task);
  };

  const stop = ledger.onChange(({ before, after, elsewhere }) => {
    if (before && before.state.kind !== after?.state.kind) forgetRetry(before.id);
    if (!after || !isWanted(after)) return;
    // What ended without a word was cut off with its window, which may have been another one.
    if (before?.state.kind === "downloading") consider(after);
    // Somebody deleted the file, and knows how to get it again.
    else if (
      !elsewhere &&
      before?.state.kind !== "downloaded" &&
      !(before && isWanted(before) && isEarly(before) === isEarly(after))
    )
      fetchInTime(after);
  });
  for (const task of ledger.tasks().filter(isWanted)) {
    const problem = toProblem(task);
    if (problem === undefined || passing.has(problem.code)) fetchInTime(task);
  }
  return {
    isRetry: (task) => retried.has(task.id) && passing.has(toProblem(task)?.code ?? "cancelled"),
    dispose: () => {
      stop();
      for (const cancel of timers.values()) cancel();
    },
  };
}
