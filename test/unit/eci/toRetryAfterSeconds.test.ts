import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toRetryAfterSeconds } from "../../../src/eci/toRetryAfterSeconds.ts";

describe("toRetryAfterSeconds", () => {
  it("reads seconds and dates, and nothing else", () => {
    const now = Date.UTC(2030, 0, 1, 0, 0, 0);
    const cases: readonly (readonly [unknown, number | undefined])[] = [
      ["0", 0],
      [" 120 ", 120],
      ["Tue, 01 Jan 2030 00:00:30 GMT", 30],
      ["Mon, 31 Dec 2029 23:00:00 GMT", 0],
      ["-1", undefined],
      ["1.5", undefined],
      ["soon", undefined],
      ["2030-01-01", undefined],
      ["99999999999", undefined],
      ["", undefined],
      [undefined, undefined],
      [["1"], undefined],
    ];
    for (const [header, seconds] of cases)
      assert.equal(toRetryAfterSeconds(header, now), seconds, String(header));
  });
});
