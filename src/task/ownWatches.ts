import { toWatchLock } from "./taskWatch.ts";
import type { WindowLocks } from "./windowLocks.ts";

/** What this window asks the service about, and the other windows do not. */
export class OwnWatches {
  readonly #locks: WindowLocks;
  readonly #keys = new Set<string>();

  constructor(locks: WindowLocks) {
    this.#locks = locks;
  }

  /** Whether this window asks about it, from now on or already; false while another living one does. */
  async claim(key: string): Promise<boolean> {
    const lock = toWatchLock(key);
    if (!this.#locks.holds(lock) && !(await this.#locks.take(lock))) return false;
    this.#keys.add(key);
    return true;
  }

  /** Leaves it to the others. */
  release(key: string): void {
    if (!this.#keys.delete(key)) return;
    this.#locks.release(toWatchLock(key)).catch(() => undefined);
  }

  /** Leaves all but these. */
  keep(keys: ReadonlyMap<string, unknown>): void {
    for (const key of [...this.#keys]) if (!keys.has(key)) this.release(key);
  }
}
