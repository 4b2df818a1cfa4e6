import { measureHeldBytes } from "../calls/memory.ts";

type Sample = { readonly heldBytes: number; readonly handles: number };

/** What this process held in a quarter of a run, in the middle of its samples. */
export type Quarter = { readonly heldMib: number; readonly handles: number };

/** Samples of what this process holds, taken now and then. */
export type ProcessSamples = {
  take(): void;
  /** The first or the last quarter of the samples so far. */
  quarter(which: "first" | "last"): Quarter;
};

/** No samples yet; each counts the memory after a collection of garbage, and the sockets, files and timers. */
export function createProcessSamples(): ProcessSamples {
  const samples: Sample[] = [];
  const toMedian = (values: readonly number[]): number =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
  return {
    take: () => {
      const heldBytes = measureHeldBytes();
      samples.push({ heldBytes, handles: process.getActiveResourcesInfo().length });
    },
    quarter: (which) => {
      const count = Math.ceil(samples.length / 4);
      const part = which === "first" ? samples.slice(0, count) : samples.slice(-count);
      return {
        heldMib: toMedian(part.map(({ heldBytes }) => heldBytes)) / (1 << 20),
        handles: toMedian(part.map(({ handles }) => handles)),
      };
    },
  };
}
