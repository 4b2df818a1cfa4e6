import { monitorEventLoopDelay } from "node:perf_hooks";
import { quantile } from "../../bench/median.ts";
import { isFull } from "../tries.ts";

/** What a piece of work costs this process. */
export type Load = {
  /** How much more memory the process had at most than at the beginning. */
  readonly grownMiB: number;
  /**
   * How long the event loop was kept from its timers, but for one time in a hundred. In a quick run, which other tests
   * share the processors with, the time of the processor that this thread took between two turns.
   */
  readonly delayP99Ms: number;
  /** The most updates in any one second. */
  readonly updatesPerSecond: number;
};

const memoryMs = 20;
const tickMs = 1;
const toMiB = (bytes: number) => bytes / 2 ** 20;

/** Does the work, which says each update, and samples the memory and the event loop meanwhile. */
export async function watchLoad(work: (update: () => void) => Promise<void>): Promise<Load> {
  const updates: number[] = [];
  const before = process.memoryUsage.rss();
  let peak = before;
  const sample = () => (peak = Math.max(peak, process.memoryUsage.rss()));
  const timers = [setInterval(sample, memoryMs), setInterval(() => tick(), tickMs)];
  // Times of the processor in this thread: what else runs on the computer delays the loop too, and is not the work's doing.
  const delaysMs: number[] = [];
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  let last = process.threadCpuUsage();
  const tick = () => {
    const { user, system } = process.threadCpuUsage(last);
    delaysMs.push((user + system) / 1000);
    last = process.threadCpuUsage();
  };
  try {
    await work(() => updates.push(performance.now()));
  } finally {
    delay.disable();
    timers.forEach((timer) => clearInterval(timer));
    tick();
    sample();
  }
  const inSecondFrom = (begin: number) => updates.filter((ms) => ms >= begin && ms < begin + 1000).length;
  return {
    grownMiB: toMiB(peak - before),
    delayP99Ms: isFull ? delay.percentile(99) / 1e6 : quantile(delaysMs, 0.99),
    updatesPerSecond: Math.max(0, ...updates.map(inSecondFrom)),
  };
}
