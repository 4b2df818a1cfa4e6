import { join } from "node:path";
import * as vscode from "vscode";
import { readFileFormat } from "../../capture/fileFormat.ts";
import { isLoopbackEndpoint } from "../../eci/regions.ts";
import type { downloadResult } from "../../task/download/downloadResult.ts";
import { ResultDownloads } from "../../task/download/resultDownloads.ts";
import { TaskLedger } from "../../task/taskLedger.ts";
import { TaskRunner } from "../../task/taskRunner.ts";
import { watchAbandonedTasks } from "../../task/watchAbandonedTasks.ts";
import type { Accounts } from "../accounts/openAccounts.ts";
import type { Log } from "../log.ts";
import { startTimer } from "./startTimer.ts";

/** The tasks of this editor: what is known, who follows them, and who fetches their results. */
export type Tasks = {
  readonly ledger: TaskLedger;
  readonly runner: TaskRunner;
  readonly downloads: ResultDownloads;
  dispose(): void;
};

/** The user's folder for results, else the extension's own. */
function toResultsFolder(storageFolder: string): string {
  const chosen = vscode.workspace.getConfiguration("eciOps").get<string>("downloadFolder", "").trim();
  return chosen === "" ? join(storageFolder, "results") : chosen;
}

export type OpenTasksDeps = {
  readonly accounts: Accounts;
  /** Loads what fetches a result, when the first is fetched. */
  readonly loadDownload: () => Promise<{ readonly downloadResult: typeof downloadResult }>;
  readonly log: Log;
};

/** Opens the ledger in the extension's storage. Rejects when the folder can be neither made nor read. */
export async function openTasks(
  storageFolder: string,
  { accounts, loadDownload, log }: OpenTasksDeps,
): Promise<Tasks> {
  const ledger = await TaskLedger.open(join(storageFolder, "tasks"), Date.now());
  for (const name of ledger.damaged) log.warn(`The task file ${name} could not be read and was set aside.`);
  const { clients, store } = accounts;
  const hasAccount = (accountId: string) => store.find(accountId) !== undefined;
  const runner = new TaskRunner({
    ledger,
    clientFor: (accountId) => clients.clientFor(accountId),
    hasAccount,
    clock: { nowMs: () => Date.now(), elapsedMs: () => performance.now() },
    startTimer,
  });
  const downloads = new ResultDownloads({
    ledger,
    hasAccount,
    freshLink: (taskId, signal) => runner.freshLink(taskId, signal),
    isLoopback: async (accountId) => isLoopbackEndpoint(await clients.endpointFor(accountId, "cn-hangzhou")),
    rootFolder: () => toResultsFolder(storageFolder),
    download: async (each) => (await loadDownload()).downloadResult(each),
    // The editor replaces the global fetch to give it the proxy and the certificates: it is looked up at each call.
    fetch: (input, init) => fetch(input, init),
    readFormat: readFileFormat,
    nowMs: () => Date.now(),
  });
  downloads.sweepParts().catch(log.warn);
  const stopWatching = watchAbandonedTasks(ledger, startTimer);
  const close = async (): Promise<void> => {
    stopWatching();
    await Promise.all([runner.dispose(), downloads.dispose()]);
    await ledger.dispose();
  };
  return {
    ledger,
    runner,
    downloads,
    dispose: () => {
      close().catch(log.error);
    },
  };
}
