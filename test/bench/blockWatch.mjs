import { appendFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";

/*
 * Loaded into every process of a VS Code server (NODE_OPTIONS): the extension host among them writes how long its event
 * loop was kept at worst in each tenth of a second, in milliseconds, a line each, to the file of ECI_OPS_BENCH_BLOCKS.
 */

if (process.argv.some((word) => word.includes("extensionHost"))) {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  setInterval(() => {
    appendFileSync(process.env.ECI_OPS_BENCH_BLOCKS, `${Date.now()} ${(delays.max / 1e6).toFixed(1)}\n`);
    delays.reset();
  }, 100).unref();
}
