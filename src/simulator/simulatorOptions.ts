import type { CaptureEngine, CoreDumpMaker } from "./engine.ts";
import type { Fault } from "./faults/fault.ts";
import type { OpsOptions } from "./ops/opsOptions.ts";

/** How a simulator is wanted; every field has a default. */
export type SimulatorOptions = {
  /** 0, the default, takes any free port. */
  readonly port?: number | undefined;
  readonly seed?: number | undefined;
  /** How many instances the world has, 40 by default. */
  readonly instances?: number | undefined;
  readonly regions?: readonly string[] | undefined;
  /** How long every answer waits, in milliseconds. */
  readonly latencyMs?: number | undefined;
  /** Calls that a key may make in a second before Throttling.User; without it any number. */
  readonly ratePerSecond?: number | undefined;
  /** Calls of single actions that the account may make in a second before Throttling.User; Alibaba's quotas by default. */
  readonly ratesPerSecond?: Readonly<Record<string, number>> | undefined;
  /** How often the world changes by itself in a minute; never by default. */
  readonly churnPerMinute?: number | undefined;
  /** By default `live` where it is available, else `synthetic`; an engine given here is disposed with the simulator. */
  readonly engine?: "live" | "synthetic" | CaptureEngine | undefined;
  readonly makeCoreDump?: CoreDumpMaker | undefined;
  /** The service's time in milliseconds since 1970, `Date.now` by default. */
  readonly clock?: (() => number) | undefined;
  /** Where a folder for the results is made, which `close` removes; the system's temporary folder by default. */
  readonly folder?: string | undefined;
  readonly ops?: Partial<OpsOptions> | undefined;
  /** What goes wrong on purpose; nothing by default. */
  readonly fault?: Fault | undefined;
};
