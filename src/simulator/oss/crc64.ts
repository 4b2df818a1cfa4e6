/** The polynomial of ECMA-182, bits reversed, as two halves of 32 bits: what OSS computes (x-oss-hash-crc64ecma). */
const polynomialHigh = 0xc96c5795;
const polynomialLow = 0xd7870f42;

const tables = buildTables();

function buildTables(): { readonly high: Uint32Array; readonly low: Uint32Array } {
  const high = new Uint32Array(256);
  const low = new Uint32Array(256);
  for (let index = 0; index < 256; index += 1) {
    let h = 0;
    let l = index;
    for (let bit = 0; bit < 8; bit += 1) {
      const odd = l & 1;
      l = ((l >>> 1) | (h << 31)) >>> 0;
      h >>>= 1;
      if (odd === 1) {
        h = (h ^ polynomialHigh) >>> 0;
        l = (l ^ polynomialLow) >>> 0;
      }
    }
    high[index] = h;
    low[index] = l;
  }
  return { high, low };
}

/** A CRC-64 that grows with the data. */
export type Crc64 = {
  update(bytes: Uint8Array): void;
  /** The value so far. */
  value(): bigint;
};

/** CRC-64/XZ (ECMA-182 reflected, all ones in and out): "123456789" gives 0x995dc9bbdf1939fa. */
export function createCrc64(): Crc64 {
  const { high, low } = tables;
  let h = 0xffffffff;
  let l = 0xffffffff;
  return {
    update(bytes) {
      // Half the time that an iterator takes: results may be as large as 1 GiB.
      for (let at = 0; at < bytes.length; at += 1) {
        const index = (l ^ (bytes[at] ?? 0)) & 0xff;
        l = ((l >>> 8) | (h << 24)) ^ (low[index] ?? 0);
        h = (h >>> 8) ^ (high[index] ?? 0);
      }
    },
    value: () => (BigInt(~h >>> 0) << 32n) | BigInt(~l >>> 0),
  };
}
