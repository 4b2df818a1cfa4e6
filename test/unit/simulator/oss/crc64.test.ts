import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { createCrc64 } from "../../../../src/simulator/oss/crc64.ts";

/** Bit by bit, straight from the definition. */
function slowCrc64(bytes: Uint8Array): bigint {
  let crc = 0xffffffffffffffffn;
  for (const byte of bytes) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1n ? (crc >> 1n) ^ 0xc96c5795d7870f42n : crc >> 1n;
  }
  return crc ^ 0xffffffffffffffffn;
}

describe("createCrc64", () => {
  it("gives the check value of CRC-64/XZ", () => {
    const crc = createCrc64();
    crc.update(Buffer.from("123456789"));
    assert.equal(crc.value().toString(16), "995dc9bbdf1939fa");
  });

  it("gives 0 for nothing", () => {
    assert.equal(createCrc64().value(), 0n);
  });

  it("agrees with the definition however the bytes are cut", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 5 }), (pieces) => {
        const crc = createCrc64();
        for (const piece of pieces) crc.update(piece);
        assert.equal(crc.value(), slowCrc64(Buffer.concat(pieces)));
      }),
    );
  });
});
