import { etherTypeNames } from "../describe/etherTypeNames.ts";
import { toHexText } from "../describe/valueText.ts";
import type { Dissection } from "../dissection.ts";
import { protocolCodes, protocolNames } from "../protocol.ts";

/** A packet without IP and ARP: what its link layer says that it carries. */
export function toLinkInfo(dissection: Dissection): { protocol: string; info: string } {
  const { protocols, payloads, starts, ends, layerCount } = dissection;
  let type: number | undefined;
  let dataBytes = 0;
  for (let layer = 0; layer < layerCount; layer += 1) {
    const payload = payloads[layer] ?? 0;
    if (protocols[layer] === protocolCodes.data) dataBytes = (ends[layer] ?? 0) - (starts[layer] ?? 0);
    else type = toType(dissection, protocols[layer] ?? 0, starts[layer] ?? 0, payload) ?? type;
  }
  const info = dataBytes > 0 ? `${dataBytes} bytes` : "";
  if (type === undefined) return { protocol: toLinkName(dissection), info };
  if (type <= 1500) return { protocol: "IEEE 802.3", info };
  const name = etherTypeNames.get(type);
  const hex = toHexText(type, 4);
  return { protocol: hex, info: [name, info].filter((word) => word !== undefined && word !== "").join(", ") };
}

/** The EtherType stands at an Ethernet header's and a tag's end, and in cooked headers at the end (v1) or first (v2). */
function toType({ view }: Dissection, protocol: number, start: number, payload: number): number | undefined {
  switch (protocol) {
    case protocolCodes.eth:
    case protocolCodes.vlan:
    case protocolCodes.ieee8021ad:
      return view.getUint16(payload - 2);
    case protocolCodes.sll:
      return view.getUint16(payload - start === 20 ? start : payload - 2);
    default:
      return undefined;
  }
}

function toLinkName({ protocols, layerCount }: Dissection): string {
  const name = layerCount > 0 ? protocolNames[protocols[0] ?? 0] : undefined;
  return (name ?? "data").toUpperCase();
}
