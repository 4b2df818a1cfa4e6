import { setTime } from "./captureClock.ts";
import type { CaptureSection } from "./captureLayout.ts";
import type { DamageReason } from "./captureSummary.ts";
import type { PacketRecord } from "./packetRecord.ts";

const obsoletePacket = 2;
const simplePacket = 3;
const enhancedPacket = 6;

/** The least length of a block of this type when it holds a packet, up to the packet's bytes and with its end; 0 for all others. */
export function toPacketHeadBytes(blockType: number): number {
  if (blockType === enhancedPacket || blockType === obsoletePacket) return 32;
  return blockType === simplePacket ? 16 : 0;
}

/**
 * Fills a record but for its offset and bytes from a packet block (draft-ietf-opsawg-pcapng, sections 4.3 to 4.4 and
 * appendix A) at `at`, of which the head is there; says why not when the block contradicts itself or the section.
 */
export function readPacketBlock(
  view: DataView,
  at: number,
  section: CaptureSection,
  record: PacketRecord,
): DamageReason | undefined {
  const { littleEndian, interfaces } = section;
  const type = view.getUint32(at, littleEndian);
  const lengthBytes = view.getUint32(at + 4, littleEndian);
  if (type === simplePacket) return readSimplePacket(view, at, section, record);
  const interfaceId =
    type === enhancedPacket ? view.getUint32(at + 8, littleEndian) : view.getUint16(at + 8, littleEndian);
  const own = interfaces[interfaceId];
  if (own === undefined) return "badInterface";
  const capturedBytes = view.getUint32(at + 20, littleEndian);
  if (capturedBytes > lengthBytes - 32) return "badLength";
  setTime(record, own.clock, view.getUint32(at + 12, littleEndian), view.getUint32(at + 16, littleEndian));
  const wireBytes = view.getUint32(at + 24, littleEndian);
  record.start = at + 28;
  record.end = record.start + capturedBytes;
  record.wireBytes = wireBytes > capturedBytes ? wireBytes : capturedBytes;
  record.linkType = own.linkType;
  record.interfaceNumber = section.firstInterface + interfaceId;
  return undefined;
}

/** A simple packet is the first interface's, has no time, and is as long as the interface's snaplen lets it be. */
function readSimplePacket(
  view: DataView,
  at: number,
  section: CaptureSection,
  record: PacketRecord,
): DamageReason | undefined {
  const own = section.interfaces[0];
  if (own === undefined) return "badInterface";
  const wireBytes = view.getUint32(at + 8, section.littleEndian);
  const capturedBytes = Math.min(wireBytes, own.snaplenBytes || wireBytes);
  if (capturedBytes > view.getUint32(at + 4, section.littleEndian) - 16) return "badLength";
  record.start = at + 12;
  record.end = record.start + capturedBytes;
  record.wireBytes = wireBytes;
  record.seconds = Number.NaN;
  record.nanoseconds = 0;
  record.linkType = own.linkType;
  record.interfaceNumber = section.firstInterface;
  return undefined;
}
