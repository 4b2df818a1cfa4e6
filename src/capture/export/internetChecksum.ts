/** The sum of the 16-bit words from `from` to `to`, not folded (RFC 1071, section 4.1); an odd byte is the upper half of a word. */
export function toSum(bytes: Uint8Array, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at += 2) {
    sum += ((bytes[at] ?? 0) << 8) | (at + 1 < to ? (bytes[at + 1] ?? 0) : 0);
  }
  return sum;
}

/** The checksum of a sum: folded to 16 bits, and its complement. */
export function toChecksum(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 0x1_0000);
  return ~folded & 0xffff;
}
