/** An option of an IPv4 or TCP header. */
export type HeaderOption = {
  readonly kind: number;
  readonly at: number;
  /** With its kind and length bytes. */
  readonly lengthBytes: number;
  /** The length is wrong: the option takes all that is left. */
  readonly isBroken: boolean;
};

/**
 * The options between two places, as IPv4 (RFC 791 section 3.1) and TCP (RFC 9293 section 3.1) write them: kind 0 ends
 * the list, kind 1 is a byte alone, and all others have their length behind the kind.
 */
export function readOptions(bytes: Uint8Array, start: number, end: number): readonly HeaderOption[] {
  const options: HeaderOption[] = [];
  let at = start;
  while (at < end) {
    const kind = bytes[at] ?? 0;
    const stated = kind <= 1 ? 1 : at + 1 < end ? (bytes[at + 1] ?? 0) : 0;
    const isBroken = kind > 1 && (stated < 2 || at + stated > end);
    const lengthBytes = isBroken ? end - at : stated;
    options.push({ kind, at, lengthBytes, isBroken });
    if (kind === 0) break;
    at += lengthBytes;
  }
  return options;
}
