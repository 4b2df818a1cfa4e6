import { toIpv6Text } from "../address.ts";
import type { Layer } from "../decodedPacket.ts";
import type { Dissection } from "../dissection.ts";
import { describeNeighborOptions } from "./describeNeighborOptions.ts";
import { icmpv6TypeNames, toIcmpv6CodeName } from "./icmpv6Names.ts";
import { createLayerPart, type FieldOrNone, type LayerPart } from "./layerPart.ts";
import { toTransportChecksumText } from "./transportChecksum.ts";
import { toBitText, toHexText, toNamedText } from "./valueText.ts";

/** An ICMPv6 message (RFC 4443), with neighbor discovery (RFC 4861), without what it carries or quotes. */
export function describeIcmpv6(dissection: Dissection, layer: number): Layer {
  const part = createLayerPart(dissection, layer);
  const { at } = part;
  const type = part.uint8(at);
  const code = part.uint8(at + 1);
  const codeName = toIcmpv6CodeName(type, code);
  const typeText = toNamedText(icmpv6TypeNames, type);
  const isCarrying = layer + 1 < dissection.layerCount;
  return part.build(
    "icmpv6",
    "Internet Control Message Protocol v6",
    codeName === undefined ? typeText : `${typeText}, ${codeName}`,
    [
      part.field("icmpv6.type", "Type", typeText, at, 1),
      part.field(
        "icmpv6.code",
        "Code",
        codeName === undefined ? `${code}` : `${codeName} (${code})`,
        at + 1,
        1,
      ),
      part.field(
        "icmpv6.checksum",
        "Checksum",
        toTransportChecksumText(dissection, layer, at + 2),
        at + 2,
        2,
      ),
      ...describeRest(part, type),
    ],
    isCarrying ? part.payload : part.end,
  );
}

function describeRest(part: LayerPart, type: number): readonly FieldOrNone[] {
  const { at } = part;
  const target = (name: string, label = "Target Address", place = at + 8) =>
    part.field(name, label, toIpv6Text(part.bytes, place), place, 16);
  switch (type) {
    case 2:
      return [part.field("icmpv6.mtu", "MTU", `${part.uint32(at + 4)}`, at + 4, 4)];
    case 4:
      return [part.field("icmpv6.pointer", "Pointer", `${part.uint32(at + 4)}`, at + 4, 4)];
    case 128:
    case 129:
      return [
        part.field("icmpv6.echo.identifier", "Identifier", toHexText(part.uint16(at + 4), 4), at + 4, 2),
        part.field("icmpv6.echo.sequence_number", "Sequence", `${part.uint16(at + 6)}`, at + 6, 2),
      ];
    case 130:
    case 131:
    case 132:
      return [target("icmpv6.mld.multicast_address", "Multicast Address")];
    case 133:
      return describeNeighborOptions(part, at + 8);
    case 134:
      return [...describeRouter(part), ...describeNeighborOptions(part, at + 16)];
    case 135:
      return [target("icmpv6.nd.ns.target_address"), ...describeNeighborOptions(part, at + 24)];
    case 136:
      return [
        describeNeighborFlags(part),
        target("icmpv6.nd.na.target_address"),
        ...describeNeighborOptions(part, at + 24),
      ];
    case 137:
      return [
        target("icmpv6.nd.rd.target_address"),
        target("icmpv6.rd.na.destination_address", "Destination Address", at + 24),
        ...describeNeighborOptions(part, at + 40),
      ];
    case 143:
      return [
        part.field(
          "icmpv6.mldr.nb_mcast_records",
          "Number of Multicast Address Records",
          `${part.uint16(at + 6)}`,
          at + 6,
          2,
        ),
      ];
    default:
      return [];
  }
}

function describeNeighborFlags(part: LayerPart): FieldOrNone {
  const at = part.at + 4;
  const flags = part.uint8(at);
  const flag = (name: string, label: string, bit: number) =>
    part.field(name, label, toBitText((flags & bit) !== 0), at, 1);
  return part.field("icmpv6.nd.na.flag", "Flags", toHexText(part.uint32(at), 8), at, 4, [
    flag("icmpv6.nd.na.flag.r", "Router", 0x80),
    flag("icmpv6.nd.na.flag.s", "Solicited", 0x40),
    flag("icmpv6.nd.na.flag.o", "Override", 0x20),
  ]);
}

function describeRouter(part: LayerPart): readonly FieldOrNone[] {
  const { at } = part;
  const flags = part.uint8(at + 5);
  return [
    part.field("icmpv6.nd.ra.cur_hop_limit", "Cur hop limit", `${part.uint8(at + 4)}`, at + 4, 1),
    part.field("icmpv6.nd.ra.flag", "Flags", toHexText(flags, 2), at + 5, 1, [
      part.field(
        "icmpv6.nd.ra.flag.m",
        "Managed address configuration",
        toBitText((flags & 0x80) !== 0),
        at + 5,
        1,
      ),
      part.field("icmpv6.nd.ra.flag.o", "Other configuration", toBitText((flags & 0x40) !== 0), at + 5, 1),
    ]),
    part.field("icmpv6.nd.ra.router_lifetime", "Router lifetime (s)", `${part.uint16(at + 6)}`, at + 6, 2),
    part.field("icmpv6.nd.ra.reachable_time", "Reachable time (ms)", `${part.uint32(at + 8)}`, at + 8, 4),
    part.field("icmpv6.nd.ra.retrans_timer", "Retrans timer (ms)", `${part.uint32(at + 12)}`, at + 12, 4),
  ];
}
