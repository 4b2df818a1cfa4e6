/** The highest number of bits of an IPv4 address and of an IPv6 address. */
export const ipv4Bits = 32;
export const ipv6Bits = 128;

/** The text without its prefix length, and that length: `maximum` where there is none, NaN where it is no number. */
export function splitPrefix(text: string, maximum: number): readonly [address: string, prefixBits: number] {
  const slash = text.indexOf("/");
  if (slash < 0) return [text, maximum];
  const digits = text.slice(slash + 1);
  return [text.slice(0, slash), /^[0-9]{1,3}$/u.test(digits) ? Number(digits) : Number.NaN];
}

/** Four decimal numbers as 32 bits; undefined where the text is anything else. */
export function parseIpv4(text: string): number | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  let value = 0;
  for (const part of parts) {
    // A 0 in front would be octal for some readers of addresses.
    if (!/^(?:0|[1-9][0-9]{0,2})$/u.test(part) || Number(part) > 255) return undefined;
    value = value * 256 + Number(part);
  }
  return value;
}

/** An IPv6 address in any form of RFC 4291 section 2.2 as 16 bytes; undefined where the text is anything else. */
export function parseIpv6(text: string): Uint8Array | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const head = toGroups(halves[0] ?? "", halves.length === 1);
  const tail = toGroups(halves[1] ?? "", true);
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const bytes = new Uint8Array(16);
  const groups = [...head, ...Array.from({ length: missing }, () => 0), ...tail];
  groups.forEach((group, index) => {
    bytes[2 * index] = group >> 8;
    bytes[2 * index + 1] = group & 0xff;
  });
  return bytes;
}

function toGroups(text: string, mayEndInIpv4: boolean): number[] | undefined {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [index, part] of parts.entries()) {
    if (mayEndInIpv4 && index === parts.length - 1 && part.includes(".")) {
      const value = parseIpv4(part);
      if (value === undefined) return undefined;
      groups.push(Math.floor(value / 0x1_0000), value % 0x1_0000);
    } else {
      if (!/^[0-9A-Fa-f]{1,4}$/u.test(part)) return undefined;
      groups.push(Number.parseInt(part, 16));
    }
  }
  return groups;
}

/**
 * Bytes as pairs of hexadecimal digits, all of them with the same one of `:`, `-` and `.` between them, with `.`
 * between fours, or with nothing; undefined where the text is anything else.
 */
export function parseBytes(text: string): Uint8Array | undefined {
  const isPaired = /^[0-9A-Fa-f]{2}(?:(?::[0-9A-Fa-f]{2})*|(?:-[0-9A-Fa-f]{2})*|(?:\.[0-9A-Fa-f]{2})*)$/u;
  const isOther = /^(?:[0-9A-Fa-f]{4}(?:\.[0-9A-Fa-f]{4})*|[0-9A-Fa-f]+)$/u;
  if (!isPaired.test(text) && !isOther.test(text)) return undefined;
  const digits = text.replaceAll(/[:.\-]/gu, "");
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  return Uint8Array.from({ length: even.length / 2 }, (_, index) =>
    Number.parseInt(even.slice(2 * index, 2 * index + 2), 16),
  );
}
