import type { Dissection } from "../dissection.ts";
import { protocolCodes } from "../protocol.ts";
import { addBroken, addLayer } from "./addLayer.ts";
import { dissectEtherType } from "./dissectEtherType.ts";

/** Adds an Ethernet header (IEEE 802.3, clause 3) at `at` and all layers in it; `wireEnd` is where the frame ends on the wire. */
export function dissectEthernet(into: Dissection, at: number, wireEnd: number, depth: number): void {
  const end = wireEnd < into.end ? wireEnd : into.end;
  const payload = at + 14;
  if (payload > end) {
    addBroken(into, at, wireEnd, depth);
    return;
  }
  if (!addLayer(into, protocolCodes.eth, at, payload, end)) return;
  dissectEtherType(into, into.view.getUint16(at + 12), payload, wireEnd, depth);
}
