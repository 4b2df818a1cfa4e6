/** The largest shift that is valid (RFC 7323, section 2.3). */
const maxShift = 14;

/** The window scale that TCP options in `bytes[start]` to `bytes[end - 1]` offer, at most 14; -1 for none. */
export function readWindowScale(bytes: Uint8Array, start: number, end: number): number {
  let shift = -1;
  let at = start;
  while (at < end) {
    const kind = bytes[at] ?? 0;
    if (kind === 0) break;
    if (kind === 1) {
      at += 1;
      continue;
    }
    const length = at + 1 < end ? (bytes[at + 1] ?? 0) : 0;
    if (length < 2 || at + length > end) break;
    if (kind === 3 && length === 3) shift = Math.min(bytes[at + 2] ?? 0, maxShift);
    at += length;
  }
  return shift;
}
