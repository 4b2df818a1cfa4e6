import { CaptureError } from "../../../src/capture/captureError.ts";
import type { PacketRecord } from "../../../src/capture/packetRecord.ts";
import { createRecordReader, type RecordReader } from "../../../src/capture/recordReader.ts";

export type KeptRecord = Omit<PacketRecord, "bytes" | "start" | "end"> & { readonly packet: Uint8Array };

/** A record that outlives the next one. */
export function keepRecord({ bytes, start, end, ...rest }: PacketRecord): KeptRecord {
  return { ...rest, packet: bytes.slice(start, end) };
}

/** What a reader makes of bytes that come in pieces of one length, each of which is overwritten after its push. */
export function readRecords(bytes: Uint8Array, pieceBytes = 1 << 20) {
  const records: KeptRecord[] = [];
  const reader = createRecordReader((record) => records.push(keepRecord(record)));
  const piece = new Uint8Array(Math.min(pieceBytes, Math.max(bytes.length, 1)));
  let refusal: string | undefined;
  try {
    for (let at = 0; at < bytes.length; at += piece.length) {
      const part = bytes.subarray(at, at + piece.length);
      piece.set(part);
      reader.push(piece.subarray(0, part.length));
      piece.fill(0xa5);
    }
    reader.end();
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error;
    refusal = error.code;
  }
  return { records, refusal, reader };
}

/** All that a reader says but its records. */
export function toFace({ format, damage, isDone, interfaces, layout }: RecordReader) {
  return structuredClone({ format, damage, isDone, interfaces, layout });
}
