import type { Dissection } from "../dissection.ts";
import { protocolCodes } from "../protocol.ts";
import { addBroken, addData, addLayer } from "./addLayer.ts";
import { dissectArp } from "./dissectArp.ts";
import { dissectIpv4 } from "./dissectIpv4.ts";
import { dissectIpv6 } from "./dissectIpv6.ts";

/** Adds the layers of what an EtherType (IEEE 802 numbers) names, behind any number of VLAN tags (IEEE 802.1Q). */
export function dissectEtherType(
  into: Dissection,
  etherType: number,
  start: number,
  wireEnd: number,
  depth: number,
): void {
  let type = etherType;
  let at = start;
  for (;;) {
    switch (type) {
      case 0x0800:
        dissectIpv4(into, at, wireEnd, depth);
        return;
      case 0x86dd:
        dissectIpv6(into, at, wireEnd, depth);
        return;
      case 0x0806:
        dissectArp(into, at, wireEnd, depth);
        return;
      case 0x8100:
      case 0x88a8:
      case 0x9100: {
        const end = wireEnd < into.end ? wireEnd : into.end;
        if (at + 4 > end) {
          addBroken(into, at, wireEnd, depth);
          return;
        }
        // 0x9100 is a provider's tag of before IEEE 802.1ad, with the customer tag's form and name.
        const tag = type === 0x88a8 ? protocolCodes.ieee8021ad : protocolCodes.vlan;
        if (!addLayer(into, tag, at, at + 4, end)) return;
        type = into.view.getUint16(at + 2);
        at += 4;
        break;
      }
      default: {
        // Up to 1500 it is the length of an 802.3 payload, behind which padding may lie.
        const lengthEnd = at + type;
        addData(into, at, type <= 1500 && lengthEnd < wireEnd ? lengthEnd : wireEnd);
        return;
      }
    }
  }
}
