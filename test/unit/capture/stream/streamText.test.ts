import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toHexLines, toStreamText } from "../../../../src/capture/stream/streamText.ts";

const encode = (text: string) => new TextEncoder().encode(text);

describe("a stream's text", () => {
  it("keeps lines, tabs and what can be printed, and shows the rest as dots", () => {
    assert.equal(toStreamText(encode("a\r\nb\rc\nd\te\u0000\u001b[1m")), "a\nb\nc\nd\te..[1m");
    assert.equal(toStreamText(encode("naïve 漢字 😀")), "naïve 漢字 😀");
    assert.equal(toStreamText(Uint8Array.of(0x61, 0xff, 0xc3, 0x28, 0xe6, 0xbc)), "a..(.");
    assert.equal(toStreamText(encode("a\u202eb\u200bc\ufeffd\u2028e")), "a.b.c.d.e");
  });

  it("is lines of 16 bytes in hexadecimal", () => {
    const lines = toHexLines(encode("GET / HTTP/1.1\r\nHi"), 0x20).split("\n");
    assert.deepEqual(lines, [
      "00000020  47 45 54 20 2f 20 48 54  54 50 2f 31 2e 31 0d 0a  GET / HTTP/1.1..",
      "00000030  48 69                                             Hi",
    ]);
    assert.equal(toHexLines(new Uint8Array(), 0), "");
  });
});
