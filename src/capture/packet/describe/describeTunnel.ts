import type { Layer } from "../decodedPacket.ts";
import type { Dissection } from "../dissection.ts";
import { toEtherTypeText } from "./etherTypeNames.ts";
import { createLayerPart, type FieldOrNone } from "./layerPart.ts";
import { toBitText, toHexText } from "./valueText.ts";

/** A VXLAN header (RFC 7348 section 5). */
export function describeVxlan(dissection: Dissection, layer: number): Layer {
  const part = createLayerPart(dissection, layer);
  const { at } = part;
  const flags = part.uint16(at);
  const network = part.uint32(at + 4) >>> 8;
  return part.build("vxlan", "Virtual eXtensible Local Area Network", `VNI: ${network}`, [
    part.field("vxlan.flags", "Flags", toHexText(flags, 4), at, 2, [
      part.field("vxlan.flag_i", "VXLAN Network ID (VNI)", toBitText((flags & 0x0800) !== 0), at, 2),
    ]),
    part.field("vxlan.vni", "VXLAN Network Identifier (VNI)", `${network}`, at + 4, 3),
  ]);
}

/** A GRE header (RFC 2784, with key and sequence number of RFC 2890). */
export function describeGre(dissection: Dissection, layer: number): Layer {
  const part = createLayerPart(dissection, layer);
  const { at } = part;
  const flags = part.uint16(at);
  const type = toEtherTypeText(part.uint16(at + 2));
  const flag = (name: string, label: string, bit: number) =>
    part.field(name, label, toBitText((flags & bit) !== 0), at, 2);
  return part.build("gre", "Generic Routing Encapsulation", type, [
    part.field("gre.flags_and_version", "Flags and Version", toHexText(flags, 4), at, 2, [
      flag("gre.flags.checksum", "Checksum Bit", 0x8000),
      flag("gre.flags.routing", "Routing Bit", 0x4000),
      flag("gre.flags.key", "Key Bit", 0x2000),
      flag("gre.flags.sequence_number", "Sequence Number Bit", 0x1000),
      part.field("gre.flags.version", "Version", `${flags & 7}`, at, 2),
    ]),
    part.field("gre.proto", "Protocol Type", type, at + 2, 2),
    ...describeGreOptions(part, flags),
  ]);
}

function describeGreOptions(part: ReturnType<typeof createLayerPart>, flags: number): readonly FieldOrNone[] {
  const fields: FieldOrNone[] = [];
  let at = part.at + 4;
  if ((flags & 0xc000) !== 0) {
    fields.push(part.field("gre.checksum", "Checksum", toHexText(part.uint16(at), 4), at, 2));
    at += 4;
  }
  if ((flags & 0x2000) !== 0) {
    fields.push(part.field("gre.key", "Key", toHexText(part.uint32(at), 8), at, 4));
    at += 4;
  }
  if ((flags & 0x1000) !== 0) {
    fields.push(part.field("gre.sequence_number", "Sequence Number", `${part.uint32(at)}`, at, 4));
  }
  return fields;
}
