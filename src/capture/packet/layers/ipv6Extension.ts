/** So many extension headers of a packet are passed; what is behind them is data. Real packets have one or two. */
export const maxExtensionHeaders = 16;

/**
 * The length of the extension header at `at` whose number is `next` (RFC 8200 section 4, RFC 4302, RFC 6275, RFC 7401,
 * RFC 5533); 0 where it is none, Infinity where it is cut off before its length.
 */
export function toExtensionLength(next: number, bytes: Uint8Array, at: number, end: number): number {
  switch (next) {
    case 0:
    case 43:
    case 60:
    case 135:
    case 139:
    case 140:
      return at + 2 > end ? Infinity : 8 + 8 * (bytes[at + 1] ?? 0);
    case 44:
      return 8;
    case 51:
      return at + 2 > end ? Infinity : 8 + 4 * (bytes[at + 1] ?? 0);
    default:
      return 0;
  }
}
