import type { CaptureAnalysis } from "../analysis/captureAnalysis.ts";
import type { Conversation, Endpoint } from "../analysis/conversation.ts";
import type { ByteSource } from "../byteSource.ts";
import { openCapturePieces } from "../capturePieces.ts";
import type { FilterNode } from "../filter/filterNode.ts";
import { parseFilter } from "../filter/parseFilter.ts";
import { selectPackets } from "../filter/selectPackets.ts";
import { toLinkTypeName } from "../linkTypeName.ts";
import { addPacket, createPacketTally, toCounts } from "../packetTally.ts";
import type { CaptureReport, ReportConversation, ReportEndpoint, ReportTcp } from "./captureReport.ts";
import { readAnalysis, type AnalysisOptions } from "./readAnalysis.ts";

export type ReportOptions = Omit<AnalysisOptions, "observe"> & {
  /** A display filter whose packets are counted. */
  readonly filter?: string | undefined;
};

/**
 * Reads a capture, also in gzip, in one pass, or in two where a filter needs it, and tells what is in it. A damaged
 * file gives what stands before its damage; rejects with a CaptureError for what is no capture, with a FilterError for
 * what is no filter, and with the source's own errors.
 */
export async function readCaptureReport(
  source: ByteSource,
  { filter, ...options }: ReportOptions = {},
): Promise<CaptureReport> {
  const node = filter === undefined ? undefined : parseFilter(filter);
  const tally = createPacketTally();
  const observe = (record: Parameters<typeof addPacket>[1]) => addPacket(tally, record);
  const read = await readAnalysis(source, { ...options, observe });
  const { format, isCompressed, interfaces, damage, analysis, findings } = read;
  return {
    kind: "capture",
    format,
    compressed: isCompressed,
    sizeBytes: source.sizeBytes,
    ...toCounts(tally),
    linkTypes: [...new Set(interfaces.map(({ linkType }) => toLinkTypeName(linkType)))],
    protocols: Object.fromEntries(analysis.protocolCounts()),
    ...buildConversations(analysis),
    findings,
    damage,
    ...(filter !== undefined && node !== undefined
      ? {
          filter: {
            expression: filter,
            packets: await countPackets(node, analysis, source, options.openPass),
          },
        }
      : {}),
  };
}

/** How many packets a filter lets through; reads the file once more where it must. */
async function countPackets(
  node: FilterNode,
  analysis: CaptureAnalysis,
  source: ByteSource,
  openPass: ReportOptions["openPass"],
): Promise<number> {
  const pieces = await openCapturePieces(source, openPass);
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
