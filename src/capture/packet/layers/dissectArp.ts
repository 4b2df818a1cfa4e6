import type { Dissection } from "../dissection.ts";
import { protocolCodes } from "../protocol.ts";
import { addBroken, addLayer, nesting } from "./addLayer.ts";

/** Adds an ARP packet (RFC 826); its first 8 bytes are there, its addresses only where the packet is not malformed. */
export function dissectArp(into: Dissection, at: number, wireEnd: number, depth: number): void {
  const end = wireEnd < into.end ? wireEnd : into.end;
  if (at + 8 > end) {
    addBroken(into, at, wireEnd, depth);
    return;
  }
  const hardwareLength = into.bytes[at + 4] ?? 0;
  const protocolLength = into.bytes[at + 5] ?? 0;
  const arpEnd = at + 8 + 2 * (hardwareLength + protocolLength);
  const isCut = arpEnd > end;
  const layerEnd = isCut ? end : arpEnd;
  if (addLayer(into, protocolCodes.arp, at, layerEnd, layerEnd) && isCut && depth !== nesting.quoted) {
    into.isMalformed = true;
  }
}
