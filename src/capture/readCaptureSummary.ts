import { createByteCursor, type ByteCursor } from "./byteCursor.ts";
import type { ByteSource } from "./byteSource.ts";
import { CaptureError } from "./captureError.ts";
import type { CaptureSummary } from "./captureSummary.ts";
import { createGunzippedPieces } from "./gunzippedPieces.ts";
import { fileFormatHeadBytes, readFileFormat } from "./fileFormat.ts";
import { createPacketTally, toCounts } from "./packetTally.ts";
import { countPcapRecords } from "./pcapRecords.ts";
import { countPcapngBlocks } from "./pcapngBlocks.ts";
import { createPieces } from "./pieces.ts";

/**
 * Counts what stands in a pcap or pcapng file, also in gzip, in one pass and little memory. A damaged file gives
 * what stands before its damage; rejects with a CaptureError for what is no capture.
 */
export async function readCaptureSummary(source: ByteSource): Promise<CaptureSummary> {
  const head = await source.read(0, fileFormatHeadBytes);
  if (head.length === 0) throw new CaptureError("empty");
  if (readFileFormat(head) !== "gzip") {
    return { ...(await readPlain(createByteCursor(createPieces(source)))), sizeBytes: source.sizeBytes };
  }
  const pieces = createGunzippedPieces(source);
  try {
    const cursor = createByteCursor(pieces.next);
    const summary = await readPlain(cursor);
    const damage = pieces.isBroken() ? brokenAt(summary.damage?.offset ?? cursor.position()) : summary.damage;
    return { ...summary, damage, compressed: true, sizeBytes: source.sizeBytes };
  } finally {
    await pieces.dispose();
  }
}

function brokenAt(offset: number) {
  return { offset, reason: "badGzip" } as const;
}

async function readPlain(cursor: ByteCursor): Promise<Omit<CaptureSummary, "sizeBytes">> {
  await cursor.fill(fileFormatHeadBytes);
  const format = readFileFormat(cursor.bytes.subarray(cursor.at, cursor.at + fileFormatHeadBytes));
  if (format !== "pcap" && format !== "pcapng") throw new CaptureError("unknownFormat");
  const tally = createPacketTally();
  const damage = await (format === "pcap" ? countPcapRecords : countPcapngBlocks)(cursor, tally);
  return { kind: "capture", format, compressed: false, ...toCounts(tally), damage };
}
