import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findAdvice } from "../../../../src/task/tcpdump/advice.ts";
import { tcpdumpOptionsSchema } from "../../../../src/task/tcpdump/options.ts";
import { presets, userPresetSchema } from "../../../../src/task/tcpdump/presets.ts";

describe("presets", () => {
  it("are valid, end by themselves and say which replies are missing", () => {
    for (const [id, options] of Object.entries(presets)) {
      assert.deepEqual(tcpdumpOptionsSchema.parse(options), options, id);
      const codes = findAdvice(options, { regionWithoutTcpdump: false }).map((advice) => advice.code);
      assert.ok(!codes.includes("noLimit"), id);
      assert.equal(codes.includes("repliesFromPortMissing"), options.destPort !== undefined, id);
    }
  });
});

describe("userPresetSchema", () => {
  it("trims the name and takes 1 to 60 characters", () => {
    assert.equal(userPresetSchema.parse({ name: " mine ", options: {} }).name, "mine");
    for (const name of ["", "  ", "x".repeat(61)])
      assert.ok(!userPresetSchema.safeParse({ name, options: {} }).success, name);
  });

  it("refuses options that the form would refuse, and members that it does not know", () => {
    assert.ok(!userPresetSchema.safeParse({ name: "a", options: { destPort: 0 } }).success);
    assert.ok(!userPresetSchema.safeParse({ name: "a", options: {}, extra: 1 }).success);
  });
});
