import type { Endpoint } from "../analysis/conversation.ts";
import type { Dissection } from "../packet/dissection.ts";
import { protocolCodes } from "../packet/protocol.ts";
import { toIpv4Text, toIpv6Text } from "../packet/address.ts";

/** An address with its port as a URL's authority writes them (RFC 3986): `10.0.0.1:443`, `[fd00::1]:443`. */
export function toEndpointText({ address, port }: Endpoint): string {
  if (port === undefined) return address;
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Who sent a packet, or to whom: the ends of its innermost IP layer with the transport's ports where it has some. */
export function readEndpoint(dissection: Dissection, which: "source" | "destination"): Endpoint {
  return {
    address: readAddress(dissection, dissection.network, which),
    port: readPort(dissection, dissection.transport, which),
  };
}

/** The address in an IP layer; empty where the layer is none. */
export function readAddress(
  { bytes, protocols, starts }: Dissection,
  layer: number,
  which: "source" | "destination",
): string {
  const at = starts[layer] ?? 0;
  if (layer < 0) return "";
  switch (protocols[layer]) {
    case protocolCodes.ip:
      return toIpv4Text(bytes, at + (which === "source" ? 12 : 16));
    case protocolCodes.ipv6:
      return toIpv6Text(bytes, at + (which === "source" ? 8 : 24));
    default:
      return "";
  }
}

/** The port in a TCP or UDP layer, of which 4 bytes are enough; undefined for others. */
export function readPort(
  { view, protocols, starts }: Dissection,
  layer: number,
  which: "source" | "destination",
): number | undefined {
  const protocol = layer < 0 ? undefined : protocols[layer];
  if (protocol !== protocolCodes.tcp && protocol !== protocolCodes.udp) return undefined;
  return view.getUint16((starts[layer] ?? 0) + (which === "source" ? 0 : 2));
}
