import { toIpv6Text } from "../address.ts";
import type { Layer } from "../decodedPacket.ts";
import type { Dissection } from "../dissection.ts";
import { describeIpv6Extensions } from "./describeIpv6Extensions.ts";
import { ipProtocolNames } from "./ipProtocolNames.ts";
import { createLayerPart } from "./layerPart.ts";
import { toDscpText, toEcnText } from "./trafficClass.ts";
import { toHexText, toNamedText } from "./valueText.ts";

/** An IPv6 header (RFC 8200) with the extension headers behind it. */
export function describeIpv6(dissection: Dissection, layer: number): Layer {
  const part = createLayerPart(dissection, layer);
  const { at, bytes } = part;
  const trafficClass = (part.uint16(at) >> 4) & 0xff;
  const flow = part.uint32(at) % 0x10_0000;
  const length = part.uint16(at + 4);
  const source = toIpv6Text(bytes, at + 8);
  const destination = toIpv6Text(bytes, at + 24);
  return part.build("ipv6", "Internet Protocol Version 6", `Src: ${source}, Dst: ${destination}`, [
    part.field("ipv6.version", "Version", `${part.uint8(at) >> 4}`, at, 1),
    part.field("ipv6.tclass", "Traffic Class", toHexText(trafficClass, 2), at, 2, [
      part.field("ipv6.tclass.dscp", "Differentiated Services Codepoint", toDscpText(trafficClass), at, 2),
      part.field("ipv6.tclass.ecn", "Explicit Congestion Notification", toEcnText(trafficClass), at, 2),
    ]),
    part.field("ipv6.flow", "Flow Label", toHexText(flow, 5), at + 1, 3),
    part.field(
      "ipv6.plen",
      "Payload Length",
      length === 0 ? "0 (a jumbogram, or left to the network card)" : `${length}`,
      at + 4,
      2,
    ),
    part.field("ipv6.nxt", "Next Header", toNamedText(ipProtocolNames, part.uint8(at + 6)), at + 6, 1),
    part.field("ipv6.hlim", "Hop Limit", `${part.uint8(at + 7)}`, at + 7, 1),
    part.field("ipv6.src", "Source Address", source, at + 8, 16),
    part.field("ipv6.dst", "Destination Address", destination, at + 24, 16),
    ...describeIpv6Extensions(part, part.uint8(at + 6), at + 40),
  ]);
}
