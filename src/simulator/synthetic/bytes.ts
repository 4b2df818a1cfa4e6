/** What `buildBytes` takes: octets, bytes, or text that becomes UTF-8. */
export type BytePart = readonly number[] | Uint8Array | string;

/** Puts the parts in a row. */
export function buildBytes(...parts: readonly BytePart[]): Uint8Array {
  const pieces = parts.map((part) =>
    typeof part === "string" ? new TextEncoder().encode(part) : Uint8Array.from(part),
  );
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** A 16-bit number in network order. */
export function toUint16(value: number): readonly number[] {
  return [(value >>> 8) & 255, value & 255];
}

/** A 32-bit number in network order. */
export function toUint32(value: number): readonly number[] {
  return [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}
