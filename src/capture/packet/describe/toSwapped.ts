/** A 16-bit number read in the other byte order. */
export function toSwapped(value: number): number {
  return ((value & 0xff) << 8) | (value >> 8);
}
