import pLimit from "p-limit";
import { untilAborted, waitFor } from "./untilAborted.ts";

/** Lets calls through no faster than an account may make them. */
export type CallPace = <T>(call: () => Promise<T>, signal: AbortSignal) => Promise<T>;

/** How fast calls may go: at most so many under way, and so many that the service hears in any second. */
export type PaceLimit = { readonly atOnce: number; readonly perSecond: number };

/**
 * What stays a tenth below the quotas that Alibaba documents for an account: 10,000 calls in 60 s for
 * DescribeContainerGroupStatus and 2,000 for DescribeContainerGroups. Others publish none.
 */
const quotas: ReadonlyMap<string, PaceLimit> = new Map([
  ["DescribeContainerGroupStatus", { atOnce: 24, perSecond: 150 }],
  ["DescribeContainerGroups", { atOnce: 16, perSecond: 30 }],
]);
const usualLimit: PaceLimit = { atOnce: 5, perSecond: 10 };

/** Answers that come together are read one after the other: so long apart, no reading waits for another. */
const gapMs = 5;

/**
 * Makes one pace: calls go in the order in which they came. A caller that aborts gets the signal's reason at once, also
 * while it waits.
 */
export function createCallPace({ atOnce, perSecond }: PaceLimit = usualLimit): CallPace {
  const limit = pLimit(atOnce);
  /** When each of a second's places is free, on the monotonic clock in milliseconds, the soonest first. */
  const places = Array.from({ length: perSecond }, () => 0);
  let nextStartMs = 0;

  return (call, signal) =>
    untilAborted(
      limit(async () => {
        signal.throwIfAborted();
        const now = performance.now();
        const startMs = Math.max(places.shift() ?? 0, nextStartMs, now);
        nextStartMs = startMs + gapMs;
        try {
          if (startMs > now) await waitFor(startMs - now, signal);
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

/** How long an account whose calls were refused as too many is asked at the usual pace alone. */
const slowForMs = 60_000;

/** The paces of one account. */
export type AccountPace = {
  /** The pace of an action: its own where its quota is known, else the one that all others share. */
  of(action: string): CallPace;
  /** Notes that the service refused a call as one too many: somebody else uses up the quota, or it is another. */
  slowDown(): void;
};

/** Makes the paces of one account, which is at first refused nothing. */
export function createAccountPace(): AccountPace {
  const paces = new Map([...quotas].map(([action, limit]) => [action, createCallPace(limit)]));
  const others = createCallPace();
  let slowUntilMs = 0;
  return {
    of: (action) => (performance.now() < slowUntilMs ? others : (paces.get(action) ?? others)),
    slowDown() {
      slowUntilMs = performance.now() + slowForMs;
    },
  };
}
