import type { ObservedPacket } from "./captureAnalysis.ts";
import { readWindowScale } from "./readWindowScale.ts";
import { synFlag, type TcpSegment } from "./tcpSegment.ts";

/** Before every time that a file can give relative to another: 2^64 seconds. */
const noTimeNanoseconds = -2e28;

/** Reads the TCP header of a packet whose `transport` is one into `segment`. */
export function readSegment({ dissection, relativeNanoseconds }: ObservedPacket, segment: TcpSegment): void {
  const { view, bytes, starts, payloads, transport } = dissection;
  const at = starts[transport] ?? 0;
  segment.sequence = view.getInt32(at + 4);
  segment.acknowledgment = view.getInt32(at + 8);
  segment.flags = view.getUint16(at + 12) & 0x0fff;
  segment.window = view.getUint16(at + 14);
  segment.payloadBytes = dissection.transportPayloadBytes;
  segment.windowShift =
    (segment.flags & synFlag) === 0 ? -1 : readWindowScale(bytes, at + 20, payloads[transport] ?? at);
  segment.nanoseconds = Number.isNaN(relativeNanoseconds) ? noTimeNanoseconds : relativeNanoseconds;
}
