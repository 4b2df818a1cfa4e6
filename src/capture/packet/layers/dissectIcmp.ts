import type { Dissection } from "../dissection.ts";
import { protocolCodes } from "../protocol.ts";
import { addBroken, addData, addLayer, nesting } from "./addLayer.ts";
import { dissectIpv4 } from "./dissectIpv4.ts";
import { dissectIpv6 } from "./dissectIpv6.ts";

/**
 * Adds an ICMP message (RFC 792) or, by `protocol`, one of ICMPv6 (RFC 4443), and what an error quotes. Its first 4
 * bytes are there; its header counts as 8.
 */
export function dissectIcmp(
  into: Dissection,
  protocol: number,
  at: number,
  wireEnd: number,
  depth: number,
): void {
  const end = wireEnd < into.end ? wireEnd : into.end;
  if (at + 4 > end) {
    addBroken(into, at, wireEnd, depth);
    return;
  }
  const headerEnd = at + 8;
  const payload = headerEnd < end ? headerEnd : end;
  const layer = into.layerCount;
  if (!addLayer(into, protocol, at, payload, end)) return;
  const isQuoted = depth === nesting.quoted;
  if (!isQuoted) {
    into.transport = layer;
    into.transportPayloadBytes = wireEnd > headerEnd ? wireEnd - headerEnd : 0;
    if (headerEnd > wireEnd) into.isMalformed = true;
  }
  if (headerEnd >= end) return;
  const isVersion4 = protocol === protocolCodes.icmp;
  const type = into.bytes[at] ?? 0;
  const isEcho = isVersion4 ? type === 8 || type === 0 : type === 128 || type === 129;
  if (isEcho) addData(into, headerEnd, wireEnd);
  else if (isQuoted) return;
  else if (isVersion4 && isError(type)) {
    into.quotedFrom = into.layerCount;
    dissectIpv4(
      into,
      headerEnd,
      toQuotedEnd((into.bytes[at + 5] ?? 0) * 4, headerEnd, wireEnd),
      nesting.quoted,
    );
  } else if (!isVersion4 && type >= 1 && type <= 4) {
    into.quotedFrom = into.layerCount;
    dissectIpv6(
      into,
      headerEnd,
      toQuotedEnd((into.bytes[at + 4] ?? 0) * 8, headerEnd, wireEnd),
      nesting.quoted,
    );
  }
}

/** Destination unreachable, source quench, redirect, time exceeded, parameter problem. */
function isError(type: number): boolean {
  return type === 3 || type === 4 || type === 5 || type === 11 || type === 12;
}

/** RFC 4884 section 4: where extensions follow, the quoted part says its length, and is at least 128 bytes long. */
function toQuotedEnd(lengthBytes: number, start: number, wireEnd: number): number {
  return lengthBytes >= 128 && start + lengthBytes < wireEnd ? start + lengthBytes : wireEnd;
}
