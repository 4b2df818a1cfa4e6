import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { fillText } from "../../../src/protocol/fillText.ts";

describe("fillText", () => {
  it("puts values where their names stand, in any order and more than once", () => {
    assert.equal(fillText("{b} before {a}, {b} again", { a: "A", b: "B" }), "B before A, B again");
  });

  it("leaves a placeholder without a value, also one named like a member of every object", () => {
    assert.equal(fillText("{missing} {constructor} {0}", { a: "A" }), "{missing} {constructor} {0}");
  });

  it("never looks for placeholders in a value, whatever the value holds", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (first, second) => {
        assert.equal(fillText("<{a}|{b}>", { a: `{b}${first}$&`, b: second }), `<{b}${first}$&|${second}>`);
      }),
    );
  });
});
