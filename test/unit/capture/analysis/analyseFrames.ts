import { createCaptureAnalysis } from "../../../../src/capture/analysis/createCaptureAnalysis.ts";
import type { PacketObserver } from "../../../../src/capture/analysis/captureAnalysis.ts";
import type { TestFrame } from "./tcpScenario.ts";

/** The analysis of frames of that link type, as if each record were 16 bytes longer than its packet. */
export function analyseFrames(frames: readonly TestFrame[], observe?: PacketObserver, linkType = 1) {
  const analysis = createCaptureAnalysis(observe);
  let offset = 24;
  for (const frame of frames) {
    analysis.add({
      offset,
      bytes: frame.bytes,
      start: 0,
      end: frame.bytes.length,
      wireBytes: frame.bytes.length,
      seconds: frame.seconds,
      nanoseconds: frame.nanoseconds,
      linkType,
      interfaceNumber: 0,
    });
    offset += 16 + frame.bytes.length;
  }
  return analysis;
}
