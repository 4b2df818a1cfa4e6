import * as vscode from "vscode";
import type { ResultDownloads } from "../../task/download/resultDownloads.ts";
import type { DownloadProblemCode, Task } from "../../task/task.ts";
import type { TaskLedger } from "../../task/taskLedger.ts";
import type { Log } from "../log.ts";
import { showDownload } from "./showDownload.ts";
import { hasWaitingResult } from "./taskNode.ts";

export type TaskDownloadsDeps = {
  readonly ledger: TaskLedger;
  readonly downloads: ResultDownloads;
  readonly log: Log;
};

/** What may go better in a new session without anybody's help. */
const passing: ReadonlySet<DownloadProblemCode> = new Set([
  "network",
  "stalled",
  "incomplete",
  "httpStatus",
  "cloud",
  "diskFull",
] as const);

/** Only our own: a result of a colleague's task is fetched when somebody asks for it. */
function isWanted(task: Task): boolean {
  if (task.origin === "found" || !hasWaitingResult(task)) return false;
  // A service that gives an address while a capture still runs may give a piece of it.
  return task.state.kind === "succeeded" || task.opsType === "coredump";
}

/** Whether results are fetched by themselves (setting `eciOps.fetchResults`). */
export function fetchesResults(): boolean {
  return vscode.workspace.getConfiguration("eciOps").get<boolean>("fetchResults", true);
}

/**
 * Fetches results by themselves: when a task has one, and at the start what an earlier session left. How a
 * download ends is in the ledger, whence the notification comes.
 */
export function registerTaskDownloads({ ledger, downloads, log }: TaskDownloadsDeps): vscode.Disposable {
  const fetchResult = (task: Task) => {
    showDownload(downloads, task).then(undefined, log.warn);
  };
  const stop = ledger.onChange(({ before, after, elsewhere }) => {
    if (elsewhere || !after || !isWanted(after) || before?.state.kind === "downloading") return;
    // Somebody deleted the file, and knows how to get it again.
    if (before?.state.kind === "downloaded") return;
    if (before && isWanted(before)) return;
    if (fetchesResults()) fetchResult(after);
  });
  if (fetchesResults()) {
    for (const task of ledger.tasks()) {
      const problem = task.state.kind === "succeeded" ? task.state.problem : undefined;
      if (isWanted(task) && (problem === undefined || passing.has(problem.code))) fetchResult(task);
    }
  }
  return new vscode.Disposable(stop);
}
