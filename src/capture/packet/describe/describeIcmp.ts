import { toIpv4Text } from "../address.ts";
import type { Layer } from "../decodedPacket.ts";
import type { Dissection } from "../dissection.ts";
import { icmpTypeNames, toIcmpCodeName } from "./icmpNames.ts";
import { createLayerPart, type FieldOrNone, type LayerPart } from "./layerPart.ts";
import { toSwapped } from "./toSwapped.ts";
import { toTransportChecksumText } from "./transportChecksum.ts";
import { toHexText, toNamedText } from "./valueText.ts";

/** An ICMP message (RFC 792) without what it carries or quotes. */
export function describeIcmp(dissection: Dissection, layer: number): Layer {
  const part = createLayerPart(dissection, layer);
  const { at } = part;
  const type = part.uint8(at);
  const code = part.uint8(at + 1);
  const codeName = toIcmpCodeName(type, code);
  const typeText = toNamedText(icmpTypeNames, type);
  const isCarrying = layer + 1 < dissection.layerCount;
  return part.build(
    "icmp",
    "Internet Control Message Protocol",
    codeName === undefined ? typeText : `${typeText}, ${codeName}`,
    [
      part.field("icmp.type", "Type", typeText, at, 1),
      part.field(
        "icmp.code",
        "Code",
        codeName === undefined ? `${code}` : `${codeName} (${code})`,
        at + 1,
        1,
      ),
      part.field("icmp.checksum", "Checksum", toTransportChecksumText(dissection, layer, at + 2), at + 2, 2),
      ...describeRest(part, type, code),
    ],
    isCarrying ? part.payload : part.end,
  );
}

function describeRest(part: LayerPart, type: number, code: number): readonly FieldOrNone[] {
  const { at } = part;
  switch (type) {
    case 0:
    case 8:
    case 13:
    case 14:
    case 15:
    case 16:
    case 17:
    case 18:
      return [...describeIdentifier(part), ...describeTimesOrMask(part, type)];
    case 3:
      // RFC 1191 section 4
      return code === 4
        ? [part.field("icmp.mtu", "MTU of next hop", `${part.uint16(at + 6)}`, at + 6, 2)]
        : [];
    case 5:
      return [part.field("icmp.redir_gw", "Gateway Address", toIpv4Text(part.bytes, at + 4), at + 4, 4)];
    case 12:
      return [part.field("icmp.pointer", "Pointer", `${part.uint8(at + 4)}`, at + 4, 1)];
    default:
      return [];
  }
}

/** Both byte orders: some systems count sequence numbers in their own. */
function describeIdentifier(part: LayerPart): readonly FieldOrNone[] {
  const { at } = part;
  const identifier = part.uint16(at + 4);
  const sequence = part.uint16(at + 6);
  return [
    part.field("icmp.ident", "Identifier", `${identifier} (${toHexText(identifier, 4)})`, at + 4, 2),
    part.field("icmp.seq", "Sequence Number (BE)", `${sequence}`, at + 6, 2),
    part.field("icmp.seq_le", "Sequence Number (LE)", `${toSwapped(sequence)}`, at + 6, 2),
  ];
}

function describeTimesOrMask(part: LayerPart, type: number): readonly FieldOrNone[] {
  const { at } = part;
  const time = (name: string, label: string, place: number) =>
    part.field(name, label, `${part.uint32(place)} ms after midnight UTC`, place, 4);
  if (type === 13 || type === 14) {
    return [
      time("icmp.originate_timestamp", "Originate Timestamp", at + 8),
      time("icmp.receive_timestamp", "Receive Timestamp", at + 12),
      time("icmp.transmit_timestamp", "Transmit Timestamp", at + 16),
    ];
  }
  if (type === 17 || type === 18) {
    return [part.field("icmp.address_mask", "Address Mask", toIpv4Text(part.bytes, at + 8), at + 8, 4)];
  }
  return [];
}
