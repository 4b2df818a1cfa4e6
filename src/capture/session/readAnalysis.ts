import type { CaptureAnalysis } from "../analysis/captureAnalysis.ts";
import { createCaptureAnalysis } from "../analysis/createCaptureAnalysis.ts";
import type { ByteSource } from "../byteSource.ts";
import { CaptureError } from "../captureError.ts";
import { openCapturePieces } from "../capturePieces.ts";
import type { Damage } from "../captureSummary.ts";
import type { CaptureRequest } from "../findings/captureRequest.ts";
import { createFindingCollector } from "../findings/createFindingCollector.ts";
import type { Finding } from "../findings/finding.ts";
import type { CaptureInterface, PacketRecord } from "../packetRecord.ts";
import type { NextPiece } from "../pieces.ts";
import { createRecordReader } from "../recordReader.ts";

export type AnalysisOptions = {
  /** What the capture was asked for, where that is known. */
  readonly request?: CaptureRequest | undefined;
  /** A quicker way to the same bytes as the source's, from the beginning; it may give the same memory for each piece. */
  readonly openPass?: (() => NextPiece) | undefined;
  /** Hears of every record. */
  readonly observe?: ((record: PacketRecord) => void) | undefined;
};

/** What one pass over a file gave. */
export type ReadAnalysis = {
  readonly format: "pcap" | "pcapng";
  readonly isCompressed: boolean;
  readonly interfaces: readonly CaptureInterface[];
  readonly damage: Damage | null;
  readonly analysis: CaptureAnalysis;
  readonly findings: readonly Finding[];
};

/**
 * Reads a capture, also in gzip, in one pass. A damaged file gives what stands before its damage; rejects with a
 * CaptureError for what is no capture, and with the source's own errors.
 */
export async function readAnalysis(
  source: ByteSource,
  { request, openPass, observe }: AnalysisOptions = {},
): Promise<ReadAnalysis> {
  const collector = createFindingCollector();
  const analysis = createCaptureAnalysis(collector.observe);
  const reader = createRecordReader((record) => {
    observe?.(record);
    analysis.add(record);
  });
  const pieces = await openCapturePieces(source, openPass);
  try {
    while (!reader.isDone) {
      const piece = await pieces.next();
      if (piece === undefined) reader.end(pieces.isBroken());
      else reader.push(piece);
    }
  } finally {
    await pieces.dispose();
  }
  const { format, damage, interfaces } = reader;
  if (format === undefined) throw new CaptureError("unknownFormat");
  const { packets, conversations } = analysis;
  const findings = collector.build({ conversations, packets, damage, request, isComplete: true });
  return { format, isCompressed: pieces.isCompressed, interfaces, damage, analysis, findings };
}
