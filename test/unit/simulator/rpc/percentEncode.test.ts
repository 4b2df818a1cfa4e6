import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { percentEncode } from "../../../../src/simulator/rpc/percentEncode.ts";

describe("percentEncode", () => {
  it("encodes every byte that RFC 3986 does not call unreserved", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const expected = [...Buffer.from(text, "utf8")]
          .map((byte) => {
            const char = String.fromCharCode(byte);
            return /[A-Za-z0-9\-_.~]/u.test(char)
              ? char
              : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
          })
          .join("");
        assert.equal(percentEncode(text), expected);
      }),
    );
  });

  it("does not throw for half a surrogate pair", () => {
    assert.equal(percentEncode("\ud800"), "%EF%BF%BD");
  });
});
