import type { Dissection } from "../dissection.ts";
import { protocolCodes } from "../protocol.ts";
import { addBroken, addData, addLayer, nesting } from "./addLayer.ts";
import { dissectIpPayload } from "./dissectIpPayload.ts";

/** Adds an IPv4 header (RFC 791) at `at` and what it carries. Its first 20 bytes are there, its options may be cut. */
export function dissectIpv4(into: Dissection, at: number, outerWireEnd: number, depth: number): void {
  const { view, bytes } = into;
  const end = outerWireEnd < into.end ? outerWireEnd : into.end;
  const first = at + 20 <= end ? (bytes[at] ?? 0) : 0;
  const headerLength = (first & 15) * 4;
  if (first >> 4 !== 4 || headerLength < 20) {
    addBroken(into, at, outerWireEnd, depth);
    return;
  }
  // A capture on the sender sees a length of 0 in what the network card cuts into packets (segmentation offload).
  const totalLength = view.getUint16(at + 2);
  const isLengthWrong = totalLength !== 0 && totalLength < headerLength;
  const lengthEnd = isLengthWrong ? at + headerLength : at + totalLength;
  const wireEnd = totalLength !== 0 && lengthEnd < outerWireEnd ? lengthEnd : outerWireEnd;
  const layerEnd = wireEnd < into.end ? wireEnd : into.end;
  const headerEnd = at + headerLength;
  const payload = headerEnd < layerEnd ? headerEnd : layerEnd;
  const layer = into.layerCount;
  if (!addLayer(into, protocolCodes.ip, at, payload, layerEnd)) return;
  const fragment = view.getUint16(at + 6);
  const isLaterFragment = (fragment & 0x1fff) !== 0;
  if (depth !== nesting.quoted) {
    into.network = layer;
    into.transport = -1;
    into.transportPayloadBytes = 0;
    into.isLaterFragment = isLaterFragment;
    if (isLengthWrong || headerEnd > outerWireEnd) into.isMalformed = true;
  }
  if (isLengthWrong || headerEnd > layerEnd) return;
  if (isLaterFragment) addData(into, headerEnd, wireEnd);
  else dissectIpPayload(into, bytes[at + 9] ?? 0, headerEnd, wireEnd, depth);
}
