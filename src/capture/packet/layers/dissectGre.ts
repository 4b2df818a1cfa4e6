import type { Dissection } from "../dissection.ts";
import { protocolCodes } from "../protocol.ts";
import { addBroken, addData, addLayer, nesting } from "./addLayer.ts";
import { dissectEthernet } from "./dissectEthernet.ts";
import { dissectIpv4 } from "./dissectIpv4.ts";
import { dissectIpv6 } from "./dissectIpv6.ts";

/** Adds a GRE header (RFC 2784, RFC 2890) and the IP packet or Ethernet frame in it; its first 4 bytes are there. */
export function dissectGre(into: Dissection, at: number, wireEnd: number): void {
  const end = wireEnd < into.end ? wireEnd : into.end;
  if (at + 4 > end) {
    addBroken(into, at, wireEnd, nesting.outermost);
    return;
  }
  const flags = into.view.getUint16(at);
  const headerEnd = at + toGreLength(flags);
  const payload = headerEnd < end ? headerEnd : end;
  if (!addLayer(into, protocolCodes.gre, at, payload, end)) return;
  if (headerEnd > end) {
    into.isMalformed = true;
    return;
  }
  // RFC 2784 section 2.3: with source routes (R) or another version the header's end is not known.
  const type = (flags & 0x4007) === 0 ? into.view.getUint16(at + 2) : 0;
  if (type === 0x0800) dissectIpv4(into, payload, wireEnd, nesting.tunnel);
  else if (type === 0x86dd) dissectIpv6(into, payload, wireEnd, nesting.tunnel);
  else if (type === 0x6558) dissectEthernet(into, payload, wireEnd, nesting.tunnel);
  else addData(into, payload, wireEnd);
}

/** The length of a GRE header by its flags: 4 bytes each for checksum or routing, key, sequence and, of version 1, acknowledgment. */
export function toGreLength(flags: number): number {
  let length = 4;
  if ((flags & 0xc000) !== 0) length += 4;
  if ((flags & 0x2000) !== 0) length += 4;
  if ((flags & 0x1000) !== 0) length += 4;
  // RFC 2637 section 4.1
  if ((flags & 0x0087) === 0x0081) length += 4;
  return length;
}
