import type { CaptureAnalysis } from "../analysis/captureAnalysis.ts";
import type { Conversation, Endpoint } from "../analysis/conversation.ts";
import { createCaptureAnalysis } from "../analysis/createCaptureAnalysis.ts";
import type { ByteSource } from "../byteSource.ts";
import { CaptureError } from "../captureError.ts";
import { openCapturePieces } from "../capturePieces.ts";
import type { FilterNode } from "../filter/filterNode.ts";
import { parseFilter } from "../filter/parseFilter.ts";
import { selectPackets } from "../filter/selectPackets.ts";
import type { CaptureRequest } from "../findings/captureRequest.ts";
import { createFindingCollector } from "../findings/createFindingCollector.ts";
import { toLinkTypeName } from "../linkTypeName.ts";
import { addPacket, createPacketTally, toCounts } from "../packetTally.ts";
import type { NextPiece } from "../pieces.ts";
import { createRecordReader } from "../recordReader.ts";
import type { CaptureReport, ReportConversation, ReportEndpoint, ReportTcp } from "./captureReport.ts";

export type ReportOptions = {
  /** What the capture was asked for, where that is known. */
  readonly request?: CaptureRequest | undefined;
  /** A quicker way to the same bytes as the source's, from the beginning; it may give the same memory each time. */
  readonly nextPiece?: NextPiece | undefined;
  /** A display filter whose packets are counted. */
  readonly filter?: string | undefined;
};

/**
 * Reads a capture, also in gzip, in one pass, or in two where a filter needs it, and tells what is in it. A damaged file gives what stands before its
 * damage; rejects with a CaptureError for what is no capture, with a FilterError for what is
 * no filter, and with the source's own errors.
 */
export async function readCaptureReport(
  source: ByteSource,
  options: ReportOptions = {},
): Promise<CaptureReport> {
  const { filter } = options;
  const node = filter === undefined ? undefined : parseFilter(filter);
  const tally = createPacketTally();
  const collector = createFindingCollector();
  const analysis = createCaptureAnalysis(collector.observe);
  const reader = createRecordReader((record) => {
    addPacket(tally, record);
    analysis.add(record);
  });
  const pieces = await openCapturePieces(source);
  const next = pieces.isCompressed ? pieces.next : (options.nextPiece ?? pieces.next);
  try {
    while (!reader.isDone) {
      const piece = await next();
      if (piece === undefined) reader.end(pieces.isBroken());
      else reader.push(piece);
    }
  } finally {
    await pieces.dispose();
  }
  const { format, damage, interfaces } = reader;
  if (format === undefined) throw new CaptureError("unknownFormat");
  const { packets, conversations } = analysis;
  return {
    kind: "capture",
    format,
    compressed: pieces.isCompressed,
    sizeBytes: source.sizeBytes,
    ...toCounts(tally),
    linkTypes: [...new Set(interfaces.map(({ linkType }) => toLinkTypeName(linkType)))],
    protocols: Object.fromEntries(analysis.protocolCounts()),
    ...buildConversations(analysis),
    findings: collector.build({
      conversations,
      packets,
      damage,
      request: options.request,
      isComplete: true,
    }),
    damage,
    ...(filter !== undefined && node !== undefined
      ? { filter: { expression: filter, packets: await countPackets(node, analysis, source) } }
      : {}),
  };
}

/** How many packets a filter lets through; reads the file once more where it must. */
async function countPackets(
  node: FilterNode,
  analysis: CaptureAnalysis,
  source: ByteSource,
): Promise<number> {
  const pieces = await openCapturePieces(source);
  try {
    return (await selectPackets(node, analysis, pieces.next)).length;
  } finally {
    await pieces.dispose();
  }
}

function buildConversations({ conversations: table }: CaptureAnalysis) {
  const conversations: ReportConversation[] = [];
  const sums = { retransmissions: 0, duplicateAcks: 0, resets: 0, zeroWindows: 0 };
  for (let id = 0; id < table.count; id += 1) {
    const conversation = table.read(id);
    conversations.push(toReportConversation(conversation));
    for (const direction of [conversation.aToB, conversation.bToA]) {
      sums.retransmissions += direction.retransmissions;
      sums.duplicateAcks += direction.duplicateAcks;
      sums.resets += direction.resets;
      sums.zeroWindows += direction.zeroWindows;
    }
  }
  const tcp: ReportTcp = sums;
  return { conversations, tcp };
}

function toReportConversation({ protocol, a, b, aToB, bToA }: Conversation): ReportConversation {
  return {
    protocol,
    a: toReportEndpoint(a),
    b: toReportEndpoint(b),
    packetsAToB: aToB.packets,
    bytesAToB: aToB.bytes,
    packetsBToA: bToA.packets,
    bytesBToA: bToA.bytes,
  };
}

function toReportEndpoint({ address, port }: Endpoint): ReportEndpoint {
  return port === undefined ? { address } : { address, port };
}
