import type { Dissection } from "../dissection.ts";
import { protocolCodes } from "../protocol.ts";
import { addApplication } from "./addApplication.ts";
import { addBroken, addData, addLayer, nesting } from "./addLayer.ts";
import { dissectEthernet } from "./dissectEthernet.ts";

/** Adds a UDP datagram (RFC 768), and what a VXLAN header (RFC 7348) in it carries. Its 8 bytes are there. */
export function dissectUdp(into: Dissection, at: number, outerWireEnd: number, depth: number): void {
  const { view } = into;
  const payload = at + 8;
  if (payload > outerWireEnd || payload > into.end) {
    addBroken(into, at, outerWireEnd, depth);
    return;
  }
  // RFC 2675: 0 is a jumbogram, which goes to the end of what carries it. A first fragment says the whole's length.
  const length = view.getUint16(at + 4);
  const isLengthWrong = length !== 0 && length < 8;
  const lengthEnd = isLengthWrong ? payload : at + length;
  const wireEnd = length !== 0 && lengthEnd < outerWireEnd ? lengthEnd : outerWireEnd;
  const end = wireEnd < into.end ? wireEnd : into.end;
  const layer = into.layerCount;
  if (!addLayer(into, protocolCodes.udp, at, payload, end)) return;
  if (depth === nesting.quoted) {
    addData(into, payload, wireEnd);
    return;
  }
  into.transport = layer;
  into.transportPayloadBytes = wireEnd - payload;
  if (isLengthWrong) into.isMalformed = true;
  if (payload >= end) return;
  const destinationPort = view.getUint16(at + 2);
  if (destinationPort === 4789 && depth === nesting.outermost && isVxlan(into, payload, end)) {
    if (addLayer(into, protocolCodes.vxlan, payload, payload + 8, end)) {
      dissectEthernet(into, payload + 8, wireEnd, nesting.tunnel);
    }
  } else addApplication(into, payload, end, view.getUint16(at), destinationPort, false);
}

/** RFC 7348 section 5: the I flag must be set, for the network identifier to be valid. */
function isVxlan({ bytes }: Dissection, at: number, end: number): boolean {
  return at + 8 <= end && ((bytes[at] ?? 0) & 0x08) !== 0;
}
