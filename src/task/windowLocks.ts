import { randomUUID } from "node:crypto";
import { link, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createEmitter } from "../eci/emitter.ts";
import { isProcessGone } from "./isProcessGone.ts";

export type WindowLocksOptions = {
  /** How often a window shows that it lives, 5 s unless given. */
  readonly beatMs?: number;
  /** How long it may fail to before it counts as dead, 20 s unless given. */
  readonly staleMs?: number;
};

/** A window, and the process that it is. */
type Life = { readonly id: string; readonly pid: number; readonly host: string };

/** How long `run` waits for its turn unless told: steps take milliseconds, and a window that hangs must not stop the others. */
const stepPatienceMs = 3_000;
const retryMs = 10;
const settleMs = 50;

/**
 * What only one window at a time may do. Each window has a file `*.alive` of its own that names its process and whose
 * time moves on, and a lock is a link to it: no kill leaves a lock that does not say whose it is. A window is dead when
 * its process is gone from this computer, or when the file's time stood still for a while by the watcher's own steady
 * clock: a computer that slept, or two clocks that differ, kill nobody. Where locks can be neither written nor taken away
 * (a full disk, a read-only one) everybody gets what they ask for.
 */
export class WindowLocks {
  readonly #folder: string;
  readonly #id = randomUUID();
  /** What this window's files say. */
  readonly #life = JSON.stringify({ id: this.#id, pid: process.pid, host: hostname() });
  readonly #beatMs: number;
  readonly #staleMs: number;
  /** What this window holds, each time it was taken under a mark of its own. */
  readonly #held = new Map<string, symbol>();
  readonly #lost = createEmitter<string>();
  /** The last time of each other window's file, and since when by our steady clock. */
  readonly #seen = new Map<string, { readonly timeMs: number; readonly sinceMs: number }>();
  #timer: NodeJS.Timeout | undefined;

  private constructor(folder: string, { beatMs = 5_000, staleMs = 20_000 }: WindowLocksOptions) {
    this.#folder = folder;
    this.#beatMs = beatMs;
    this.#staleMs = staleMs;
  }

