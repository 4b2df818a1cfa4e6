import { existsSync } from "node:fs";
import { rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { CloudError } from "../../eci/cloudError.ts";
import { advanceTask } from "../advance.ts";
import { writeFileAtomically } from "../atomicFile.ts";
import { createEmitter } from "../../eci/emitter.ts";
import type { DownloadedFile, DownloadProblem, Task } from "../task.ts";
import { toTaskLock, type TaskLedger } from "../taskLedger.ts";
import { DownloadError } from "./downloadError.ts";
import type { DownloadProgress, downloadResult } from "./downloadResult.ts";
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
  readonly download: typeof downloadResult;
  readonly fetch: typeof fetch;
  readonly readFormat: (head: Uint8Array) => string;
  readonly nowMs: () => number;
};

type Running = {
  readonly abort: AbortController;
  readonly finished: Promise<DownloadedFile>;
  progress: DownloadProgress;
  /** False while another window has its turn. */
  isFetching: boolean;
};

/** How often a window looks whether another one is done. */
const lookMs = 250;
/** How long another window gets to end a download that this one wants ended. */
const patienceMs = 3_000;

/**
 * The downloads under way, one a task in all windows; the ledger learns how each ends. A download that is no longer
 * under way in the ledger, because another window ended it or took the task off the list, ends here too.
 */
export class ResultDownloads {
  readonly #deps: ResultDownloadsDeps;
  readonly #running = new Map<string, Running>();
  readonly #progress = createEmitter<string>();
  readonly #end = new AbortController();
  readonly #stopListening: readonly (() => void)[];

