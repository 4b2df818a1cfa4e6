import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toSizeText } from "../../../../src/host/tasks/sizeText.ts";

describe("toSizeText", () => {
  it("writes sizes as the language does", () => {
    const texts = [0, 1, 999, 1500, 1_200_000, 1_073_741_824].map((bytes) => toSizeText(bytes, "en"));
    assert.deepEqual(texts, ["0 bytes", "1 byte", "999 bytes", "1.5 kB", "1.2 MB", "1.1 GB"]);
    assert.equal(toSizeText(1_200_000, "de"), "1,2 MB");
    assert.match(toSizeText(999, "zh-cn"), /999\s?字节/);
  });
});
