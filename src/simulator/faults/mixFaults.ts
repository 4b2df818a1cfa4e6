import { createRandom } from "../synthetic/random.ts";
import { chooseFault } from "./chooseFault.ts";
import type { Fault } from "./fault.ts";

/** Which faults to mix, how often and how. */
export type FaultMix = {
  /** From 0 (never) to 1 (every request). */
  readonly rate: number;
  readonly seed: number;
  readonly faults: readonly [Fault, ...Fault[]];
  /** Called for each request that meets a fault. */
  readonly onFault?: ((action: string) => void) | undefined;
};

/** Lets the given share of the requests meet one of the faults, chosen by the seed. */
export function mixFaults({ rate, seed, faults, onFault }: FaultMix): Fault {
  const random = createRandom(seed);
  return chooseFault((action) => {
    if (random.integer(0, 999_999) >= rate * 1_000_000) return undefined;
    onFault?.(action);
    return random.pick(faults);
  });
}
