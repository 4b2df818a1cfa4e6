import pLimit from "p-limit";
import { untilAborted, waitFor } from "./untilAborted.ts";

/** Lets calls through no faster than an account may make them. */
export type CallPace = <T>(call: () => Promise<T>, signal: AbortSignal) => Promise<T>;

/**
 * Makes the pace of one account: at most `atOnce` calls under way and at most `perSecond` begun in any second, in the
 * order in which they came. A caller that aborts gets the signal's reason at once, also while it waits.
 */
export function createCallPace({ atOnce = 5, perSecond = 10 } = {}): CallPace {
  const limit = pLimit(atOnce);
  const starts: number[] = [];

  /** Reserves the next free moment, in milliseconds of the monotonic clock. */
  function reserveStart(): number {
    const now = performance.now();
    const oldest = starts.length < perSecond ? undefined : starts.shift();
    // 20 ms more than a second: timers and the network shift two calls against each other.
    const start = oldest === undefined ? now : Math.max(now, oldest + 1020);
    starts.push(start);
    return start;
  }

  return (call, signal) =>
    untilAborted(
      limit(async () => {
        signal.throwIfAborted();
        const start = reserveStart();
        const delay = start - performance.now();
        if (delay > 0) await waitFor(delay, signal);
        return await call();
      }),
      signal,
    );
}
