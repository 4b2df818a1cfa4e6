import type { CaptureAnalysis, ObservedPacket } from "../analysis/captureAnalysis.ts";
import { compileFilter } from "../filter/compileFilter.ts";
import type { FilterInput } from "../filter/filterField.ts";
import { parseFilter } from "../filter/parseFilter.ts";
import { protocolCodes } from "../packet/protocol.ts";

/** Counts the packets of a pass that a filter lets through. */
export type FilterCount = {
  /** Takes a packet while the pass is at it. */
  add(packet: ObservedPacket, analysis: CaptureAnalysis): void;
  readonly packets: number;
};

/** Throws a FilterError for what is no expression. */
export function createFilterCount(expression: string): FilterCount {
  const test = compileFilter(parseFilter(expression));
  let packets = 0;
  return {
    add: (packet, analysis) => {
      if (test(toFilterInput(packet, analysis))) packets += 1;
    },
    get packets() {
      return packets;
    },
  };
}

function toFilterInput(packet: ObservedPacket, { conversations }: CaptureAnalysis): FilterInput {
  const { dissection, conversation, isFromA } = packet;
  const protocol = dissection.protocols[dissection.transport];
  const isTcp = conversation >= 0 && protocol === protocolCodes.tcp;
  const hasStream = isTcp || (conversation >= 0 && protocol === protocolCodes.udp);
  return {
    number: packet.number,
    record: packet.record,
    dissection,
    relativeNanoseconds: packet.relativeNanoseconds,
    stream: hasStream ? conversations.streamOf(conversation) : -1,
    marks: packet.marks,
    baseSequence: isTcp ? conversations.baseSequenceOf(conversation, isFromA) : undefined,
    baseAcknowledgment: isTcp ? conversations.baseSequenceOf(conversation, !isFromA) : undefined,
  };
}
