import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toPlainJson, TooDeepError } from "../../../src/eci/toPlainJson.ts";

function nest(levels: number): unknown {
  let value: unknown = "core";
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { in: value };
  return value;
}

describe("toPlainJson", () => {
  it("copies what is nested as deep as an answer may be, and refuses what goes deeper", () => {
    assert.deepEqual(toPlainJson(nest(100)), nest(100));
    assert.throws(() => toPlainJson(nest(102)), TooDeepError);
    assert.throws(() => toPlainJson(nest(50_000)), TooDeepError);
  });
});
