import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { createCrc64 } from "../../../../src/task/download/crc64.ts";

/** The definition, bit by bit, in BigInt: slow and plain. */
function slowCrc64(bytes: Uint8Array): string {
  let crc = 0xffffffffffffffffn;
  for (const byte of bytes) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ 0xc96c5795d7870f42n : crc >> 1n;
  }
  return (crc ^ 0xffffffffffffffffn).toString();
}

describe("createCrc64", () => {
  it("gives the published check value", () => {
    const crc = createCrc64();
    crc.update(new TextEncoder().encode("123456789"));
    assert.equal(BigInt(crc.digest()), 0x995dc9bbdf1939fan);
  });

  it("equals the definition wherever the bytes begin in their buffer", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(9), (bytes, offset) => {
        const crc = createCrc64();
        crc.update(bytes.subarray(offset));
        assert.equal(crc.digest(), slowCrc64(bytes.subarray(offset)));
      }),
    );
  });

  it("equals the definition however the bytes are cut", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 }), (pieces) => {
        const crc = createCrc64();
        for (const piece of pieces) crc.update(piece);
        assert.equal(crc.digest(), slowCrc64(Buffer.concat(pieces)));
      }),
    );
  });
});
