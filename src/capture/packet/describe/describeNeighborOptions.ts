import { toIpv6Text, toMacText } from "../address.ts";
import type { FieldOrNone, LayerPart } from "./layerPart.ts";
import { toBytesText, toNamedText } from "./valueText.ts";

/** So many options of a message are shown. */
const maxShownOptions = 20;

const optionNames = new Map([
  [1, "Source link-layer address"],
  [2, "Target link-layer address"],
  [3, "Prefix information"],
  [4, "Redirected header"],
  [5, "MTU"],
  [24, "Route Information"],
  [25, "Recursive DNS Server"],
  [31, "DNS Search List Option"],
]);

/** The options of neighbor discovery (RFC 4861 section 4.6) from `start` to the layer's end; a length of 0 ends them. */
export function describeNeighborOptions(part: LayerPart, start: number): readonly FieldOrNone[] {
  const fields: FieldOrNone[] = [];
  let at = start;
  while (at + 2 <= part.end && fields.length < maxShownOptions) {
    const type = part.uint8(at);
    const length = part.uint8(at + 1) * 8;
    if (length === 0) break;
    const shownBytes = Math.min(length, part.end - at);
    fields.push(
      part.field("icmpv6.opt", "ICMPv6 Option", toNamedText(optionNames, type), at, shownBytes, [
        part.field("icmpv6.opt.type", "Type", toNamedText(optionNames, type), at, 1),
        part.field("icmpv6.opt.length", "Length", `${part.uint8(at + 1)} (${length} bytes)`, at + 1, 1),
        ...describeValue(part, type, at, length),
      ]),
    );
    at += length;
  }
  return fields;
}

function describeValue(part: LayerPart, type: number, at: number, length: number): readonly FieldOrNone[] {
  if ((type === 1 || type === 2) && length === 8) {
    const which = type === 1 ? "src" : "target";
    return [
      part.field(
        `icmpv6.opt.${which}_linkaddr`,
        "Link-layer address",
        toMacText(part.bytes, at + 2),
        at + 2,
        6,
      ),
    ];
  }
  if (type === 3 && length === 32) {
    return [
      part.field("icmpv6.opt.prefix.length", "Prefix Length", `${part.uint8(at + 2)}`, at + 2, 1),
      part.field("icmpv6.opt.prefix.valid_lifetime", "Valid Lifetime", `${part.uint32(at + 4)}`, at + 4, 4),
      part.field(
        "icmpv6.opt.prefix.preferred_lifetime",
        "Preferred Lifetime",
        `${part.uint32(at + 8)}`,
        at + 8,
        4,
      ),
      part.field("icmpv6.opt.prefix", "Prefix", toIpv6Text(part.bytes, at + 16), at + 16, 16),
    ];
  }
  if (type === 5 && length === 8) {
    return [part.field("icmpv6.opt.mtu", "MTU", `${part.uint32(at + 4)}`, at + 4, 4)];
  }
  return [part.field("", "Data", toBytesText(part.bytes, at + 2, at + length), at + 2, length - 2)];
}
