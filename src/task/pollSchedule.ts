/** Calls back once after a delay, and gives the function that prevents it: Node's own timer, or a test's. */
export type StartTimer = (callback: () => void, delayMs: number) => () => void;

/** How a poll wants to be followed: not later than `atMostSeconds`, not sooner than `atLeastSeconds`. */
export type PollWish = {
  readonly atMostSeconds?: number | undefined;
  readonly atLeastSeconds?: number | undefined;
};

const growth = 1.5;
const slowestSeconds = 60;

type Entry = { delaySeconds: number; cancel: (() => void) | undefined; again: boolean };

/** Polls each key at its own pace, slower and slower; a key is never polled twice at once. */
export class PollSchedule {
  readonly #poll: (key: string) => Promise<PollWish>;
  readonly #startTimer: StartTimer;
  readonly #entries = new Map<string, Entry>();
  /** Also keys that are kept no more, or anew, while their poll is still under way. */
  readonly #running = new Set<string>();

  /** `poll` must not reject. */
  constructor(poll: (key: string) => Promise<PollWish>, startTimer: StartTimer) {
    this.#poll = poll;
    this.#startTimer = startTimer;
  }

  /** Polls exactly these keys from now on; a new key begins at its own number of seconds. */
  keep(keys: ReadonlyMap<string, number>): void {
    for (const [key, entry] of this.#entries) {
      if (keys.has(key)) continue;
      this.#clear(entry);
      this.#entries.delete(key);
    }
    for (const [key, firstSeconds] of keys) {
      if (this.#entries.has(key)) continue;
      const entry: Entry = { delaySeconds: firstSeconds, cancel: undefined, again: false };
      this.#entries.set(key, entry);
      if (!this.#running.has(key)) this.#arm(key, entry, firstSeconds);
    }
  }

  /** Polls a kept key now and starts its pace anew. */
  hurry(key: string, firstSeconds: number): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    entry.delaySeconds = firstSeconds;
    if (this.#running.has(key)) entry.again = true;
    else this.#arm(key, entry, 0);
  }

  dispose(): void {
    this.keep(new Map());
  }

  #arm(key: string, entry: Entry, seconds: number): void {
    this.#clear(entry);
    entry.cancel = this.#startTimer(() => {
      entry.cancel = undefined;
      this.#run(key).catch(() => undefined);
    }, seconds * 1000);
  }

  async #run(key: string): Promise<void> {
    this.#running.add(key);
    let wish: PollWish = {};
    try {
      wish = await this.#poll(key);
    } finally {
      this.#running.delete(key);
      const entry = this.#entries.get(key);
      if (entry) this.#armNext(key, entry, wish);
    }
  }

  #armNext(key: string, entry: Entry, wish: PollWish): void {
    const { again, delaySeconds } = entry;
    entry.again = false;
    entry.delaySeconds = Math.min(delaySeconds * growth, slowestSeconds);
    const wanted = again ? 0 : Math.min(delaySeconds, wish.atMostSeconds ?? Infinity);
    this.#arm(key, entry, Math.max(wanted, wish.atLeastSeconds ?? 0));
  }

  #clear(entry: Entry): void {
    entry.cancel?.();
    entry.cancel = undefined;
  }
}
