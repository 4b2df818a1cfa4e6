import { toReading } from "../captureClock.ts";
import type { CaptureLayout, CaptureSection, LayoutInterface } from "../captureLayout.ts";
import type { GatheringSink } from "./byteSink.ts";
import type { OutgoingPacket } from "./outgoingPacket.ts";

const interfaceName = 2;
const interfaceResolution = 9;
const interfaceOffset = 14;

/**
 * Begins a little-endian pcapng file (draft-ietf-opsawg-pcapng) and gives what adds a packet to it. Sections,
 * interfaces and their clocks are those of the file that the packets come from; with `withNames` interfaces have
 * their names, other options and comments are left out. A packet without a time stays one in a simple packet block,
 * or gets the time of the packet before it when that block cannot say how much of it there is.
 */
export function createPcapngOutput(
  sink: GatheringSink,
  layout: CaptureLayout,
  withNames: boolean,
): (packet: OutgoingPacket) => void {
  let section: CaptureSection | undefined;
  let seconds = 0;
  let nanoseconds = 0;
  const beginSection = (next: CaptureSection | undefined) => {
    writeSectionHeader(sink);
    for (const own of next?.interfaces ?? []) writeInterface(sink, own, withNames);
    section = next;
  };
  // Also a file without packets has a section.
  beginSection(layout.sections[0]);

  return (packet) => {
    const next = findSection(layout.sections, packet.interfaceNumber);
    if (next !== section) beginSection(next);
    const interfaceId = packet.interfaceNumber - (next?.firstInterface ?? 0);
    const own = next?.interfaces[interfaceId];
    if (own === undefined) throw new RangeError("The layout is not the packet's.");
    if (!Number.isNaN(packet.seconds)) {
      ({ seconds, nanoseconds } = packet);
    } else if (packet.bytes.length === Math.min(packet.wireBytes, own.snaplenBytes || packet.wireBytes)) {
      writeSimplePacket(sink, packet);
      return;
    }
    const reading = toReading(own.clock, Math.max(seconds, own.clock.offsetSeconds), nanoseconds);
    writeEnhancedPacket(sink, packet, interfaceId, reading);
  };
}

/** The section that has the interface. */
function findSection(
  sections: readonly CaptureSection[],
  interfaceNumber: number,
): CaptureSection | undefined {
  let low = 0;
  let high = sections.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sections[middle]?.firstInterface ?? 0) <= interfaceNumber) low = middle + 1;
    else high = middle;
  }
  return sections[low - 1];
}

/** Adds a block but for its body, which begins 8 bytes behind its beginning; padding is zero as it comes. */
function addBlock(sink: GatheringSink, type: number, bodyBytes: number): DataView {
  const lengthBytes = 12 + bodyBytes + (-bodyBytes & 3);
  const view = sink.reserve(lengthBytes);
  view.setUint32(0, type, true);
  view.setUint32(4, lengthBytes, true);
  view.setUint32(lengthBytes - 4, lengthBytes, true);
  return view;
}

function writeSectionHeader(sink: GatheringSink): void {
  const view = addBlock(sink, 0x0a0d0d0a, 16);
  view.setUint32(8, 0x1a2b3c4d, true);
  view.setUint16(12, 1, true);
  // The section's length is not told.
  view.setBigInt64(16, -1n, true);
}

function writeInterface(sink: GatheringSink, own: LayoutInterface, withNames: boolean): void {
  const name = new TextEncoder().encode((withNames && own.name) || "");
  const nameBytes = name.length > 0 ? 4 + name.length + (-name.length & 3) : 0;
  const { resolution, offsetSeconds } = own.clock;
  const view = addBlock(sink, 1, 8 + nameBytes + 8 + (offsetSeconds === 0 ? 0 : 12) + 4);
  view.setUint16(8, own.linkType, true);
  view.setUint32(12, own.snaplenBytes, true);
  let at = 16;
  if (nameBytes > 0) {
    view.setUint16(at, interfaceName, true);
    view.setUint16(at + 2, name.length, true);
    setBytes(view, at + 4, name);
    at += nameBytes;
  }
  view.setUint16(at, interfaceResolution, true);
  view.setUint16(at + 2, 1, true);
  view.setUint8(at + 4, resolution);
  at += 8;
  if (offsetSeconds !== 0) {
    view.setUint16(at, interfaceOffset, true);
    view.setUint16(at + 2, 8, true);
    view.setBigInt64(at + 4, BigInt(offsetSeconds), true);
  }
}

function writeEnhancedPacket(
  sink: GatheringSink,
  packet: OutgoingPacket,
  interfaceId: number,
  reading: bigint,
): void {
  const view = addBlock(sink, 6, 20 + packet.bytes.length);
  view.setUint32(8, interfaceId, true);
  view.setUint32(12, Number(reading >> 32n), true);
  view.setUint32(16, Number(reading & 0xffff_ffffn), true);
  view.setUint32(20, packet.bytes.length, true);
  view.setUint32(24, packet.wireBytes, true);
  setBytes(view, 28, packet.bytes);
}

function writeSimplePacket(sink: GatheringSink, packet: OutgoingPacket): void {
  const view = addBlock(sink, 3, 4 + packet.bytes.length);
  view.setUint32(8, packet.wireBytes, true);
  setBytes(view, 12, packet.bytes);
}

function setBytes(view: DataView, at: number, bytes: Uint8Array): void {
  new Uint8Array(view.buffer, view.byteOffset + at, bytes.length).set(bytes);
}
