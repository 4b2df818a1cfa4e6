import { chooseFault } from "../../../src/simulator/faults/chooseFault.ts";
import type { Fault } from "../../../src/simulator/faults/fault.ts";
import type { SimulatorOptions } from "../../../src/simulator/simulatorOptions.ts";
import { startSimulator, type Simulator } from "../../../src/simulator/startSimulator.ts";

/** A request as the service saw it. */
export type SeenRequest = { readonly action: string; readonly atMs: number };

/** A simulator whose faults change as a test goes on, and which counts what it is asked. */
export type FaultySimulator = {
  readonly simulator: Simulator;
  /** Every request since the last `forget`, whatever became of it. */
  readonly requests: readonly SeenRequest[];
  count(action: string): number;
  forget(): void;
  /** What happens to the requests from now on; nothing goes wrong without it. */
  setFault(fault: ((action: string) => Fault | undefined) | undefined): void;
  [Symbol.asyncDispose](): Promise<void>;
};

/** Starts one with made-up captures. */
export async function startFaultySimulator(options: SimulatorOptions = {}): Promise<FaultySimulator> {
  const requests: SeenRequest[] = [];
  let choose: ((action: string) => Fault | undefined) | undefined;
  const fault = chooseFault((action) => {
    requests.push({ action, atMs: performance.now() });
    return choose?.(action);
  });
  const simulator = await startSimulator({ engine: "synthetic", ...options, fault });
  return {
    simulator,
    requests,
    count: (action) => requests.filter((request) => request.action === action).length,
    forget: () => void requests.splice(0),
    setFault: (next) => void (choose = next),
    [Symbol.asyncDispose]: () => simulator.close(),
  };
}
