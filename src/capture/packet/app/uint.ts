/** The 16 bits at `at` in network order; bytes at `end` and behind it count as 0. */
export function toUint16(bytes: Uint8Array, at: number, end: number): number {
  return (toByte(bytes, at, end) << 8) | toByte(bytes, at + 1, end);
}

/** The 32 bits at `at` in network order, without a sign; bytes at `end` and behind it count as 0. */
export function toUint32(bytes: Uint8Array, at: number, end: number): number {
  return toUint16(bytes, at, end) * 65_536 + toUint16(bytes, at + 2, end);
}

/** The little-endian number of so many bytes, at most 6; bytes at `end` and behind it count as 0. */
export function toUintLittle(bytes: Uint8Array, at: number, sizeBytes: number, end: number): number {
  let value = 0;
  for (let index = sizeBytes - 1; index >= 0; index -= 1)
    value = value * 256 + toByte(bytes, at + index, end);
  return value;
}

function toByte(bytes: Uint8Array, at: number, end: number): number {
  return at < end ? (bytes[at] ?? 0) : 0;
}
