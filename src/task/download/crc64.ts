/** A CRC-64 that is fed piece by piece. */
export type Crc64 = {
  update(bytes: Uint8Array): void;
  /** The value so far, unsigned decimal, as `x-oss-hash-crc64ecma` writes it. */
  digest(): string;
};

/** 0x42f0e1eba9ea3693 with its bits reversed (ECMA-182, as OSS and xz use it), in two halves of 32 bits. */
const polynomialHigh = 0xc96c5795;
const polynomialLow = 0xd7870f42;
const slices = 8;

/** Slice k holds the CRC of a byte that k zero bytes follow. */
function buildTables(): { readonly high: Int32Array; readonly low: Int32Array } {
  const high = new Int32Array(slices * 256);
  const low = new Int32Array(slices * 256);
  for (let byte = 0; byte < 256; byte++) {
    let h = 0;
    let l = byte;
    for (let bit = 0; bit < 8; bit++) {
      const odd = l & 1;
      l = (l >>> 1) | (h << 31);
      h >>>= 1;
      if (odd) {
        h ^= polynomialHigh;
        l ^= polynomialLow;
      }
    }
    high[byte] = h;
    low[byte] = l;
  }
  for (let index = 256; index < slices * 256; index++) {
    const h = at(high, index - 256);
    const l = at(low, index - 256);
    high[index] = (h >>> 8) ^ at(high, l & 255);
    low[index] = ((l >>> 8) | (h << 24)) ^ at(low, l & 255);
  }
  return { high, low };
}

let tables: ReturnType<typeof buildTables> | undefined;

/** CRC-64/XZ: ECMA-182, reflected, all ones before and after; "123456789" gives 0x995dc9bbdf1939fa. */
export function createCrc64(): Crc64 {
  const { high, low } = (tables ??= buildTables());
  let stateHigh = -1;
  let stateLow = -1;
  const addBytes = (bytes: Uint8Array) => {
    for (const byte of bytes) {
      const entry = (stateLow ^ byte) & 255;
      stateLow = ((stateLow >>> 8) | (stateHigh << 24)) ^ at(low, entry);
      stateHigh = (stateHigh >>> 8) ^ at(high, entry);
    }
  };
  return {
    update(bytes) {
      // Words are read one and a half times as fast as bytes. The editor runs on little-endian computers only.
      const begin = Math.min(-bytes.byteOffset & 3, bytes.length);
      const count = (bytes.length - begin) >>> 3;
      const words = new Int32Array(bytes.buffer, count > 0 ? bytes.byteOffset + begin : 0, count * 2);
      addBytes(bytes.subarray(0, begin));
      let h = stateHigh;
      let l = stateLow;
      for (let index = 0; index < words.length; index += 2) {
        const a = l ^ at(words, index);
        const b = h ^ at(words, index + 1);
        const i0 = 1792 + (a & 255);
        const i1 = 1536 + ((a >>> 8) & 255);
        const i2 = 1280 + ((a >>> 16) & 255);
        const i3 = 1024 + (a >>> 24);
        const i4 = 768 + (b & 255);
        const i5 = 512 + ((b >>> 8) & 255);
        const i6 = 256 + ((b >>> 16) & 255);
        const i7 = b >>> 24;
        h =
          at(high, i0) ^
          at(high, i1) ^
          at(high, i2) ^
          at(high, i3) ^
          at(high, i4) ^
          at(high, i5) ^
          at(high, i6) ^
          at(high, i7);
        l =
          at(low, i0) ^
          at(low, i1) ^
          at(low, i2) ^
          at(low, i3) ^
          at(low, i4) ^
          at(low, i5) ^
          at(low, i6) ^
          at(low, i7);
      }
      stateHigh = h;
      stateLow = l;
      addBytes(bytes.subarray(begin + words.byteLength));
    },
    digest() {
      return ((BigInt(~stateHigh >>> 0) << 32n) | BigInt(~stateLow >>> 0)).toString();
    },
  };
}

/** The compiler cannot see that every index above is inside its table. */
function at(table: Int32Array, index: number): number {
  return table[index] ?? 0;
}
