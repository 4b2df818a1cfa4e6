import type { Layer } from "../decodedPacket.ts";
import type { Dissection } from "../dissection.ts";
import { protocolCodes } from "../protocol.ts";
import { toEtherTypeText } from "./etherTypeNames.ts";
import { createLayerPart } from "./layerPart.ts";

const priorities = [
  "Best Effort (default)",
  "Background",
  "Excellent Effort",
  "Critical Applications",
  "Video",
  "Voice",
  "Internetwork Control",
  "Network Control",
];

/** A VLAN tag (IEEE 802.1Q section 9.6), customer's or provider's. */
export function describeVlan(dissection: Dissection, layer: number): Layer {
  const part = createLayerPart(dissection, layer);
  const { at } = part;
  const isCustomer = dissection.protocols[layer] === protocolCodes.vlan;
  const protocol = isCustomer ? "vlan" : "ieee8021ad";
  const control = part.uint16(at);
  const id = control & 0x0fff;
  const priority = control >> 13;
  const type = part.uint16(at + 2);
  return part.build(
    protocol,
    isCustomer ? "802.1Q Virtual LAN" : "IEEE 802.1ad",
    `PRI: ${priority}, DEI: ${(control >> 12) & 1}, ID: ${id}`,
    [
      part.field(`${protocol}.priority`, "Priority", `${priorities[priority] ?? ""} (${priority})`, at, 2),
      part.field(
        `${protocol}.dei`,
        "DEI",
        (control & 0x1000) !== 0 ? "Eligible (1)" : "Ineligible (0)",
        at,
        2,
      ),
      part.field(`${protocol}.id`, "ID", `${id}`, at, 2),
      // The provider's tag has no name of its own for the type.
      part.field(isCustomer ? "vlan.etype" : "", "Type", toEtherTypeText(type), at + 2, 2),
    ],
  );
}
