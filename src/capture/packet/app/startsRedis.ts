/** The digits of a length or count, with its sign; longer ones are no lengths. */
const maxDigits = 20;

/**
 * Whether a segment of Redis's port begins with a RESP value ("Redis serialization protocol specification"): its type,
 * then a number or a text, up to the line's end.
 */
export function startsRedis(bytes: Uint8Array, start: number, end: number): boolean {
  switch (bytes[start]) {
    case 0x2b: // + simple string
    case 0x2d: // - simple error
      return isTextLine(bytes, start + 1, end);
    case 0x21: // ! bulk error
    case 0x24: // $ bulk string
    case 0x25: // % map
    case 0x2a: // * array
    case 0x3a: // : integer
    case 0x3d: // = verbatim string
    case 0x3e: // > push
    case 0x7e: // ~ set
      return isNumberLine(bytes, start + 1, end);
    default:
      return false;
  }
}

function isTextLine(bytes: Uint8Array, from: number, end: number): boolean {
  for (let at = from; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x0d) return at > from && (at + 1 === end || bytes[at + 1] === 0x0a);
    if (byte < 0x20) return false;
  }
  return false;
}

function isNumberLine(bytes: Uint8Array, from: number, end: number): boolean {
  const last = Math.min(end, from + maxDigits);
  for (let at = from; at < last; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x0d) return at > from && (at + 1 === end || bytes[at + 1] === 0x0a);
    const isSign = at === from && (byte === 0x2d || byte === 0x2b);
    if (!isSign && (byte < 0x30 || byte > 0x39)) return false;
  }
  return false;
}
