import { createCaptureAnalysis } from "../../../../src/capture/analysis/createCaptureAnalysis.ts";
import type { Damage } from "../../../../src/capture/captureSummary.ts";
import type { CaptureRequest } from "../../../../src/capture/findings/captureRequest.ts";
import { createFindingCollector } from "../../../../src/capture/findings/createFindingCollector.ts";
import type { Finding, FindingId } from "../../../../src/capture/findings/finding.ts";
import { createPacketRecord } from "../../../../src/capture/recordReader.ts";
import type { TimedFrame } from "../../../../src/simulator/synthetic/timedFrame.ts";

export type Circumstances = {
  readonly request?: CaptureRequest;
  readonly damage?: Damage;
  readonly snaplenBytes?: number;
  readonly isComplete?: boolean;
};

const startSeconds = 1_700_000_000;

/** A pass over Ethernet frames that finds what is wrong so far, at any time of it. */
export function createPass({
  request,
  damage,
  snaplenBytes = 65_535,
  isComplete = true,
}: Circumstances = {}) {
  const collector = createFindingCollector();
  const analysis = createCaptureAnalysis(collector.observe);
  const record = createPacketRecord();
  return {
    add: ({ timeNanoseconds, bytes }: TimedFrame) => {
      record.bytes = bytes;
      record.end = Math.min(bytes.length, snaplenBytes);
      record.wireBytes = bytes.length;
      record.seconds = startSeconds + Math.floor(timeNanoseconds / 1e9);
      record.nanoseconds = timeNanoseconds % 1e9;
      record.linkType = 1;
      analysis.add(record);
    },
    build: () =>
      collector.build({
        conversations: analysis.conversations,
        packets: analysis.packets,
        damage: damage ?? null,
        request,
        isComplete,
      }),
  };
}

/** What is found in frames, which are put in the order of their times. */
export function findIn(frames: readonly TimedFrame[], circumstances?: Circumstances): readonly Finding[] {
  const pass = createPass(circumstances);
  for (const frame of frames.toSorted((one, other) => one.timeNanoseconds - other.timeNanoseconds)) {
    pass.add(frame);
  }
  return pass.build();
}

/** The findings of one kind without what is not compared. */
export function ofKind(findings: readonly Finding[], id: FindingId): readonly Omit<Finding, "id">[] {
  return findings
    .filter((finding) => finding.id === id)
    .map(({ severity, count, params, packets, filter }) => ({ severity, count, params, packets, filter }));
}

/** The kinds that were found, worst first. */
export function toIds(findings: readonly Finding[]): readonly FindingId[] {
  return findings.map(({ id }) => id);
}
