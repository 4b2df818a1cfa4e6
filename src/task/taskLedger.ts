import { mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import pLimit from "p-limit";
import { advanceTask, type TaskEvent } from "./advance.ts";
import { writeFileAtomically } from "./atomicFile.ts";
import { createEmitter } from "../eci/emitter.ts";
import { toRecordKey, type Task } from "./task.ts";
import { sweepTemporaries } from "./sweepTemporaries.ts";
import { parseTask, toTaskText } from "./taskSchema.ts";
import { watchFolder } from "./watchFolder.ts";
import { WindowLocks } from "./windowLocks.ts";

/** How long a forgotten task keeps its record from being found again. */
const forgottenDays = 90;
const dayMs = 86_400_000;
const watchDelayMs = 100;
/** Far under what a process may have open. */
const filesAtOnce = 32;

/** What changed: `before` is absent for a new task, `after` for one that is gone; `elsewhere`: another window did it. */
export type TaskChange = {
  readonly before?: Task | undefined;
  readonly after?: Task | undefined;
  readonly elsewhere: boolean;
};

/** The lock of the window that sends a task or fetches its result. */
export function toTaskLock(taskId: string): string {
  return `task-${taskId}`;
}

/**
 * The tasks that we know: in memory for readers, one file a task on disk. Each step is taken from what stands on disk,
 * by one window at a time, so that no window undoes what another did.
 */
export class TaskLedger {
  readonly #folder: string;
  /** What the windows that share this ledger agree by. */
  readonly locks: WindowLocks;
  readonly #tasks = new Map<string, Task>();
  readonly #changes = createEmitter<TaskChange>();
  readonly #stale = new Set<string>();
  readonly #damaged: string[] = [];
  /** Tasks whose last step the disk refused: memory is ahead of their files. */
  readonly #unsaved = new Set<string>();
  #queue: Promise<unknown> = Promise.resolve();
  #stopWatching: (() => void) | undefined;
  #watchTimer: NodeJS.Timeout | undefined;

  private constructor(folder: string, locks: WindowLocks) {
    this.#folder = folder;
    this.locks = locks;
  }

  /**
   * Reads the folder (made when missing) and follows what other windows write there. A file that is no task is
   * set aside as `*.damaged`. A request that was under way when its window died counts as unanswered.
   */
  static async open(folder: string, nowMs: number): Promise<TaskLedger> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const ledger = new TaskLedger(folder, await WindowLocks.open(join(folder, "locks")));
    await sweepTemporaries(folder, nowMs);
    const names = (await readdir(folder)).filter((name) => name.endsWith(".json"));
    // One after another they would each wait for an editor that is busy starting.
    await pLimit(filesAtOnce).map(names, (name) => ledger.#load(name, nowMs));
    ledger.#stopWatching = watchFolder(folder, (name) => ledger.#noteChange(name));
    // A full disk must not hide what is on it: readers see the step all the same.
    await ledger.freeAbandoned().catch(() => undefined);
    return ledger;
  }

  /** All tasks but the forgotten ones, newest first. */
  tasks(): readonly Task[] {
    return this.all().filter((task) => task.forgottenTime === undefined);
  }

  /** All tasks, forgotten ones too, newest first: what records are matched with. */
  all(): readonly Task[] {
    return [...this.#tasks.values()].sort(
      (a, b) => b.sentTime.localeCompare(a.sentTime) || b.id.localeCompare(a.id),
    );
  }

  get(id: string): Task | undefined {
    const task = this.#tasks.get(id);
    return task?.forgottenTime === undefined ? task : undefined;
  }

  /** Names of the files that were set aside because they could not be read. */
  get damaged(): readonly string[] {
    return this.#damaged;
  }

  /** Calls back after each change, also those of other windows. */
  onChange(listener: (change: TaskChange) => void): () => void {
    return this.#changes.on(listener);
  }

  /**
   * Adds a task, or gives the one that another window added under the same id; resolves when it is safely on disk,
   * rejects (and adds nothing) when it cannot be.
   */
  add(task: Task): Promise<Task> {
    return this.#enqueue(task.id, async () => {
      const known = this.#tasks.get(task.id);
      if (known) return known;
      await this.#write(task);
      this.#set(task);
      return task;
    });
  }

  /**
   * Takes a task one step further and gives what it is now; undefined when there is no such task. Readers see the
   * step even when the disk refuses it: the promise then rejects.
   */
  advance(id: string, event: TaskEvent): Promise<Task | undefined> {
    return this.#enqueue(id, async () => {
      const before = this.#tasks.get(id);
      if (!before) return undefined;
      const after = advanceTask(before, event);
      if (after === before) return before;
      this.#set(after);
      this.#unsaved.add(id);
      await this.#write(after);
      this.#unsaved.delete(id);
      return after;
    });
  }

  /** Takes a task off the list; its record is not found again. */
  forget(id: string, nowMs: number): Promise<void> {
    return this.#enqueue(id, async () => {
      const task = this.#tasks.get(id);
      if (!task) return;
      if (toRecordKey(task)) {
        const forgotten = { ...task, forgottenTime: new Date(nowMs).toISOString() };
        await this.#write(forgotten);
        this.#set(forgotten);
      } else {
        await this.#delete(task);
      }
    });
  }

  /** Removes a task that never came to be: the service refused it for the moment and nothing exists. */
  remove(id: string): Promise<void> {
    return this.#enqueue(id, async () => {
      const task = this.#tasks.get(id);
      if (task) await this.#delete(task);
    });
  }

  /**
   * Frees what a window that died was sending or fetching: its request counts as unanswered, its download as cut off.
   * What a living window does stays as it is.
   */
  async freeAbandoned(): Promise<void> {
    for (const { id, state } of this.all()) {
      if (state.kind !== "sending" && state.kind !== "downloading") continue;
      if (!(await this.locks.take(toTaskLock(id)))) continue;
      try {
        await this.advance(id, { kind: "reloaded" });
      } finally {
        await this.locks.release(toTaskLock(id));
      }
    }
  }

  /** Stops following other windows, waits for the last write and gives up the locks. */
  async dispose(): Promise<void> {
    this.#stopWatching?.();
    clearTimeout(this.#watchTimer);
    await this.#queue;
    await this.locks.dispose();
  }

  /** Work on one task, after all that was asked for before, with what other windows wrote of it taken in. */
  #enqueue<T>(id: string, work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(() =>
      this.locks.run(`step-${id}`, async () => {
        await this.#takeIn(id);
        return work();
      }),
    );
    this.#queue = result.catch(() => undefined);
    return result;
  }

  async #write(task: Task): Promise<void> {
    await writeFileAtomically(this.#path(task.id), toTaskText(task));
  }

  async #delete(task: Task): Promise<void> {
    await rm(this.#path(task.id), { force: true });
    this.#tasks.delete(task.id);
    this.#changes.emit({ before: task, elsewhere: false });
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.json`);
  }

  #set(task: Task, elsewhere = false): void {
    const before = this.#tasks.get(task.id);
    this.#tasks.set(task.id, task);
    this.#changes.emit({ before, after: task, elsewhere });
  }

  async #load(name: string, nowMs: number): Promise<void> {
    const path = join(this.#folder, name);
    let task: Task;
    try {
      task = parseTask(await readFile(path, "utf8"));
      if (`${task.id}.json` !== name) throw new Error("The file is named after another task.");
    } catch (error) {
      if (isMissing(error)) return;
      this.#damaged.push(name);
      // What the disk does not give may be whole.
      if (!isSystemError(error)) await rename(path, `${path}.damaged`).catch(() => undefined);
      return;
    }
    if (task.forgottenTime && Date.parse(task.forgottenTime) < nowMs - forgottenDays * dayMs) {
      await rm(path, { force: true }).catch(() => undefined);
      return;
    }
    this.#tasks.set(task.id, task);
  }

  #noteChange(name: string): void {
    if (!name.endsWith(".json")) return;
    this.#stale.add(name);
    this.#watchTimer ??= setTimeout(() => {
      this.#watchTimer = undefined;
      this.#queue = this.#queue.then(() => this.#reload());
    }, watchDelayMs);
  }

  async #reload(): Promise<void> {
    const names = [...this.#stale];
    this.#stale.clear();
    for (const name of names) await this.#takeIn(name.slice(0, -".json".length));
  }

  /** Takes over what another window wrote of a task; what cannot be read changes nothing. */
  async #takeIn(id: string): Promise<void> {
    if (this.#unsaved.has(id)) return;
    const before = this.#tasks.get(id);
    try {
      const text = await readFile(this.#path(id), "utf8");
      if (before && toTaskText(before) === text) return;
      const task = parseTask(text);
      if (task.id === id) this.#set(task, true);
    } catch (error) {
      // Where the whole folder is gone nobody took this task off.
      if (!isMissing(error) || !before || !(await stat(this.#folder).catch(() => undefined))) return;
      this.#tasks.delete(id);
      this.#changes.emit({ before, elsewhere: true });
    }
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error;
}

function isMissing(error: unknown): boolean {
  return isSystemError(error) && error.code === "ENOENT";
}
