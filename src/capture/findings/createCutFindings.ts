import type { ObservedPacket } from "../analysis/captureAnalysis.ts";
import { maxFindingPackets, type Finding } from "./finding.ts";

export type CutFindings = {
  /** Takes a packet of which not all was captured. */
  observe(packet: ObservedPacket): void;
  build(): readonly Finding[];
};

/** Packets that were longer than what was kept of each (snaplen). */
export function createCutFindings(): CutFindings {
  const packets: number[] = [];
  let count = 0;
  let keptBytes = 0;
  let wireBytes = 0;
  return {
    observe: ({ number, record }) => {
      count += 1;
      keptBytes = Math.max(keptBytes, record.end - record.start);
      wireBytes = Math.max(wireBytes, record.wireBytes);
      if (packets.length < maxFindingPackets) packets.push(number);
    },
    build: () =>
      count === 0
        ? []
        : [
            {
              id: "cutPackets",
              severity: "note",
              count,
              params: { keptBytes, wireBytes },
              packets: [...packets],
              filter: `frame.len > ${keptBytes}`,
            },
          ],
  };
}
