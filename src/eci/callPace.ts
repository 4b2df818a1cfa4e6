import pLimit from "p-limit";
import { untilAborted, waitFor } from "./untilAborted.ts";

/** Lets calls through no faster than an account may make them. */
export type CallPace = <T>(call: () => Promise<T>, signal: AbortSignal) => Promise<T>;

/**
 * Makes the pace of one account: at most `atOnce` calls under way and, where that is fewer, at most `perSecond` that
 * the service hears in any second, in the order in which they came. A caller that aborts gets the signal's reason at
 * once, also while it waits.
 */
export function createCallPace({ atOnce = 5, perSecond = 10 } = {}): CallPace {
  const limit = pLimit(atOnce);
  /** When each of a second's places is free, on the monotonic clock in milliseconds, the soonest first. */
  const places = Array.from({ length: perSecond }, () => 0);

  return (call, signal) =>
    untilAborted(
      limit(async () => {
        signal.throwIfAborted();
        const delay = (places.shift() ?? 0) - performance.now();
        try {
          if (delay > 0) await waitFor(delay, signal);
          return await call();
        } finally {
          // From its end: when the service heard of it, a connection later than it began here, nobody can tell.
          // Timers may be some milliseconds early.
          places.push(performance.now() + 1005);
        }
      }),
      signal,
    );
}
