import { toMacText } from "../address.ts";
import type { Layer } from "../decodedPacket.ts";
import type { Dissection } from "../dissection.ts";
import { protocolCodes } from "../protocol.ts";
import { toEtherTypeText } from "./etherTypeNames.ts";
import { createLayerPart, type FieldOrNone, type LayerPart } from "./layerPart.ts";
import { toBytesText } from "./valueText.ts";

/** An Ethernet header (IEEE 802.3, clause 3), and the bytes that fill the frame up behind what it carries. */
export function describeEthernet(dissection: Dissection, layer: number): Layer {
  const part = createLayerPart(dissection, layer);
  const { at, bytes } = part;
  const type = part.uint16(at + 12);
  const destination = toMacText(bytes, at);
  const source = toMacText(bytes, at + 6);
  const carriedEnd = toCarriedEnd(dissection, layer);
  return part.build("eth", "Ethernet II", `Src: ${source}, Dst: ${destination}`, [
    part.field("eth.dst", "Destination", destination, at, 6),
    part.field("eth.src", "Source", source, at + 6, 6),
    type <= 1500
      ? part.field("eth.len", "Length", `${type}`, at + 12, 2)
      : part.field("eth.type", "Type", toEtherTypeText(type), at + 12, 2),
    describeTrailer(part, carriedEnd),
  ]);
}

/** Zeros fill a frame up to the least length (IEEE 802.3 section 4.2.3.3); other bytes are a check sequence or somebody's mark. */
function describeTrailer(part: LayerPart, start: number): FieldOrNone {
  const { bytes, end } = part;
  if (start >= end) return undefined;
  const isPadding = bytes.subarray(start, end).every((byte) => byte === 0);
  return part.field(
    isPadding ? "eth.padding" : "eth.trailer",
    isPadding ? "Padding" : "Trailer",
    toBytesText(bytes, start, end),
    start,
    end - start,
  );
}

function toCarriedEnd({ protocols, ends, layerCount }: Dissection, layer: number): number {
  for (let next = layer + 1; next < layerCount; next += 1) {
    const isTag = protocols[next] === protocolCodes.vlan || protocols[next] === protocolCodes.ieee8021ad;
    if (!isTag) return ends[next] ?? 0;
  }
  return ends[layer] ?? 0;
}
