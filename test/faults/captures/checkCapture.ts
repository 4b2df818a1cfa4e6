import { createRandom } from "../../../src/simulator/synthetic/random.ts";
import { checkReport, type Expectation } from "./checkReport.ts";
import { checkSession, sessionPasses } from "./checkSession.ts";
import type { FaultTry } from "../faultRow.ts";

/** A file with what must come out of it. */
export type HostileCapture = {
  readonly name: string;
  readonly bytes: Uint8Array;
  /**
   * What `bytes` are when they are decompressed, as far as they can be; `bytes` themselves where they are plain, and
   * undefined where nobody knows.
   */
  readonly plain: Uint8Array | undefined;
  readonly expected: Expectation;
};

/** Reads a capture with the shipped report and, where asked, opens it in a shipped session. */
export function toCaptureTry(capture: HostileCapture, seed: number, withSession: boolean): FaultTry {
  const { name, bytes, plain, expected } = capture;
  return {
    name: `seed ${seed}, ${name}`,
    bytes,
    plainBytes: plain?.length ?? 0,
    passes: withSession ? 1 + sessionPasses : 1,
    act: async () => {
      const report = await checkReport(bytes, plain?.length ?? Infinity, expected);
      if (withSession && plain) await checkSession(bytes, plain, report?.packets, createRandom(seed));
    },
  };
}
