import { describe, it } from "node:test";
import { createFaultRow } from "../faultRow.ts";
import { toTries } from "../tries.ts";
import { toCaptureTry } from "./checkCapture.ts";
import { buildLargeCaptures } from "./largeCapture.ts";

const mebibyte = 1 << 20;

describe("F1: captures that are made to take long", () => {
  it("take 200 ms a MiB at most", async () => {
    const report = createFaultRow("F1", "what costs the most, in a report");
    const session = createFaultRow("F1", "what costs the most, in a session");
    let seed = 0;
    for (const capture of buildLargeCaptures(toTries(mebibyte, mebibyte / 64))) {
      seed += 1;
      await report.attempt(toCaptureTry(capture, seed, false));
      await session.attempt(toCaptureTry(capture, seed, true));
    }
    report.end();
    session.end();
  });
});
