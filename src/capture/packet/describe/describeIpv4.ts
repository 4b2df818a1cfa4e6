import { toIpv4Text } from "../address.ts";
import type { Layer } from "../decodedPacket.ts";
import type { Dissection } from "../dissection.ts";
import { toExpectedChecksum, toWordSum } from "./checksum.ts";
import { describeIpv4Options } from "./describeIpv4Options.ts";
import { ipProtocolNames } from "./ipProtocolNames.ts";
import { createLayerPart, type LayerPart } from "./layerPart.ts";
import { toDscpText, toEcnText } from "./trafficClass.ts";
import { toBitText, toHexText, toNamedText } from "./valueText.ts";

/** An IPv4 header (RFC 791) with its options. */
export function describeIpv4(dissection: Dissection, layer: number): Layer {
  const part = createLayerPart(dissection, layer);
  const { at, payload, bytes } = part;
  const headerBytes = (part.uint8(at) & 15) * 4;
  const services = part.uint8(at + 1);
  const length = part.uint16(at + 2);
  const flags = part.uint16(at + 6);
  const fragmentOffset = (flags & 0x1fff) * 8;
  const source = toIpv4Text(bytes, at + 12);
  const destination = toIpv4Text(bytes, at + 16);
  return part.build("ip", "Internet Protocol Version 4", `Src: ${source}, Dst: ${destination}`, [
    part.field("ip.version", "Version", `${part.uint8(at) >> 4}`, at, 1),
    part.field("ip.hdr_len", "Header Length", `${headerBytes} bytes`, at, 1),
    part.field("ip.dsfield", "Differentiated Services Field", toHexText(services, 2), at + 1, 1, [
      part.field("ip.dsfield.dscp", "Differentiated Services Codepoint", toDscpText(services), at + 1, 1),
      part.field("ip.dsfield.ecn", "Explicit Congestion Notification", toEcnText(services), at + 1, 1),
    ]),
    part.field("ip.len", "Total Length", toLengthText(length, headerBytes), at + 2, 2),
    part.field(
      "ip.id",
      "Identification",
      `${toHexText(part.uint16(at + 4), 4)} (${part.uint16(at + 4)})`,
      at + 4,
      2,
    ),
    part.field("ip.flags", "Flags", toHexText(flags >> 13, 1), at + 6, 1, [
      part.field("ip.flags.rb", "Reserved bit", toBitText((flags & 0x8000) !== 0), at + 6, 1),
      part.field("ip.flags.df", "Don't fragment", toBitText((flags & 0x4000) !== 0), at + 6, 1),
      part.field("ip.flags.mf", "More fragments", toBitText((flags & 0x2000) !== 0), at + 6, 1),
    ]),
    part.field("ip.frag_offset", "Fragment Offset", `${fragmentOffset}`, at + 6, 2),
    part.field("ip.ttl", "Time to Live", `${part.uint8(at + 8)}`, at + 8, 1),
    part.field("ip.proto", "Protocol", toNamedText(ipProtocolNames, part.uint8(at + 9)), at + 9, 1),
    part.field("ip.checksum", "Header Checksum", toChecksumText(part, headerBytes), at + 10, 2),
    part.field("ip.src", "Source Address", source, at + 12, 4),
    part.field("ip.dst", "Destination Address", destination, at + 16, 4),
    ...describeIpv4Options(part, at + 20, payload),
  ]);
}

function toLengthText(length: number, headerBytes: number): string {
  if (length === 0) return "0 (left to the network card: segmentation offload)";
  return length < headerBytes ? `${length} (shorter than the header)` : `${length}`;
}

function toChecksumText(part: LayerPart, headerBytes: number): string {
  const found = part.uint16(part.at + 10);
  const text = toHexText(found, 4);
  if (part.at + headerBytes > part.end) return `${text} (unverified: the header is cut off)`;
  const expected = toExpectedChecksum(toWordSum(part.bytes, part.at, part.at + headerBytes), found);
  return found === expected
    ? `${text} (correct)`
    : `${text} (incorrect, should be ${toHexText(expected, 4)})`;
}
