import { maxExtensionHeaders, toExtensionLength } from "../layers/ipv6Extension.ts";
import { ipProtocolNames } from "./ipProtocolNames.ts";
import { toIpv6Text } from "../address.ts";
import type { FieldOrNone, LayerPart } from "./layerPart.ts";
import { toBitText, toHexText, toNamedText } from "./valueText.ts";

/** So many options of an extension header are shown. */
const maxShownOptions = 20;

/** The extension headers of an IPv6 layer (RFC 8200 section 4), as many as are passed, each a field with its parts. */
export function describeIpv6Extensions(
  part: LayerPart,
  first: number,
  start: number,
): readonly FieldOrNone[] {
  const fields: FieldOrNone[] = [];
  let next = first;
  let at = start;
  for (let passed = 0; passed < maxExtensionHeaders; passed += 1) {
    const length = toExtensionLength(next, part.bytes, at, part.end);
    if (length === 0 || at + length > part.end) break;
    fields.push(describeExtension(part, next, at, length));
    if (next === 44 && part.uint16(at + 2) >= 8) break;
    next = part.uint8(at);
    at += length;
  }
  return fields;
}

function describeExtension(part: LayerPart, kind: number, at: number, length: number): FieldOrNone {
  const next = (name: string) =>
    part.field(name, "Next Header", toNamedText(ipProtocolNames, part.uint8(at)), at, 1);
  const size = (name: string) =>
    part.field(name, "Length", `${part.uint8(at + 1)} (${length} bytes)`, at + 1, 1);
  switch (kind) {
    case 0:
      return part.field("ipv6.hopopts", "Hop-by-Hop Options", `${length} bytes`, at, length, [
        next("ipv6.hopopts.nxt"),
        size("ipv6.hopopts.len"),
        ...describeOptions(part, at + 2, at + length),
      ]);
    case 60:
      return part.field("ipv6.dstopts", "Destination Options", `${length} bytes`, at, length, [
        next("ipv6.dstopts.nxt"),
        size("ipv6.dstopts.len"),
        ...describeOptions(part, at + 2, at + length),
      ]);
    case 43:
      return part.field("ipv6.routing", "Routing Header", `${length} bytes`, at, length, [
        next("ipv6.routing.nxt"),
        size("ipv6.routing.len"),
        part.field("ipv6.routing.type", "Type", `${part.uint8(at + 2)}`, at + 2, 1),
        part.field("ipv6.routing.segleft", "Segments Left", `${part.uint8(at + 3)}`, at + 3, 1),
        ...describeSegments(part, at, at + length),
      ]);
    case 44:
      return describeFragment(part, at);
    case 51:
      return part.field("ah", "Authentication Header", `${length} bytes`, at, length, [
        next("ah.next_header"),
        size("ah.length"),
        part.field("ah.spi", "AH SPI", toHexText(part.uint32(at + 4), 8), at + 4, 4),
        length >= 12
          ? part.field("ah.sequence", "AH Sequence", `${part.uint32(at + 8)}`, at + 8, 4)
          : undefined,
      ]);
    default:
      return part.field("", ipProtocolNames.get(kind) ?? "Extension Header", `${length} bytes`, at, length, [
        next(""),
        size(""),
      ]);
  }
}

function describeFragment(part: LayerPart, at: number): FieldOrNone {
  const word = part.uint16(at + 2);
  const offset = word & 0xfff8;
  const id = toHexText(part.uint32(at + 4), 8);
  return part.field("ipv6.fraghdr", "Fragment Header", `Offset ${offset}, Identification ${id}`, at, 8, [
    part.field("ipv6.fraghdr.nxt", "Next Header", toNamedText(ipProtocolNames, part.uint8(at)), at, 1),
    part.field("ipv6.fraghdr.offset", "Offset", `${offset >> 3} (${offset} bytes)`, at + 2, 2),
    part.field("ipv6.fraghdr.more", "More Fragments", toBitText((word & 1) !== 0), at + 2, 2),
    part.field("ipv6.fraghdr.ident", "Identification", id, at + 4, 4),
  ]);
}

/** The addresses of a segment routing header (RFC 8754, type 4) and of the older types 0 and 2 lie 8 bytes from its start. */
function describeSegments(part: LayerPart, at: number, end: number): readonly FieldOrNone[] {
  const type = part.uint8(at + 2);
  const names = new Map([
    [0, "ipv6.routing.src.addr"],
    [2, "ipv6.routing.mipv6.home_address"],
    [4, "ipv6.routing.srh.addr"],
  ]);
  const name = names.get(type);
  const fields: FieldOrNone[] = [];
  if (name === undefined) return fields;
  for (let place = at + 8; place + 16 <= end && fields.length < maxShownOptions; place += 16) {
    fields.push(part.field(name, "Address", toIpv6Text(part.bytes, place), place, 16));
  }
  return fields;
}

const optionNames = new Map([
  [0, "Pad1"],
  [1, "PadN"],
  [4, "Tunnel Encapsulation Limit"],
  [5, "Router Alert"],
  [0xc2, "Jumbo Payload"],
  [0xc9, "Home Address"],
]);

/** RFC 8200 section 4.2: a type, a length that does not count these two bytes, and the value; type 0 is a byte alone. */
function describeOptions(part: LayerPart, start: number, end: number): readonly FieldOrNone[] {
  const fields: FieldOrNone[] = [];
  let at = start;
  while (at < end && fields.length < maxShownOptions) {
    const type = part.uint8(at);
    const length = type === 0 ? 1 : 2 + (at + 1 < end ? part.uint8(at + 1) : 0);
    const isBroken = at + length > end;
    const name = optionNames.get(type) ?? `Unknown option ${type}`;
    fields.push(
      part.field(
        "ipv6.opt",
        "IPv6 Option",
        isBroken ? `${name}, its length is wrong` : name,
        at,
        Math.min(length, end - at),
        [part.field("ipv6.opt.type", "Type", `${type}`, at, 1), describeOptionValue(part, type, at, length)],
      ),
    );
    at += length;
  }
  return fields;
}

function describeOptionValue(part: LayerPart, type: number, at: number, length: number): FieldOrNone {
  if (type === 0xc2 && length === 6) {
    return part.field("ipv6.opt.jumbo", "Payload Length", `${part.uint32(at + 2)}`, at + 2, 4);
  }
  if (type === 5 && length === 4) {
    return part.field("ipv6.opt.router_alert", "Router Alert", `${part.uint16(at + 2)}`, at + 2, 2);
  }
  return undefined;
}
