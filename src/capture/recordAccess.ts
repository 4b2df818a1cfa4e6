import type { ByteSource } from "./byteSource.ts";
import { maxRecordBytes, type CaptureLayout, type CaptureSection } from "./captureLayout.ts";
import { readPcapRecord, recordHeaderBytes } from "./pcapRecords.ts";
import type { PacketRecord } from "./packetRecord.ts";
import { readPacketBlock, toPacketHeadBytes } from "./pcapngPackets.ts";
import { createPacketRecord } from "./recordReader.ts";

/** Reads single records of a file again. */
export type RecordAccess = {
  /**
   * The record that a RecordReader gave with this offset, in an object that is valid until the next call; undefined
   * when no such record is there any more. One call at a time; rejects with the source's own errors alone.
   */
  read(offset: number): Promise<PacketRecord | undefined>;
};

/** What is read at once: several hundred packets, so that rows beside each other need one read. */
const windowBytes = 1 << 18;
/** Windows begin at multiples of it, so that going backwards needs few reads too. */
const windowStepBytes = 1 << 16;
const leastBlockBytes = 12;

/** Gives access to the records of an uncompressed file of which a reader told the layout, also while it still grows. */
export function createRecordAccess(source: ByteSource, layout: CaptureLayout): RecordAccess {
  const record = createPacketRecord();
  let bytes = new Uint8Array();
  let view = new DataView(bytes.buffer);
  let windowOffset = 0;

  /** Makes so many bytes from an offset stand in the window; false where the file has fewer. */
  const fill = async (offset: number, lengthBytes: number): Promise<boolean> => {
    const isThere = () => offset >= windowOffset && offset + lengthBytes <= windowOffset + bytes.length;
    if (isThere()) return true;
    const start = offset - (offset % windowStepBytes);
    const isLong = offset - start + lengthBytes > windowBytes;
    windowOffset = isLong ? offset : start;
    bytes = new Uint8Array(await source.read(windowOffset, isLong ? lengthBytes : windowBytes));
    view = new DataView(bytes.buffer);
    return isThere();
  };

  const readPcap = async (offset: number, section: CaptureSection): Promise<boolean> => {
    if (!(await fill(offset, recordHeaderBytes))) return false;
    const lengthBytes = readPcapRecord(view, offset - windowOffset, section, record);
    if (lengthBytes < 0 || !(await fill(offset, lengthBytes))) return false;
    // The window may be another one now.
    readPcapRecord(view, offset - windowOffset, section, record);
    return true;
  };

  const readPcapng = async (offset: number, section: CaptureSection): Promise<boolean> => {
    if (!(await fill(offset, leastBlockBytes))) return false;
    const { littleEndian } = section;
    const headBytes = toPacketHeadBytes(view.getUint32(offset - windowOffset, littleEndian));
    const lengthBytes = view.getUint32(offset - windowOffset + 4, littleEndian);
    if (headBytes === 0 || lengthBytes < headBytes || lengthBytes > maxRecordBytes) return false;
    if (!(await fill(offset, lengthBytes))) return false;
    const at = offset - windowOffset;
    const isWhole = view.getUint32(at + lengthBytes - 4, littleEndian) === lengthBytes;
    return isWhole && readPacketBlock(view, at, section, record) === undefined;
  };

  return {
    read: async (offset) => {
      const section = findSection(layout.sections, offset);
      if (section === undefined || !Number.isSafeInteger(offset)) return undefined;
      const isRead = await (layout.format === "pcap" ? readPcap : readPcapng)(offset, section);
      if (!isRead) return undefined;
      record.bytes = bytes;
      record.offset = offset;
      return record;
    },
  };
}

/** The last section that begins before the offset. */
function findSection(sections: readonly CaptureSection[], offset: number): CaptureSection | undefined {
  let low = 0;
  let high = sections.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sections[middle]?.offset ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return sections[low - 1];
}
