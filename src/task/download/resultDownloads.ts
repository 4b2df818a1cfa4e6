import { rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CloudError } from "../../eci/cloudError.ts";
import { writeFileAtomically } from "../atomicFile.ts";
import { createEmitter } from "../emitter.ts";
import type { DownloadedFile, DownloadProblem, Task } from "../task.ts";
import type { TaskLedger } from "../taskLedger.ts";
import { DownloadError } from "./downloadError.ts";
import { downloadResult, type DownloadProgress } from "./downloadResult.ts";
import { toFileProblem } from "./fileProblem.ts";
import { toResultNames, toResultNote } from "./resultFolder.ts";

export type ResultDownloadsDeps = {
  readonly ledger: TaskLedger;
  readonly hasAccount: (accountId: string) => boolean;
  /** The runner's `freshLink`. */
  readonly freshLink: (taskId: string, signal: AbortSignal) => Promise<string | undefined>;
  /** Whether the account's endpoint is on this computer, and results may be too. */
  readonly isLoopback: (accountId: string) => Promise<boolean>;
  /** The folder that the tasks' folders lie in. */
  readonly rootFolder: () => string;
  readonly fetch: typeof fetch;
  readonly readFormat: (head: Uint8Array) => string;
  readonly nowMs: () => number;
};

type Running = {
  readonly abort: AbortController;
  readonly finished: Promise<DownloadedFile>;
  progress: DownloadProgress;
};

/** The downloads under way, one a task at most; the ledger learns how each ends. */
export class ResultDownloads {
  readonly #deps: ResultDownloadsDeps;
  readonly #running = new Map<string, Running>();
  readonly #progress = createEmitter<string>();

  constructor(deps: ResultDownloadsDeps) {
    this.#deps = deps;
  }

  /**
   * Fetches a task's result and resolves with the file, also when somebody else asked first. Rejects with a
   * `DownloadError`, with what the cloud answered, or with an `AbortError` after `dispose`.
   */
  start(taskId: string): Promise<DownloadedFile> {
    const running = this.#running.get(taskId);
    if (running) return running.finished;
    const abort = new AbortController();
    const finished = this.#run(taskId, abort.signal).finally(() => this.#running.delete(taskId));
    this.#running.set(taskId, { abort, finished, progress: { receivedBytes: 0 } });
    return finished;
  }

  /** Ends a download and resolves once it has ended; what came so far stays for the next one. */
  async cancel(taskId: string): Promise<void> {
    const running = this.#running.get(taskId);
    running?.abort.abort(new DownloadError({ code: "cancelled" }));
    await running?.finished.catch(() => undefined);
  }

  /** How far the download of a task is; undefined when none runs. */
  progress(taskId: string): DownloadProgress | undefined {
    return this.#running.get(taskId)?.progress;
  }

  /** Calls back with the task's id, at most ten times a second for each. */
  onProgress(listener: (taskId: string) => void): () => void {
    return this.#progress.on(listener);
  }

  /** Deletes what a task left on disk, finished or not, and its folder when nothing else is in it. */
  async deleteFiles(task: Task): Promise<void> {
    const names = toResultNames(task);
    const file = task.state.kind === "downloaded" ? task.state.file.path : undefined;
    const folder = file === undefined ? join(this.#deps.rootFolder(), names.folder) : dirname(file);
    const own = [`${names.stem}.part`, `${names.stem}.part.json`, "task.json"].map((name) =>
      join(folder, name),
    );
    for (const path of file === undefined ? own : [file, ...own]) await rm(path, { force: true });
    await rmdir(folder).catch(() => undefined);
  }

  /** Ends all downloads and waits for them. */
  async dispose(): Promise<void> {
    const all = [...this.#running.values()];
    for (const { abort } of all) abort.abort();
    await Promise.allSettled(all.map(({ finished }) => finished));
  }

  async #run(taskId: string, signal: AbortSignal): Promise<DownloadedFile> {
    const { ledger, hasAccount, freshLink, isLoopback, rootFolder, fetch, readFormat, nowMs } = this.#deps;
    const task = await ledger.advance(taskId, { kind: "downloadStarted" });
    if (task?.state.kind !== "downloading") throw new DownloadError({ code: "noLink" });
    const names = toResultNames(task);
    const folder = join(rootFolder(), names.folder);
    try {
      if (!hasAccount(task.target.accountId)) throw new DownloadError({ code: "accountGone" });
      const file = await downloadResult({
        freshUrl: (of) => freshLink(taskId, of),
        folder,
        stem: names.stem,
        allowLoopback: await isLoopback(task.target.accountId),
        fetch,
        readFormat,
        signal,
        onProgress: (progress) => this.#note(taskId, progress),
      });
      const downloaded = await ledger.advance(taskId, { kind: "downloaded", file });
      await writeFileAtomically(join(folder, "task.json"), toResultNote(downloaded ?? task, nowMs()));
      return file;
    } catch (error) {
      const isInterrupted = signal.aborted && !(error instanceof DownloadError);
      const problem = isInterrupted ? undefined : await toProblem(error, folder);
      await ledger.advance(taskId, { kind: "downloadEnded", problem });
      throw error;
    }
  }

  #note(taskId: string, progress: DownloadProgress): void {
    const running = this.#running.get(taskId);
    if (!running) return;
    running.progress = progress;
    this.#progress.emit(taskId);
  }
}

async function toProblem(error: unknown, folder: string): Promise<DownloadProblem> {
  const known = await toFileProblem(error, folder);
  if (known instanceof DownloadError) return known.problem;
  return { code: "cloud", ...(error instanceof CloudError && { systemCode: error.details.code }) };
}