  constructor(deps: ResultDownloadsDeps) {
    this.#deps = deps;
    const { ledger } = deps;
    this.#stopListening = [
      ledger.onChange(({ before, after, elsewhere }) => {
        if (!elsewhere || before?.state.kind !== "downloading") return;
        // Where this window waits for another one, that one's end is what it waits for.
        if (this.#running.get(before.id)?.isFetching !== true) return;
        if (after?.state.kind !== "downloading" || after.forgottenTime !== undefined) this.#abort(before.id);
      }),
      ledger.locks.onLost((name) => {
        for (const id of this.#running.keys()) if (toTaskLock(id) === name) this.#abort(id);
      }),
    ];
  }

  /**
   * Fetches a task's result and resolves with the file, also when somebody else asked first, here or in another window.
   * Rejects with a `DownloadError`, with what the cloud answered, or with an `AbortError` after `dispose`.
   */
  start(taskId: string): Promise<DownloadedFile> {
    const { locks } = this.#deps.ledger;
    return this.#begin(taskId, async (signal) => {
      while (!(await locks.take(toTaskLock(taskId)))) {
        await wait(lookMs, undefined, { signal }).catch(() => undefined);
        signal.throwIfAborted();
      }
    });
  }

  /** As `start`, but undefined where another window fetches it: then it is that window's to tell. */
  async startUnlessElsewhere(taskId: string): Promise<DownloadedFile | undefined> {
    const { locks } = this.#deps.ledger;
    if (!this.#running.has(taskId)) {
      if (!(await locks.take(toTaskLock(taskId)))) return undefined;
      // What was begun meanwhile waits for this very lock.
      if (this.#running.has(taskId)) await locks.release(toTaskLock(taskId));
    }
    return this.#begin(taskId, () => Promise.resolve());
  }

  /** Ends a download, also another window's, and resolves once it has ended; what came so far stays for the next one. */
  async cancel(taskId: string): Promise<void> {
    const { ledger } = this.#deps;
    const running = this.#running.get(taskId);
    const problem = { code: "cancelled" } as const;
    running?.abort.abort(new DownloadError(problem));
    await running?.finished.catch(() => undefined);
    if (ledger.get(taskId)?.state.kind !== "downloading") return;
    await ledger.advance(taskId, { kind: "downloadEnded", problem });
    const lock = toTaskLock(taskId);
    for (let leftMs = patienceMs; leftMs > 0; leftMs -= lookMs) {
      if (await ledger.locks.take(lock)) return ledger.locks.release(lock);
      await wait(lookMs);
    }
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
    const folder = this.#toFolder(task);
    const file = task.state.kind === "downloaded" ? [task.state.file.path] : [];
    for (const path of [...file, ...toParts(folder, task), join(folder, "task.json")])
      await rm(path, { force: true });
    await rmdir(folder).catch(() => undefined);
  }

  /** Removes the parts of what is downloaded: a run that was killed just after it named its file left them. */
  async sweepParts(): Promise<void> {
    const { ledger } = this.#deps;
    for (const task of ledger.tasks().filter(({ state }) => state.kind === "downloaded")) {
      const parts = toParts(this.#toFolder(task), task);
      // Whoever holds the lock fetches the result once more.
      if (!parts.some((path) => existsSync(path)) || !(await ledger.locks.take(toTaskLock(task.id))))
        continue;
      try {
        for (const path of parts) await rm(path, { force: true });
      } finally {
        await ledger.locks.release(toTaskLock(task.id));
      }
    }
  }

  /** Ends all downloads and waits for them; none begins any more. */
  async dispose(): Promise<void> {
    for (const stop of this.#stopListening) stop();
    this.#end.abort();
    await Promise.allSettled([...this.#running.values()].map(({ finished }) => finished));
  }

  /** One download a task; it begins when it is this window's turn. */
  #begin(taskId: string, untilOurs: (signal: AbortSignal) => Promise<void>): Promise<DownloadedFile> {
    const running = this.#running.get(taskId);
    if (running) return running.finished;
    const { locks } = this.#deps.ledger;
    const abort = new AbortController();
    const signal = AbortSignal.any([abort.signal, this.#end.signal]);
    const run = async (): Promise<DownloadedFile> => {
      await untilOurs(signal);
      try {
        signal.throwIfAborted();
        return await this.#run(taskId, signal);
      } finally {
        await locks.release(toTaskLock(taskId));
      }
    };
    const finished = run().finally(() => this.#running.delete(taskId));
    this.#running.set(taskId, { abort, finished, progress: { receivedBytes: 0 }, isFetching: false });
    return finished;
  }

  /** Ends a download that is this window's no more. */
  #abort(taskId: string): void {
    this.#running.get(taskId)?.abort.abort();
  }

  async #run(taskId: string, signal: AbortSignal): Promise<DownloadedFile> {
    const { ledger, hasAccount, freshLink, isLoopback, rootFolder, fetch, readFormat, nowMs } = this.#deps;
    const task = await ledger.advance(taskId, { kind: "downloadStarted" });
    // Another window was first.
    if (task?.state.kind === "downloaded") return task.state.file;
    if (task?.state.kind !== "downloading") throw new DownloadError({ code: "noLink" });
    const running = this.#running.get(taskId);
    if (running) running.isFetching = true;
    const names = toResultNames(task);
    const folder = join(rootFolder(), names.folder);
    try {
      if (!hasAccount(task.target.accountId)) throw new DownloadError({ code: "accountGone" });
      return await this.#deps.download({
        freshUrl: (of) => freshLink(taskId, of),
        folder,
        stem: names.stem,
        allowLoopback: await isLoopback(task.target.accountId),
        fetch,
        readFormat,
        signal,
        onProgress: (progress) => this.#note(taskId, progress),
        // The ledger last: what is cut off before is done again.
        onFile: async (named) => {
          const event = { kind: "downloaded", file: named } as const;
          const note = toResultNote(advanceTask(task, event), nowMs());
          await writeFileAtomically(join(folder, "task.json"), note);
          await ledger.advance(taskId, event);
        },
      });
    } catch (error) {
      const isInterrupted = signal.aborted && !(error instanceof DownloadError);
      const expireMs = Date.parse(task.state.record.expireTime ?? "");
      const problem = isInterrupted ? undefined : await toProblem(error, folder, expireMs < nowMs());
      // Whoever took the lock from a window that seemed dead fetches it now.
      if (ledger.locks.holds(toTaskLock(taskId))) {
        await ledger.advance(taskId, { kind: "downloadEnded", problem });
      }
      throw error;
    }
  }

  #toFolder(task: Task): string {
    if (task.state.kind === "downloaded") return dirname(task.state.file.path);
    return join(this.#deps.rootFolder(), toResultNames(task).folder);
  }

  #note(taskId: string, progress: DownloadProgress): void {
    const running = this.#running.get(taskId);
    if (!running) return;
    running.progress = progress;
    this.#progress.emit(taskId);
  }
}

function toParts(folder: string, task: Task): readonly string[] {
  const part = join(folder, `${toResultNames(task).stem}.part`);
  return [part, `${part}.json`];
}

async function toProblem(error: unknown, folder: string, isExpired: boolean): Promise<DownloadProblem> {
  const known = await toFileProblem(error, folder);
  if (known instanceof DownloadError) {
    const { problem } = known;
    // After its time no address will come that works.
    const isGone = isExpired && (problem.code === "noLink" || problem.code === "linkExpired");
    return isGone ? { ...problem, code: "resultGone" } : problem;
  }
  return { code: "cloud", ...(error instanceof CloudError && { systemCode: error.details.code }) };
}
