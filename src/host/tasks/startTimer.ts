import type { StartTimer } from "../../task/pollSchedule.ts";

/** The computer's own timers. */
export const startTimer: StartTimer = (callback, delayMs) => {
  const timer = setTimeout(callback, delayMs);
  return () => clearTimeout(timer);
};
