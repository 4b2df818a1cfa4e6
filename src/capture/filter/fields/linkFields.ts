import { protocolCodes } from "../../packet/protocol.ts";
import type { FilterField, NumberField, NumberTest } from "../filterField.ts";
import { createLayerAddress } from "./layerBytes.ts";
import { createLayerNumber } from "./layerNumbers.ts";

const etherType = createLayerNumber("eth.type", "eth", { offset: 12, sizeBytes: 2 });

/** IEEE 802.3: up to 1500 it is a length and no type. */
const withoutLengths: NumberField = {
  ...etherType,
  read: (input, test) => etherType.read(input, (value) => value > 1500 && test(value)),
};

/** ARP for IPv4 (RFC 826): the addresses of the protocol, each behind one of the hardware. */
function createArpAddress(name: string, place: 0 | 1): NumberField {
  const read = ({ dissection }: Parameters<NumberField["read"]>[0], test: NumberTest): boolean => {
    const { protocols, starts, ends, view, layerCount } = dissection;
    for (let layer = 0; layer < layerCount; layer += 1) {
      const at = starts[layer] ?? 0;
      if (protocols[layer] !== protocolCodes.arp || at + 8 > (ends[layer] ?? 0)) continue;
      if (view.getUint16(at + 2) !== 0x0800 || view.getUint8(at + 5) !== 4) continue;
      const address = at + 8 + view.getUint8(at + 4) * (place + 1) + 4 * place;
      if (address + 4 <= (ends[layer] ?? 0) && test(view.getUint32(address))) return true;
    }
    return false;
  };
  return { name, shape: "number", type: "ipv4", maximum: 0xffff_ffff, source: "packet", read };
}

/** Ethernet, VLAN tags and ARP. */
export const linkFields: readonly FilterField[] = [
  createLayerAddress("eth.addr", "eth", "mac", [0, 6]),
  createLayerAddress("eth.src", "eth", "mac", [6]),
  createLayerAddress("eth.dst", "eth", "mac", [0]),
  withoutLengths,
  createLayerNumber("vlan.id", "vlan", { offset: 0, sizeBytes: 2, mask: 0x0fff }),
  createLayerNumber("arp.opcode", "arp", { offset: 6, sizeBytes: 2 }),
  createArpAddress("arp.src.proto_ipv4", 0),
  createArpAddress("arp.dst.proto_ipv4", 1),
];
