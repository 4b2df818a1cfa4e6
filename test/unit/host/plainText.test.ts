import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { toPlainText } from "../../../src/host/plainText.ts";

describe("toPlainText", () => {
  it("keeps ordinary names as they are", () => {
    for (const name of ["web-1", "支付服务", "a b", "x (1)", "50 $"]) {
      assert.equal(toPlainText(name).replaceAll("\u200b", ""), name);
    }
  });

  it("leaves no link, icon, control or bidirectional character in a text, nor in two side by side", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "[x](command:eciOps.removeAccount)",
        "[x]",
        "(command:a)",
        "$(sync~spin)",
        "$",
        "(zap)",
      ),
      fc.constantFrom("\u202e", "\u0000", "\u001b[31m", "\n", "\u2066", "</script>", "{0}", "\ud800"),
      fc.string(),
    );
    const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(text, text, (left, right) => {
        const shown = toPlainText(left) + toPlainText(right);
        assert.doesNotMatch(shown, /\]\(/u);
        assert.doesNotMatch(shown, /\$\(/u);
        assert.doesNotMatch(shown.replaceAll("\u200b", ""), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        assert.ok(shown.isWellFormed());
      }),
      { numRuns: 2000 },
    );
  });

  it("cuts a text of a megabyte to its length and says so", () => {
    const shown = toPlainText("x".repeat(1 << 20), 50);
    assert.equal(shown.length, 50);
    assert.ok(shown.endsWith("…"));
  });
});
