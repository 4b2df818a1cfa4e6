import type { Dissection } from "../dissection.ts";
import { protocolCodes } from "../protocol.ts";
import { addBroken, addData, addLayer, nesting } from "./addLayer.ts";
import { dissectIpPayload } from "./dissectIpPayload.ts";
import { maxExtensionHeaders, toExtensionLength } from "./ipv6Extension.ts";

/** Adds an IPv6 header (RFC 8200) with its extension headers as one layer, and what it carries. Its first 40 bytes are there. */
export function dissectIpv6(into: Dissection, at: number, outerWireEnd: number, depth: number): void {
  const { view, bytes } = into;
  const end = outerWireEnd < into.end ? outerWireEnd : into.end;
  if (at + 40 > end || (bytes[at] ?? 0) >> 4 !== 6) {
    addBroken(into, at, outerWireEnd, depth);
    return;
  }
  // 0 is a jumbogram (RFC 2675) or what the network card cuts into packets: it goes to the frame's end.
  const payloadLength = view.getUint16(at + 4);
  const lengthEnd = at + 40 + payloadLength;
  const wireEnd = payloadLength !== 0 && lengthEnd < outerWireEnd ? lengthEnd : outerWireEnd;
  const layerEnd = wireEnd < into.end ? wireEnd : into.end;
  let next = bytes[at + 6] ?? 0;
  let place = at + 40;
  let isLaterFragment = false;
  let isCut = false;
  for (let passed = 0; !isLaterFragment && passed <= maxExtensionHeaders; passed += 1) {
    const length = toExtensionLength(next, bytes, place, layerEnd);
    if (length === 0) break;
    if (passed === maxExtensionHeaders) {
      // No protocol has the number 255: the rest is data.
      next = 255;
      break;
    }
    isCut = place + length > layerEnd;
    if (isCut) break;
    if (next === 44) isLaterFragment = view.getUint16(place + 2) >= 8;
    next = bytes[place] ?? 0;
    place += length;
  }
  const payload = isCut ? layerEnd : place;
  const layer = into.layerCount;
  if (!addLayer(into, protocolCodes.ipv6, at, payload, layerEnd)) return;
  if (depth !== nesting.quoted) {
    into.network = layer;
    into.transport = -1;
    into.transportPayloadBytes = 0;
    into.isLaterFragment = isLaterFragment;
    if (isCut) into.isMalformed = true;
  }
  if (isCut) return;
  if (isLaterFragment) addData(into, payload, wireEnd);
  else dissectIpPayload(into, next, payload, wireEnd, depth);
}
