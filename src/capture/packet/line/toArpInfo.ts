import type { Dissection } from "../dissection.ts";
import { readArp } from "../readArp.ts";

/** `Who has 10.0.0.1? Tell 10.0.0.2`, with the special requests of RFC 5227 told apart. */
export function toArpInfo(dissection: Dissection, layer: number): string {
  const arp = readArp(dissection, layer);
  if (arp === undefined) return "Address Resolution Protocol";
  const { opcode, senderIp, senderMac, targetIp, targetMac } = arp;
  if (opcode === 1) {
    if (senderIp === targetIp) {
      return targetMac === "00:00:00:00:00:00"
        ? `ARP Announcement for ${senderIp}`
        : `Gratuitous ARP for ${senderIp} (Request)`;
    }
    return senderIp === "0.0.0.0"
      ? `Who has ${targetIp}? (ARP Probe)`
      : `Who has ${targetIp}? Tell ${senderIp}`;
  }
  if (opcode === 2) {
    return senderIp === targetIp
      ? `Gratuitous ARP for ${senderIp} (Reply)`
      : `${senderIp} is at ${senderMac}`;
  }
  return `ARP opcode ${opcode} from ${senderIp}`;
}
