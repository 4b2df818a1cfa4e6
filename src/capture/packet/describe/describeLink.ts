import { toMacText } from "../address.ts";
import type { Layer } from "../decodedPacket.ts";
import type { Dissection } from "../dissection.ts";
import { toAddressFamily } from "../layers/addressFamily.ts";
import { toEtherTypeText } from "./etherTypeNames.ts";
import { createLayerPart, type LayerPart } from "./layerPart.ts";
import { toBytesText, toNamedText } from "./valueText.ts";

const packetTypes = new Map([
  [0, "Unicast to us"],
  [1, "Broadcast"],
  [2, "Multicast"],
  [3, "Unicast to another host"],
  [4, "Sent by us"],
]);

const hardwareTypes = new Map([
  [1, "Ethernet"],
  [512, "PPP"],
  [768, "IPIP"],
  [769, "IP6IP6"],
  [772, "Loopback"],
  [776, "SIT"],
  [778, "GRE over IP"],
  [824, "Netlink"],
  [65534, "No link-layer header"],
]);

const addressFamilies = new Map([
  [2, "IP"],
  [24, "IPv6"],
  [28, "IPv6"],
  [30, "IPv6"],
]);

/** A Linux cooked header of version 1 (16 bytes) or 2 (20 bytes), by LINKTYPE_LINUX_SLL and LINKTYPE_LINUX_SLL2 of tcpdump.org. */
export function describeCooked(dissection: Dissection, layer: number): Layer {
  const part = createLayerPart(dissection, layer);
  const { at, payload, bytes } = part;
  const isSecond = payload - at === 20;
  const type = isSecond ? part.uint8(at + 10) : part.uint16(at);
  const packetType = part.field(
    "sll.pkttype",
    "Packet type",
    toNamedText(packetTypes, type),
    isSecond ? at + 10 : at,
    isSecond ? 1 : 2,
  );
  const protocol = (place: number) =>
    part.field("sll.etype", "Protocol", toEtherTypeText(part.uint16(place)), place, 2);
  const hardware = (place: number) =>
    part.field(
      "sll.hatype",
      "Link-layer address type",
      toNamedText(hardwareTypes, part.uint16(place)),
      place,
      2,
    );
  const index = part.uint32(at + 4);
  const fields = isSecond
    ? [
        protocol(at),
        part.field("sll.ifindex", "Interface index", `${index}`, at + 4, 4),
        hardware(at + 8),
        packetType,
        part.field("sll.halen", "Link-layer address length", `${part.uint8(at + 11)}`, at + 11, 1),
        cookedSource(part, bytes, part.uint8(at + 11), at + 12),
      ]
    : [
        packetType,
        hardware(at + 2),
        part.field("sll.halen", "Link-layer address length", `${part.uint16(at + 4)}`, at + 4, 2),
        cookedSource(part, bytes, part.uint16(at + 4), at + 6),
        protocol(at + 14),
      ];
  return part.build(
    "sll",
    isSecond ? "Linux cooked capture v2" : "Linux cooked capture v1",
    packetTypes.get(type) ?? `Packet type ${type}`,
    fields,
  );
}

function cookedSource(part: LayerPart, bytes: Uint8Array, lengthBytes: number, at: number) {
  if (lengthBytes === 6) return part.field("sll.src.eth", "Source", toMacText(bytes, at), at, 6);
  if (lengthBytes === 0 || lengthBytes > 8) return undefined;
  return part.field("sll.src.other", "Source", toBytesText(bytes, at, at + lengthBytes), at, lengthBytes);
}

/** The address family before a packet of a loopback device (LINKTYPE_NULL and LINKTYPE_LOOP of tcpdump.org). */
export function describeLoopback(dissection: Dissection, layer: number): Layer {
  const part = createLayerPart(dissection, layer);
  const family = toNamedText(addressFamilies, toAddressFamily(dissection.view, part.at, false));
  return part.build("null", "Null/Loopback", `Family: ${family}`, [
    part.field("null.family", "Family", family, part.at, 4),
  ]);
}

/** The layer of packets without a link header, which has no bytes. */
export function describeRaw(dissection: Dissection, layer: number): Layer {
  return createLayerPart(dissection, layer).build("raw", "Raw packet data", "No link information", []);
}
