import { createCaptureClock, microsecondClock } from "./captureClock.ts";
import { maxRecordBytes, type CaptureSection, type LayoutInterface } from "./captureLayout.ts";
import type { PacketRecord } from "./packetRecord.ts";
import type { RecordWalk } from "./recordWalk.ts";

const fileHeaderBytes = 24;
/** What stands before every packet. */
export const recordHeaderBytes = 16;
/** The largest packet that libpcap writes for ordinary link types (MAXIMUM_SNAPLEN). */
const maxPacketBytes = 262_144;

/** Reads the file header (draft-ietf-opsawg-pcap, section 4) of which all 24 bytes are there. */
function readPcapHeader(view: DataView, at: number): CaptureSection {
  const magic = view.getUint32(at);
  const littleEndian = magic === 0xd4c3b2a1 || magic === 0x4d3cb2a1;
  const isNano = magic === 0xa1b23c4d || magic === 0x4d3cb2a1;
  const own: LayoutInterface = {
    // The upper half of the last field tells of frame check sequences.
    linkType: view.getUint32(at + 20, littleEndian) & 0xffff,
    snaplenBytes: view.getUint32(at + 16, littleEndian),
    name: undefined,
    clock: isNano ? createCaptureClock(9) : microsecondClock,
  };
  return { offset: 0, littleEndian, firstInterface: 0, interfaces: [own] };
}

/**
 * Fills a record but for its offset and bytes from a record header at `at`, of which all 16 bytes are there; returns
 * how long the record is with its header, or -1 for a length that cannot be.
 */
export function readPcapRecord(
  view: DataView,
  at: number,
  section: CaptureSection,
  record: PacketRecord,
): number {
  const { littleEndian } = section;
  const own = section.interfaces[0];
  const capturedBytes = view.getUint32(at + 8, littleEndian);
  if (own === undefined || capturedBytes > maxRecordBytes) return -1;
  if (capturedBytes > maxPacketBytes && capturedBytes > own.snaplenBytes) return -1;
  const ticksPerSecond = own.clock.ticksPerSecond;
  const fraction = view.getUint32(at + 4, littleEndian);
  record.seconds = view.getUint32(at, littleEndian);
  if (fraction < ticksPerSecond) {
    record.nanoseconds = fraction * (1_000_000_000 / ticksPerSecond);
  } else {
    record.seconds += Math.floor(fraction / ticksPerSecond);
    record.nanoseconds = (fraction % ticksPerSecond) * (1_000_000_000 / ticksPerSecond);
  }
  record.start = at + recordHeaderBytes;
  record.end = record.start + capturedBytes;
  const wireBytes = view.getUint32(at + 12, littleEndian);
  record.wireBytes = wireBytes > capturedBytes ? wireBytes : capturedBytes;
  record.linkType = own.linkType;
  record.interfaceNumber = 0;
  return recordHeaderBytes + capturedBytes;
}

/** Goes through a pcap file (draft-ietf-opsawg-pcap) from its first byte. */
export function createPcapWalk(
  record: PacketRecord,
  onSection: (section: CaptureSection) => void,
  onPacket: (record: PacketRecord) => void,
): RecordWalk {
  let section: CaptureSection | undefined;
  const walk: RecordWalk = {
    neededBytes: fileHeaderBytes,
    recordOffset: 0,
    reason: undefined,
    walk: (bytes, from, end, fileOffset) => {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      record.bytes = bytes;
      let at = from;
      const stop = (neededBytes: number) => {
        walk.neededBytes = neededBytes;
        walk.recordOffset = fileOffset + at;
        return at;
      };
      if (section === undefined) {
        if (end - at < fileHeaderBytes) return at;
        section = readPcapHeader(view, at);
        onSection(section);
        at += fileHeaderBytes;
      }
      while (end - at >= recordHeaderBytes) {
        const recordBytes = readPcapRecord(view, at, section, record);
        if (recordBytes < 0) {
          walk.reason = "badLength";
          return stop(0);
        }
        if (end - at < recordBytes) return stop(recordBytes);
        record.offset = fileOffset + at;
        at += recordBytes;
        onPacket(record);
      }
      return stop(recordHeaderBytes);
    },
  };
  return walk;
}
