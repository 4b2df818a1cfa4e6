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

/** What is read at once: a hundred packets or more, so that rows beside each other need one read or two. */
const windowBytes = 1 << 16;
/** Windows begin at multiples of it, so that going backwards needs few reads too. */
const windowStepBytes = 1 << 14;
const leastBlockBytes = 12;

/** Gives access to the records of an uncompressed file of which a reader told the layout, also while it still grows. */
export function createRecordAccess(source: ByteSource, layout: CaptureLayout): RecordAccess {
  const record = createPacketRecord();
  let bytes: Uint8Array = new Uint8Array();
  let view = new DataView(bytes.buffer);
  let windowOffset = 0;

  const countPresent = (offset: number) =>
    offset < windowOffset ? 0 : Math.max(0, windowOffset + bytes.length - offset);

  /** Makes so many bytes from an offset stand in the window; false where the file has fewer. */
  const fill = async (offset: number, lengthBytes: number): Promise<boolean> => {
    const start = offset - (offset % windowStepBytes);
    const isLong = offset - start + lengthBytes > windowBytes;
    windowOffset = isLong ? offset : start;
    bytes = await source.read(windowOffset, isLong ? lengthBytes : windowBytes);
    view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return countPresent(offset) >= lengthBytes;
  };

  /** Fills the record and gives 0, or how many bytes it needs more than there are in the window, or -1 for no such record. */
  const readPcap = (offset: number, section: CaptureSection): number => {
    const present = countPresent(offset);
    if (present < recordHeaderBytes) return recordHeaderBytes;
    const lengthBytes = readPcapRecord(view, offset - windowOffset, section, record);
    return lengthBytes > present ? lengthBytes : Math.min(lengthBytes, 0);
  };

  /** Likewise. */
  const readPcapng = (offset: number, section: CaptureSection): number => {
    const present = countPresent(offset);
    if (present < leastBlockBytes) return leastBlockBytes;
    const { littleEndian } = section;
    const at = offset - windowOffset;
    const headBytes = toPacketHeadBytes(view.getUint32(at, littleEndian));
    const lengthBytes = view.getUint32(at + 4, littleEndian);
    if (headBytes === 0 || lengthBytes < headBytes || lengthBytes > maxRecordBytes) return -1;
    if (lengthBytes > present) return lengthBytes;
    const isWhole = view.getUint32(at + lengthBytes - 4, littleEndian) === lengthBytes;
    return isWhole && readPacketBlock(view, at, section, record) === undefined ? 0 : -1;
  };
  const readRecord = layout.format === "pcap" ? readPcap : readPcapng;

  return {
    read: async (offset) => {
      const section = findSection(layout.sections, offset);
      if (section === undefined || !Number.isSafeInteger(offset)) return undefined;
      let neededBytes = readRecord(offset, section);
      while (neededBytes > 0) {
        if (!(await fill(offset, neededBytes))) return undefined;
        // Its head may tell that it needs more, at most once: what it then says is there.
        neededBytes = readRecord(offset, section);
      }
      if (neededBytes < 0) return undefined;
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
