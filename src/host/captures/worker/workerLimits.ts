import type { ResourceLimits } from "node:worker_threads";

/**
 * How much memory a worker's short-lived objects may take before they are cleared away. V8's own limit is six times
 * as much, which a capture of 1 GiB with its index of some 50 MiB does not need.
 */
export const workerLimits: ResourceLimits = { maxYoungGenerationSizeMb: 8 };
