import { describe, it } from "node:test";
import { createFaultRow } from "../faultRow.ts";
import { toTries } from "../tries.ts";
import { toCaptureTry } from "./checkCapture.ts";
import { buildMutatedCapture, buildMutatedGzip } from "./mutateCapture.ts";

const firstSeed = 7_000_000;
/** One in so many is opened in a session too. */
const sessionShare = 9;

describe("F1: captures that are changed", () => {
  it("show what stands before the change, in a report and in a session", async () => {
    const row = createFaultRow("F1", "bits, bytes and regions changed");
    for (let index = 0; index < toTries(22_000, 200); index += 1) {
      const seed = firstSeed + index;
      await row.attempt(toCaptureTry(buildMutatedCapture(seed), seed, index % sessionShare === 0));
    }
    row.end();
  });

  it("are read as far as they can be decompressed", async () => {
    const row = createFaultRow("F1", "compressed bytes changed");
    for (let index = 0; index < toTries(2_000, 30); index += 1) {
      const seed = firstSeed + index;
      await row.attempt(toCaptureTry(buildMutatedGzip(seed), seed, false));
    }
    row.end();
  });
});
