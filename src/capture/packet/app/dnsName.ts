/** A domain name, and where what follows it stands. */
export type DnsName = { readonly text: string; readonly next: number };

/** RFC 1035, section 2.3.4: octets with the lengths of the labels. */
const maxNameBytes = 255;

/**
 * Reads a domain name (RFC 1035, sections 3.1 and 4.1.4) of the message in `bytes[start]` to `bytes[end - 1]`: without
 * the last dot, odd octets as `\.` or `\DDD` (section 5.1), the root as `<Root>`. Undefined where it is cut off, too
 * long, or its pointers do not lead backwards.
 */
export function readDnsName(bytes: Uint8Array, start: number, end: number, at: number): DnsName | undefined {
  let place = at;
  // Every pointer must lead before the piece that it stands in, as RFC 1035 has it ("prior occurrence"): no loop.
  let pieceStart = at;
  let next = -1;
  let length = 1;
  let text = "";
  while (place < end) {
    const head = bytes[place] ?? 0;
    if (head === 0) return { text: text === "" ? "<Root>" : text, next: next < 0 ? place + 1 : next };
    if (head >= 0xc0) {
      if (place + 1 >= end) return undefined;
      const target = start + (((head & 0x3f) << 8) | (bytes[place + 1] ?? 0));
      if (target >= pieceStart) return undefined;
      if (next < 0) next = place + 2;
      place = target;
      pieceStart = target;
      continue;
    }
    length += head + 1;
    if (head >= 0x40 || length > maxNameBytes) return undefined;
    text = `${text}${text === "" ? "" : "."}${toLabelText(bytes, place + 1, place + 1 + head)}`;
    place += 1 + head;
  }
  return undefined;
}

function toLabelText(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x2e || byte === 0x5c) text += `\\${String.fromCharCode(byte)}`;
    else if (byte > 0x20 && byte < 0x7f) text += String.fromCharCode(byte);
    else text += `\\${String(byte).padStart(3, "0")}`;
  }
  return text;
}
