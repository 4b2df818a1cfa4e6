import { toIpv4Text, toMacText } from "./address.ts";
import type { Dissection } from "./dissection.ts";

/** What an ARP packet says of Ethernet and IPv4. */
export type Arp = {
  /** 1 for a request, 2 for a reply. */
  readonly opcode: number;
  readonly senderMac: string;
  readonly senderIp: string;
  readonly targetMac: string;
  readonly targetIp: string;
};

/** An `arp` layer of a packet (RFC 826); undefined where it is cut off, or about other addresses. */
export function readArp({ bytes, view, starts, ends }: Dissection, layer: number): Arp | undefined {
  const at = starts[layer] ?? 0;
  if ((ends[layer] ?? 0) < at + 28 || bytes[at + 4] !== 6 || bytes[at + 5] !== 4) return undefined;
  return {
    opcode: view.getUint16(at + 6),
    senderMac: toMacText(bytes, at + 8),
    senderIp: toIpv4Text(bytes, at + 14),
    targetMac: toMacText(bytes, at + 18),
    targetIp: toIpv4Text(bytes, at + 24),
  };
}
