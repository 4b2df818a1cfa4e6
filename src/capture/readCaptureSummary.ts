import type { ByteSource } from "./byteSource.ts";
import { CaptureError } from "./captureError.ts";
import { openCapturePieces } from "./capturePieces.ts";
import type { CaptureSummary } from "./captureSummary.ts";
import { toLinkTypeName } from "./linkTypeName.ts";
import { addPacket, createPacketTally, toCounts } from "./packetTally.ts";
import { createRecordReader } from "./recordReader.ts";

/**
 * Counts what stands in a pcap or pcapng file, also in gzip, in one pass and little memory. A damaged file gives
 * what stands before its damage; rejects with a CaptureError for what is no capture.
 */
export async function readCaptureSummary(source: ByteSource): Promise<CaptureSummary> {
  const tally = createPacketTally();
  const reader = createRecordReader((record) => addPacket(tally, record));
  const pieces = await openCapturePieces(source);
  try {
    while (!reader.isDone) {
      const piece = await pieces.next();
      if (piece === undefined) reader.end(pieces.isBroken());
      else reader.push(piece);
    }
  } finally {
    await pieces.dispose();
  }
  if (reader.format === undefined) throw new CaptureError("unknownFormat");
  const linkTypes = new Set(reader.interfaces.map(({ linkType }) => toLinkTypeName(linkType)));
  return {
    kind: "capture",
    format: reader.format,
    compressed: pieces.isCompressed,
    ...toCounts(tally),
    linkTypes: [...linkTypes],
    damage: reader.damage,
    sizeBytes: source.sizeBytes,
  };
}
