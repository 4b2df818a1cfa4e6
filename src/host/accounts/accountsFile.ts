import { readFileSync, renameSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { AccountMemory } from "../../account/accountStore.ts";
import { createEmitter } from "../../eci/emitter.ts";
import { writeFileAtomically } from "../../task/atomicFile.ts";
import { sweepTemporaries } from "../../task/sweepTemporaries.ts";
import { watchFolder } from "../../task/watchFolder.ts";
import { WindowLocks } from "../../task/windowLocks.ts";

/**
 * The list of accounts in a file that all windows share, nothing secret in it; unlike the editor's own memento, a
 * change made by another window is noticed at once. A file that is no JSON is set aside as `*.damaged`.
 */
export class AccountsFile implements AccountMemory {
  readonly #path: string;
  readonly #changed = createEmitter<undefined>();
  readonly #stopWatching: () => void;
  #text = "{}";
  #locks: Promise<WindowLocks | undefined> | undefined;

  /** Opens the file, which need not exist, in a folder that does. */
  constructor(path: string) {
    this.#path = path;
    this.#reload();
    this.#stopWatching = watchFolder(dirname(path), (name) => {
      if (name === basename(path)) this.#reload();
    });
    sweepTemporaries(dirname(path), Date.now()).catch(() => undefined);
  }

  get(key: string): unknown {
    return (JSON.parse(this.#text) as Record<string, unknown>)[key];
  }

  async update(key: string, value: unknown): Promise<void> {
    const before = this.#read();
    const text = JSON.stringify({ ...(JSON.parse(before) as object), [key]: value }, undefined, 2);
    // Known before it is written: the watcher may see the new file before the write has told its end.
    this.#text = text;
    try {
      await writeFileAtomically(this.#path, text);
    } catch (error) {
      this.#text = before;
      throw error;
    }
  }

  /** Where the disk takes no lock, a change is made without one. */
  async exclusively<T>(change: () => Promise<T>): Promise<T> {
    this.#locks ??= WindowLocks.open(join(dirname(this.#path), "locks")).catch(() => undefined);
    const work = (): Promise<T> => {
      this.#reload();
      return change();
    };
    const locks = await this.#locks;
    return locks ? locks.run("accounts", work) : work();
  }

  /** Calls back after another window changed the file. */
  onChange(listener: () => void): () => void {
    return this.#changed.on(listener);
  }

  dispose(): void {
    this.#stopWatching();
    this.#locks?.then((locks) => locks?.dispose()).catch(() => undefined);
  }

  /** A file that cannot be read just now changes nothing. */
  #reload(): void {
    let text: string;
    try {
      text = this.#read();
    } catch {
      return;
    }
    if (text === this.#text) return;
    this.#text = text;
    this.#changed.emit(undefined);
  }

  /** Throws where there is a file that gives nothing: it would else be written over as an empty one. */
  #read(): string {
    let text: string;
    try {
      text = readFileSync(this.#path, "utf8");
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return "{}";
      throw error;
    }
    try {
      const value: unknown = JSON.parse(text);
      if (typeof value === "object" && value !== null && !Array.isArray(value)) return text;
    } catch {
      // Set aside below, with every other text that is no object.
    }
    renameSync(this.#path, `${this.#path}.damaged`);
    return "{}";
  }
}
