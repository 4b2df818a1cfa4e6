import { toIpv4Text, toMacText } from "../address.ts";
import { readArp } from "../readArp.ts";
import type { Layer } from "../decodedPacket.ts";
import type { Dissection } from "../dissection.ts";
import { toEtherTypeText } from "./etherTypeNames.ts";
import { createLayerPart } from "./layerPart.ts";
import { toBytesText, toNamedText } from "./valueText.ts";

const hardwareNames = new Map([
  [1, "Ethernet"],
  [6, "IEEE 802"],
  [32, "InfiniBand"],
]);

/** The operations of ARP (RFC 826) and its relatives, as words. */
const opcodeNames = new Map([
  [1, "request"],
  [2, "reply"],
  [3, "reverse request"],
  [4, "reverse reply"],
  [8, "inverse request"],
  [9, "inverse reply"],
]);

/** An ARP packet (RFC 826). */
export function describeArp(dissection: Dissection, layer: number): Layer {
  const part = createLayerPart(dissection, layer);
  const { at, bytes } = part;
  const hardwareBytes = part.uint8(at + 4);
  const protocolBytes = part.uint8(at + 5);
  const opcode = part.uint16(at + 6);
  const isUsual = readArp(dissection, layer) !== undefined;
  const hardware = (which: "src" | "dst", label: string, place: number) =>
    hardwareBytes === 6
      ? part.field(`arp.${which}.hw_mac`, `${label} MAC address`, toMacText(bytes, place), place, 6)
      : part.field(
          `arp.${which}.hw`,
          `${label} hardware address`,
          toBytesText(bytes, place, place + hardwareBytes),
          place,
          hardwareBytes,
        );
  const protocol = (which: "src" | "dst", label: string, place: number) =>
    protocolBytes === 4
      ? part.field(`arp.${which}.proto_ipv4`, `${label} IP address`, toIpv4Text(bytes, place), place, 4)
      : part.field(
          `arp.${which}.proto`,
          `${label} protocol address`,
          toBytesText(bytes, place, place + protocolBytes),
          place,
          protocolBytes,
        );
  const sender = at + 8;
  const target = sender + hardwareBytes + protocolBytes;
  const word = opcodeNames.get(opcode) ?? `opcode ${opcode}`;
  return part.build("arp", "Address Resolution Protocol", isUsual ? word : `${word}, cut off or unusual`, [
    part.field("arp.hw.type", "Hardware type", toNamedText(hardwareNames, part.uint16(at)), at, 2),
    part.field("arp.proto.type", "Protocol type", toEtherTypeText(part.uint16(at + 2)), at + 2, 2),
    part.field("arp.hw.size", "Hardware size", `${hardwareBytes}`, at + 4, 1),
    part.field("arp.proto.size", "Protocol size", `${protocolBytes}`, at + 5, 1),
    part.field("arp.opcode", "Opcode", toNamedText(opcodeNames, opcode), at + 6, 2),
    hardware("src", "Sender", sender),
    protocol("src", "Sender", sender + hardwareBytes),
    hardware("dst", "Target", target),
    protocol("dst", "Target", target + hardwareBytes),
  ]);
}
