import type { StartTimer } from "../../../src/task/pollSchedule.ts";

/** Time that runs faster than this computer's: for the service and for the parts of a window alike. */
export type CompressedTime = {
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
  /** Milliseconds by a clock that never jumps. */
  readonly elapsedMs: () => number;
  readonly startTimer: StartTimer;
  /** Resolves after so many of its own seconds. */
  readonly wait: (seconds: number) => Promise<void>;
  /** Sets its wall clock ahead. */
  readonly skip: (seconds: number) => void;
};

/** Time that begins now and runs `factor` times as fast. */
export function createCompressedTime(factor: number): CompressedTime {
  const beginMs = Date.now();
  const begin = performance.now();
  let skippedMs = 0;
  const elapsedMs = () => (performance.now() - begin) * factor;
  return {
    nowMs: () => Math.floor(beginMs + elapsedMs() + skippedMs),
    elapsedMs,
    startTimer: (callback, delayMs) => {
      const timer = setTimeout(callback, delayMs / factor);
      return () => clearTimeout(timer);
    },
    wait: (seconds) => new Promise((resolve) => setTimeout(resolve, (seconds * 1000) / factor)),
    skip: (seconds) => {
      skippedMs += seconds * 1000;
    },
  };
}
