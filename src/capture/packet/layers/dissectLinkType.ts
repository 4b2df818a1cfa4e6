import type { Dissection } from "../dissection.ts";
import { protocolCodes } from "../protocol.ts";
import { addBroken, addData, addLayer, nesting } from "./addLayer.ts";
import { toAddressFamily } from "./addressFamily.ts";
import { dissectEthernet } from "./dissectEthernet.ts";
import { dissectEtherType } from "./dissectEtherType.ts";
import { dissectIpv4 } from "./dissectIpv4.ts";
import { dissectIpv6 } from "./dissectIpv6.ts";

/** ARPHRD types (linux/if_arp.h) whose cooked header names an EtherType; netlink, radio and GRE devices do not. */
const arphrdWithoutEtherType = new Set([778, 801, 802, 803, 824]);

/** Adds all layers of a packet of that LINKTYPE (tcpdump.org/linktypes.html); unknown ones become data. */
export function dissectLinkType(into: Dissection, linkType: number): void {
  const { start } = into;
  const wireEnd = start + into.wireBytes;
  switch (linkType) {
    case 1:
      dissectEthernet(into, start, wireEnd, nesting.outermost);
      return;
    case 113:
      dissectCooked(into, start + 16, start + 14, start + 2, wireEnd);
      return;
    case 276:
      dissectCooked(into, start + 20, start, start + 8, wireEnd);
      return;
    case 0:
    case 108:
      dissectLoopback(into, linkType === 108, wireEnd);
      return;
    case 101:
      dissectRaw(into, wireEnd);
      return;
    case 228:
      dissectIpv4(into, start, wireEnd, nesting.outermost);
      return;
    case 229:
      dissectIpv6(into, start, wireEnd, nesting.outermost);
      return;
    default:
      addData(into, start, wireEnd);
  }
}

function dissectCooked(
  into: Dissection,
  payload: number,
  typeAt: number,
  hardwareAt: number,
  wireEnd: number,
): void {
  const { start, end, view } = into;
  if (payload > end) {
    addBroken(into, start, wireEnd, nesting.outermost);
    return;
  }
  addLayer(into, protocolCodes.sll, start, payload, end);
  const type = view.getUint16(typeAt);
  // Below 1536 stand Linux's own numbers (linux/if_ether.h): 802.2, CAN and such.
  if (type < 1536 || arphrdWithoutEtherType.has(view.getUint16(hardwareAt))) addData(into, payload, wireEnd);
  else dissectEtherType(into, type, payload, wireEnd, nesting.outermost);
}

function dissectLoopback(into: Dissection, isBigEndian: boolean, wireEnd: number): void {
  const { start, end, view } = into;
  const payload = start + 4;
  if (payload > end) {
    addBroken(into, start, wireEnd, nesting.outermost);
    return;
  }
  addLayer(into, protocolCodes.null, start, payload, end);
  const family = toAddressFamily(view, start, isBigEndian);
  if (family === 2) dissectIpv4(into, payload, wireEnd, nesting.outermost);
  // AF_INET6 of the BSDs, of FreeBSD and of macOS.
  else if (family === 24 || family === 28 || family === 30) {
    dissectIpv6(into, payload, wireEnd, nesting.outermost);
  } else addData(into, payload, wireEnd);
}

function dissectRaw(into: Dissection, wireEnd: number): void {
  const { start, end, bytes } = into;
  addLayer(into, protocolCodes.raw, start, start, end);
  const version = start < end ? (bytes[start] ?? 0) >> 4 : 0;
  if (version === 4) dissectIpv4(into, start, wireEnd, nesting.outermost);
  else if (version === 6) dissectIpv6(into, start, wireEnd, nesting.outermost);
  else addBroken(into, start, wireEnd, nesting.outermost);
}
