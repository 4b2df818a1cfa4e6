import type { Dissection } from "../dissection.ts";
import { protocolCodes } from "../protocol.ts";
import { addApplication } from "./addApplication.ts";
import { addBroken, addData, addLayer, nesting } from "./addLayer.ts";

/**
 * Adds a TCP segment (RFC 9293 section 3.1). Its first 20 bytes are there, its options may be cut; of a quoted one 8
 * bytes are enough (RFC 792), then the layer ends before its flags.
 */
export function dissectTcp(into: Dissection, at: number, wireEnd: number, depth: number): void {
  const { view, bytes } = into;
  const end = wireEnd < into.end ? wireEnd : into.end;
  const isQuoted = depth === nesting.quoted;
  if (at + 20 > end) {
    if (isQuoted && at + 8 <= end) addLayer(into, protocolCodes.tcp, at, end, end);
    else addBroken(into, at, wireEnd, depth);
    return;
  }
  const headerLength = ((bytes[at + 12] ?? 0) >> 4) * 4;
  const isLengthWrong = headerLength < 20 || at + headerLength > wireEnd;
  const headerEnd = headerLength < 20 ? at + 20 : at + headerLength;
  const payload = headerEnd < end ? headerEnd : end;
  const layer = into.layerCount;
  if (!addLayer(into, protocolCodes.tcp, at, payload, end)) return;
  if (isQuoted) {
    addData(into, payload, wireEnd);
    return;
  }
  into.transport = layer;
  into.transportPayloadBytes = isLengthWrong ? 0 : wireEnd - headerEnd;
  if (isLengthWrong) into.isMalformed = true;
  else if (payload < end) {
    addApplication(into, payload, end, view.getUint16(at), view.getUint16(at + 2), true);
  }
}
