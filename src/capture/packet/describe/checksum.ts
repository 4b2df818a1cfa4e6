/** The sum of 16-bit words that the Internet checksum (RFC 1071) is made of; an odd last byte counts as followed by 0. */
export function toWordSum(bytes: Uint8Array, start: number, end: number): number {
  let sum = 0;
  for (let at = start; at < end; at += 2) {
    sum += ((bytes[at] ?? 0) << 8) | (at + 1 < end ? (bytes[at + 1] ?? 0) : 0);
  }
  return sum;
}

/** What the checksum of a header should be, by the sum over it with the `found` one in place. */
export function toExpectedChecksum(sumWithFound: number, found: number): number {
  let sum = sumWithFound - found;
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x1_0000);
  return ~sum & 0xffff;
}
