import type { ByteCursor } from "./byteCursor.ts";
import { CaptureError } from "./captureError.ts";
import type { Damage } from "./captureSummary.ts";
import { addInterface, addTime, createInterfaceTally, type PacketTally } from "./packetTally.ts";

const fileHeaderBytes = 24;
const recordHeaderBytes = 16;
/** The largest packet that libpcap writes for ordinary link types (MAXIMUM_SNAPLEN). */
const maxPacketBytes = 262_144;

/** Counts the records of a pcap file (draft-ietf-opsawg-pcap) from its first byte; throws a CaptureError for a cut header. */
export async function countPcapRecords(cursor: ByteCursor, tally: PacketTally): Promise<Damage | null> {
  if (!(await cursor.fill(fileHeaderBytes))) throw new CaptureError("truncatedHeader");
  const magic = cursor.view.getUint32(cursor.at);
  const littleEndian = magic === 0xd4c3b2a1 || magic === 0x4d3cb2a1;
  const isNano = magic === 0xa1b23c4d || magic === 0x4d3cb2a1;
  const snaplenBytes = cursor.view.getUint32(cursor.at + 16, littleEndian);
  // The upper half of the last field tells of frame check sequences.
  const linkType = cursor.view.getUint32(cursor.at + 20, littleEndian) & 0xffff;
  cursor.at += fileHeaderBytes;

  const scale = isNano ? 1n : 1000n;
  const own = createInterfaceTally({
    linkType,
    snaplenBytes,
    toNanoseconds: (seconds, fraction) => BigInt(seconds) * 1_000_000_000n + BigInt(fraction) * scale,
  });
  tally.linkTypes.add(linkType);
  const damage = await countRecords(
    cursor,
    littleEndian,
    Math.max(snaplenBytes, maxPacketBytes),
    (record) => {
      tally.packets += 1;
      tally.capturedBytes += record.lengthBytes;
      addTime(own, record.seconds, record.fraction);
    },
  );
  addInterface(tally, own);
  return damage;
}

type PcapRecord = { seconds: number; fraction: number; lengthBytes: number };

/** Calls back with one object, refilled for each whole record. */
async function countRecords(
  cursor: ByteCursor,
  littleEndian: boolean,
  maxBytes: number,
  add: (record: PcapRecord) => void,
): Promise<Damage | null> {
  const record = { seconds: 0, fraction: 0, lengthBytes: 0 };
  for (;;) {
    if (cursor.end - cursor.at < recordHeaderBytes && !(await cursor.fill(recordHeaderBytes))) {
      return cursor.at === cursor.end ? null : { offset: cursor.position(), reason: "truncated" };
    }
    const offset = cursor.position();
    const { view, at } = cursor;
    record.seconds = view.getUint32(at, littleEndian);
    record.fraction = view.getUint32(at + 4, littleEndian);
    record.lengthBytes = view.getUint32(at + 8, littleEndian);
    if (record.lengthBytes > maxBytes) return { offset, reason: "badLength" };
    const next = at + recordHeaderBytes + record.lengthBytes;
    if (next <= cursor.end) cursor.at = next;
    else if (!(await cursor.skip(next - at))) return { offset, reason: "truncated" };
    add(record);
  }
}
