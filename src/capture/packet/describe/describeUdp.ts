import type { Layer } from "../decodedPacket.ts";
import type { Dissection } from "../dissection.ts";
import type { PacketContext } from "../packetContext.ts";
import { createLayerPart } from "./layerPart.ts";
import { toTransportChecksumText } from "./transportChecksum.ts";

/** A UDP header (RFC 768). */
export function describeUdp(dissection: Dissection, layer: number, context: PacketContext): Layer {
  const part = createLayerPart(dissection, layer);
  const { at } = part;
  const source = part.uint16(at);
  const destination = part.uint16(at + 2);
  const length = part.uint16(at + 4);
  const isOwn = layer === dissection.transport && context.stream !== undefined;
  return part.build("udp", "User Datagram Protocol", `Src Port: ${source}, Dst Port: ${destination}`, [
    part.field("udp.srcport", "Source Port", `${source}`, at, 2),
    part.field("udp.dstport", "Destination Port", `${destination}`, at + 2, 2),
    part.field(
      "udp.length",
      "Length",
      length < 8 && length > 0 ? `${length} (shorter than the header)` : `${length}`,
      at + 4,
      2,
    ),
    part.field("udp.checksum", "Checksum", toTransportChecksumText(dissection, layer, at + 6), at + 6, 2),
    isOwn ? part.note("udp.stream", "Stream index", `${context.stream}`) : undefined,
  ]);
}