  /** Joins the windows that share the folder (made when missing) and sweeps out what dead ones left. */
  static async open(folder: string, options: WindowLocksOptions = {}): Promise<WindowLocks> {
    const locks = new WindowLocks(folder, options);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await locks.#showLife();
    await locks.#sweep();
    locks.#timer = setInterval(() => {
      locks.#beat().catch(() => undefined);
    }, locks.#beatMs).unref();
    return locks;
  }

  /** Takes a lock, also one of a dead window; false while a living one holds it, this one too. */
  async take(name: string): Promise<boolean> {
    if (this.#held.has(name)) return false;
    const path = this.#path(name);
    let isInherited = false;
    for (;;) {
      const made = await this.#make(path);
      if (made === "made") {
        // Of several heirs one may have moved another's fresh lock aside: the file then tells whose it is.
        if (isInherited) await wait(settleMs);
        if (isInherited && (await readText(path)) !== this.#life) return false;
      }
      if (made !== "exists") {
        this.#held.set(name, Symbol(name));
        return true;
      }
      const owner = await readText(path);
      if (owner === undefined) continue;
      if (await this.#lives(owner, path)) return false;
      if (!(await this.#remove(path, owner))) {
        this.#held.set(name, Symbol(name));
        return true;
      }
      isInherited = true;
    }
  }

  /** Whether this window holds the lock. */
  holds(name: string): boolean {
    return this.#held.has(name);
  }

  /** Gives a lock back; one that is not held stays as it is. */
  async release(name: string): Promise<void> {
    if (!this.#held.delete(name)) return;
    if ((await readText(this.#path(name))) === this.#life) await rm(this.#path(name), { force: true });
  }

  /** Does a short piece of work while no other window does any under the same name. */
  async run<T>(name: string, work: () => Promise<T>, patienceMs = stepPatienceMs): Promise<T> {
    const endMs = performance.now() + patienceMs;
    while (!(await this.take(name)) && performance.now() < endMs) await wait(retryMs);
    try {
      return await work();
    } finally {
      await this.release(name).catch(() => undefined);
    }
  }

  /** Calls back with the name of a lock that another window took because this one seemed dead. */
  onLost(listener: (name: string) => void): () => void {
    return this.#lost.on(listener);
  }

  /** Gives all locks back and leaves. */
  async dispose(): Promise<void> {
    clearInterval(this.#timer);
    for (const name of [...this.#held.keys()]) await this.release(name).catch(() => undefined);
    await rm(this.#alivePath(this.#id), { force: true }).catch(() => undefined);
  }

  async #beat(): Promise<void> {
    const now = new Date();
    await utimes(this.#alivePath(this.#id), now, now).catch(() => this.#showLife());
    for (const [name, mark] of [...this.#held]) {
      // While a file is read its lock may be given back, and taken again.
      const isStillHeld = () => this.#held.get(name) === mark;
      let owner = await readText(this.#path(name));
      if (!isStillHeld()) continue;
      // One that was deleted is made anew; where one stands by then, it may be what the beat before has just made.
      if (owner === undefined && (await this.#make(this.#path(name))) === "exists")
        owner = await readText(this.#path(name));
      if (owner === undefined || owner === this.#life || !isStillHeld()) continue;
      this.#held.delete(name);
      this.#lost.emit(name);
    }
  }

  /** Writes a lock of this window; one that cannot be written leaves nothing. */
  async #make(path: string): Promise<"made" | "exists" | "refused"> {
    try {
      await link(this.#alivePath(this.#id), path).catch((error: unknown) => {
        if (isCode(error, "EEXIST")) throw error;
        // Not every file system has links.
        return writeFile(path, this.#life, { flag: "wx", mode: 0o600 });
      });
      return "made";
    } catch (error) {
      if (isCode(error, "EEXIST")) return "exists";
      await rm(path, { force: true }).catch(() => undefined);
      return "refused";
    }
  }

  /** A file that is there is never written over, for the locks are links to it; one that a full disk tore goes at once. */
  async #showLife(): Promise<void> {
    const path = this.#alivePath(this.#id);
    await writeFile(path, this.#life, { flag: "wx", mode: 0o600 }).catch(async (error: unknown) => {
      if (!isCode(error, "EEXIST")) await rm(path, { force: true }).catch(() => undefined);
    });
  }

  async #lives(owner: string, lockPath: string): Promise<boolean> {
    if (owner === this.#life) return true;
    const life = parseLife(owner);
    if (life && isGone(life)) return false;
    // Where there are no links, a writer may have been killed before it came to its name: the lock's own time then tells.
    const path = life ? this.#alivePath(life.id) : lockPath;
    const times = await stat(path).catch(() => undefined);
    if (!times) return false;
    const nowMs = performance.now();
    const seen = this.#seen.get(path);
    if (seen?.timeMs !== times.mtimeMs) {
      this.#seen.set(path, { timeMs: times.mtimeMs, sinceMs: nowMs });
      return true;
    }
    return nowMs - seen.sinceMs < this.#staleMs;
  }

  /** Of two windows that find the same dead lock one must not remove what the other has just taken. False where nothing can be removed. */
  async #remove(path: string, owner: string): Promise<boolean> {
    const aside = `${path}.${randomUUID()}.stale`;
    try {
      await rename(path, aside);
    } catch (error) {
      return isCode(error, "ENOENT");
    }
    const moved = await readText(aside);
    if (moved !== undefined && moved !== owner) {
      await writeFile(path, moved, { flag: "wx", mode: 0o600 }).catch(() => undefined);
    }
    await rm(aside, { force: true }).catch(() => undefined);
    return true;
  }

  /** What cannot be removed stays. */
  async #sweep(): Promise<void> {
    for (const name of await readdir(this.#folder)) {
      const path = join(this.#folder, name);
      const life = name.endsWith(".alive") ? parseLife(await readText(path)) : undefined;
      const isDead = life && isGone(life);
      // Of a window that was killed while it removed a dead one's lock.
      const isStale = name.endsWith(".stale") && (await readAgeMs(path)) > this.#staleMs;
      if (isDead === true || isStale) await rm(path, { force: true }).catch(() => undefined);
    }
    for (const name of await readdir(this.#folder)) {
      const path = join(this.#folder, name);
      const owner = name.endsWith(".lock") ? await readText(path) : undefined;
      if (owner !== undefined && !(await this.#lives(owner, path))) await this.#remove(path, owner);
    }
  }

  #path(name: string): string {
    return join(this.#folder, `${name}.lock`);
  }

  #alivePath(id: string): string {
    return join(this.#folder, `${id}.alive`);
  }
}

/** What a file of a window says; undefined for one that is just being written, or that no window has written. */
function parseLife(text = ""): Life | undefined {
  try {
    const { id, pid, host } = Object(JSON.parse(text)) as Readonly<Record<keyof Life, unknown>>;
    const isLife = isUuid(id) && typeof pid === "number" && pid > 0 && typeof host === "string";
    return isLife ? { id, pid, host } : undefined;
  } catch {
    return undefined;
  }
}

function isUuid(value: unknown): value is string {
  return typeof value === "string" && /^[\da-f-]{36}$/.test(value);
}

/** Whether a window's process on this computer is gone; of another computer nothing is known. */
function isGone({ pid, host }: Life): boolean {
  return host === hostname() && isProcessGone(pid);
}

/** Undefined for a file that is not there; one that cannot be read names nobody. */
async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    return isCode(error, "ENOENT") ? undefined : "";
  }
}

async function readAgeMs(path: string): Promise<number> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
  return Date.now() - mtimeMs;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
