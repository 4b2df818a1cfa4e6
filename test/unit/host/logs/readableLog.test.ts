import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { toReadableLog } from "../../../../src/host/logs/readableLog.ts";

describe("a container's log made readable", () => {
  it("loses what colours a terminal, moves its cursor or names its window, and no word", () => {
    for (const [text, shown] of [
      ["\u001b[1;31merror\u001b[0m: no", "error: no"],
      ["\u001b[38;2;1;2;3mdeep\u001b[m \u001b[2K\u001b[1Gdone", "deep done"],
      ["\u001b]0;title\u0007text \u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\", "text link"],
      ["\u009b31mred", "red"],
      ["\u001b(Bplain\u001b7\u001b8", "plain"],
      ["\u001b]0;never ended\nnext", "\nnext"],
    ] as const)
      assert.equal(toReadableLog(text), shown);
  });

  it("shows every other control and every character that turns or hides text by its code", () => {
    assert.equal(
      toReadableLog("a\u202eb\u2066c\u0000d\u0007e\u2028f\ufeffg"),
      "a<U+202E>b<U+2066>c<U+0000>d<U+0007>e<U+2028>f<U+FEFF>g",
    );
    assert.equal(toReadableLog("\u{e0041}"), "<U+E0041>");
    assert.equal(toReadableLog("10%\r20%\r\nok"), "10%<U+000D>20%\nok");
    assert.equal(toReadableLog("\ud800x"), "\ufffdx");
  });

  it("leaves text alone: tabs, other scripts, emoji that are joined", () => {
    for (const text of [
      "a\tb",
      "日志 متن עברית",
      "👩\u200d🚀",
      '{"a":[1,2]}',
      "$(zap) [x](command:y) </script>",
    ])
      assert.equal(toReadableLog(text), text);
  });

  it("never throws, never adds a line, and has nothing more to do to its own text", () => {
    const unit = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("\u001b[", "\u001b]", "\u009b", "\r\n", "\n"),
    );
    fc.assert(
      fc.property(fc.array(unit), (parts) => {
        const text = parts.join("");
        const shown = toReadableLog(text);
        assert.doesNotMatch(shown, /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]/u);
        assert.equal(shown.split("\n").length, text.split("\n").length);
        assert.equal(toReadableLog(shown), shown);
      }),
      { numRuns: 10_000 },
    );
  });
});
