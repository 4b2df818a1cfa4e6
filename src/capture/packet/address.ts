const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** The 4 bytes at `at` as a dotted quad; bytes that are not there count as 0. */
export function toIpv4Text(bytes: Uint8Array, at: number): string {
  return `${bytes[at] ?? 0}.${bytes[at + 1] ?? 0}.${bytes[at + 2] ?? 0}.${bytes[at + 3] ?? 0}`;
}

/** The 6 bytes at `at` as six hexadecimal pairs with colons, in small letters; bytes that are not there count as 0. */
export function toMacText(bytes: Uint8Array, at: number): string {
  let text = toHexByte(bytes[at]);
  for (let place = at + 1; place < at + 6; place += 1) text += `:${toHexByte(bytes[place])}`;
  return text;
}

/**
 * The 16 bytes at `at` as RFC 5952 writes an IPv6 address: the longest run of two or more zero groups as `::`, the
 * first of equals, and IPv4-mapped addresses (RFC 4291 section 2.5.5.2) with a dotted quad.
 */
export function toIpv6Text(bytes: Uint8Array, at: number): string {
  const groups: number[] = [];
  for (let place = at; place < at + 16; place += 2) {
    groups.push(((bytes[place] ?? 0) << 8) | (bytes[place + 1] ?? 0));
  }
  if (groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0)) {
    return `::ffff:${toIpv4Text(bytes, at + 12)}`;
  }
  const run = toLongestZeroRun(groups);
  const words = groups.map((group) => group.toString(16));
  if (run.length < 2) return words.join(":");
  return `${words.slice(0, run.start).join(":")}::${words.slice(run.start + run.length).join(":")}`;
}

function toLongestZeroRun(groups: readonly number[]) {
  let best = { start: 0, length: 0 };
  let length = 0;
  groups.forEach((group, index) => {
    length = group === 0 ? length + 1 : 0;
    if (length > best.length) best = { start: index - length + 1, length };
  });
  return best;
}

function toHexByte(byte: number | undefined): string {
  return hex[byte ?? 0] ?? "";
}
