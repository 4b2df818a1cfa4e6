import type { CaptureAnalysis } from "../analysis/captureAnalysis.ts";
import type { Finding, FindingId, Severity } from "../findings/finding.ts";
import { toLinkTypeName } from "../linkTypeName.ts";
import { toOneLine } from "../oneLine.ts";
import type { RecordReader } from "../recordReader.ts";
import { maxTextLength } from "./packetRow.ts";

/** A finding as it is given out. */
export type OverviewFinding = {
  id: FindingId;
  severity: Severity;
  count: number;
  params: Record<string, string | number>;
  packets: number[];
  filter?: string;
};

/** What a capture holds, so far as it was read, in a few kilobytes. */
export type CaptureOverview = {
  format: "pcap" | "pcapng";
  compressed: boolean;
  linkTypes: string[];
  packets: number;
  capturedBytes: number;
  firstTime: { seconds: number; nanoseconds: number } | null;
  durationNanoseconds: number;
  rate: { bucketNanoseconds: number; packets: number[]; bytes: number[] };
  /** The paths of the most packets where there are very many; parents before children. */
  protocols: { path: string[]; packets: number; bytes: number }[];
  conversations: number;
  damage: { offset: number; reason: string } | null;
  findings: OverviewFinding[];
};

const maxProtocolNodes = 500;
const maxLinkTypes = 50;
const maxFindings = 500;
const maxFilterLength = 2_000;

/** Sums up what was read so far; undefined until the format is known. */
export function buildCaptureOverview(
  reader: RecordReader,
  analysis: CaptureAnalysis,
  findings: readonly Finding[],
  compressed: boolean,
): CaptureOverview | undefined {
  const { format, interfaces, damage } = reader;
  if (format === undefined) return undefined;
  const { bucketNanoseconds, packets, bytes } = analysis.rate();
  const linkTypes = new Set<number>();
  for (const { linkType } of interfaces) if (linkTypes.size < maxLinkTypes) linkTypes.add(linkType);
  return {
    format,
    compressed,
    linkTypes: [...linkTypes].map(toLinkTypeName),
    packets: analysis.packets.count,
    capturedBytes: analysis.capturedBytes,
    firstTime: toFirstTime(analysis.firstTime),
    durationNanoseconds: toFinite(analysis.durationNanoseconds),
    rate: { bucketNanoseconds: toFinite(bucketNanoseconds), packets: [...packets], bytes: [...bytes] },
    protocols: buildProtocols(analysis),
    conversations: analysis.conversations.count,
    damage,
    findings: findings.slice(0, maxFindings).map(toOverviewFinding),
  };
}

function toFirstTime(time: CaptureAnalysis["firstTime"]): CaptureOverview["firstTime"] {
  // A clock of a file may be anywhere; what no number holds exactly is no time.
  return time !== undefined && Number.isSafeInteger(time.seconds) ? { ...time } : null;
}

function toFinite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}

function buildProtocols(analysis: CaptureAnalysis): CaptureOverview["protocols"] {
  const nodes = analysis.protocols();
  const counts = nodes.map(({ packets }) => packets).sort((one, other) => other - one);
  const least = counts[maxProtocolNodes - 1] ?? 0;
  const kept = nodes.filter(({ packets }) => packets >= least).slice(0, maxProtocolNodes);
  return kept.map(({ path, packets, bytes }) => ({ path: [...path], packets, bytes }));
}

function toOverviewFinding({ id, severity, count, params, packets, filter }: Finding): OverviewFinding {
  const texts = Object.entries(params).map(
    ([name, value]) =>
      [name, typeof value === "string" ? toOneLine(value, maxTextLength) : toFinite(value)] as const,
  );
  return {
    id,
    severity,
    count,
    params: Object.fromEntries(texts),
    packets: [...packets],
    // One that is cut would mean something else.
    ...(filter !== undefined && filter.length <= maxFilterLength && { filter }),
  };
}
