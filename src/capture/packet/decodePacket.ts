import { describeApplication } from "./app/describeApplication.ts";
import type { Field, Layer } from "./decodedPacket.ts";
import { describeArp } from "./describe/describeArp.ts";
import { describeData } from "./describe/describeData.ts";
import { describeEthernet } from "./describe/describeEthernet.ts";
import { describeIcmp } from "./describe/describeIcmp.ts";
import { describeIcmpv6 } from "./describe/describeIcmpv6.ts";
import { describeIpv4 } from "./describe/describeIpv4.ts";
import { describeIpv6 } from "./describe/describeIpv6.ts";
import { describeCooked, describeLoopback, describeRaw } from "./describe/describeLink.ts";
import { describeTcp } from "./describe/describeTcp.ts";
import { describeGre, describeVxlan } from "./describe/describeTunnel.ts";
import { describeUdp } from "./describe/describeUdp.ts";
import { describeVlan } from "./describe/describeVlan.ts";
import { limitFields } from "./describe/limitFields.ts";
import type { Dissection } from "./dissection.ts";
import type { PacketContext } from "./packetContext.ts";
import { protocolNames } from "./protocol.ts";
import { toFaultText } from "./toFaultText.ts";

/**
 * The layers of a dissected packet with their fields, outermost first, the link layer being the first. Never throws;
 * at most `maxLayers` layers, 2,000 fields and 4 levels of them, with places inside the captured bytes.
 */
export function decodePacket(dissection: Dissection, context: PacketContext): readonly Layer[] {
  const layers: Layer[] = [];
  for (let layer = 0; layer < dissection.layerCount; layer += 1) {
    const described = describeLayer(dissection, layer, context);
    layers.push(
      layer < dissection.quotedFrom ? described : { ...described, label: `${described.label} (quoted)` },
    );
  }
  const last = layers.pop();
  if (last !== undefined) layers.push(withFault(last, toFaultText(dissection)));
  return limitFields(layers);
}

function describeLayer(dissection: Dissection, layer: number, context: PacketContext): Layer {
  switch (protocolNames[dissection.protocols[layer] ?? 0]) {
    case "eth":
      return describeEthernet(dissection, layer);
    case "sll":
      return describeCooked(dissection, layer);
    case "null":
      return describeLoopback(dissection, layer);
    case "raw":
      return describeRaw(dissection, layer);
    case "vlan":
    case "ieee8021ad":
      return describeVlan(dissection, layer);
    case "arp":
      return describeArp(dissection, layer);
    case "ip":
      return describeIpv4(dissection, layer);
    case "ipv6":
      return describeIpv6(dissection, layer);
    case "tcp":
      return describeTcp(dissection, layer, context);
    case "udp":
      return describeUdp(dissection, layer, context);
    case "icmp":
      return describeIcmp(dissection, layer);
    case "icmpv6":
      return describeIcmpv6(dissection, layer);
    case "vxlan":
      return describeVxlan(dissection, layer);
    case "gre":
      return describeGre(dissection, layer);
    default:
      return (
        (layer === dissection.application ? describeApplication(dissection) : undefined) ??
        describeData(dissection, layer)
      );
  }
}

function withFault(layer: Layer, fault: string | undefined): Layer {
  if (fault === undefined) return layer;
  const field: Field = { name: "", label: "Fault", value: fault, start: layer.end, end: layer.end };
  return { ...layer, fields: [...layer.fields, field] };
}
