import type { Dissection } from "../dissection.ts";
import { protocolCodes } from "../protocol.ts";
import { addData, nesting } from "./addLayer.ts";
import { dissectGre } from "./dissectGre.ts";
import { dissectIcmp } from "./dissectIcmp.ts";
import { dissectIpv4 } from "./dissectIpv4.ts";
import { dissectIpv6 } from "./dissectIpv6.ts";
import { dissectTcp } from "./dissectTcp.ts";
import { dissectUdp } from "./dissectUdp.ts";

/** Adds the layers of what an IP packet carries, by its protocol number (IANA); one tunnel is opened, others stay data. */
export function dissectIpPayload(
  into: Dissection,
  protocol: number,
  at: number,
  wireEnd: number,
  depth: number,
): void {
  switch (protocol) {
    case 6:
      dissectTcp(into, at, wireEnd, depth);
      return;
    case 17:
      dissectUdp(into, at, wireEnd, depth);
      return;
    case 1:
      dissectIcmp(into, protocolCodes.icmp, at, wireEnd, depth);
      return;
    case 58:
      dissectIcmp(into, protocolCodes.icmpv6, at, wireEnd, depth);
      return;
    case 4:
      if (depth === nesting.outermost) dissectIpv4(into, at, wireEnd, nesting.tunnel);
      else addData(into, at, wireEnd);
      return;
    case 41:
      if (depth === nesting.outermost) dissectIpv6(into, at, wireEnd, nesting.tunnel);
      else addData(into, at, wireEnd);
      return;
    case 47:
      if (depth === nesting.outermost) dissectGre(into, at, wireEnd);
      else addData(into, at, wireEnd);
      return;
    default:
      addData(into, at, wireEnd);
  }
}
