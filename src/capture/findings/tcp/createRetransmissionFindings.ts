import type { ObservedPacket } from "../../analysis/captureAnalysis.ts";
import { toConversationEnds } from "../conversationEnds.ts";
import type { Finding } from "../finding.ts";
import { createFindingGroups } from "../findingGroups.ts";
import type { FindingInput } from "../findingInput.ts";
import { toRounded } from "../rounded.ts";

export type RetransmissionFindings = {
  /** Takes a packet that is marked as a retransmission. */
  note(packet: ObservedPacket): void;
  build(input: FindingInput): readonly Finding[];
};

type Loss = {
  readonly conversation: number;
  readonly isFromA: boolean;
  count: number;
  readonly packets: number[];
};

const maxKeptLosses = 20_000;
const maxKeptPackets = 20;
/**
 * TCP lives with single losses. It is a burst from 5 packets on that make up 3 % of what one side sent, where
 * throughput has collapsed (RFC 3649 section 1 gives the arithmetic), or from 100 that make up 1 %.
 */
const burst = { least: 5, share: 0.03, leastOfMany: 100, shareOfMany: 0.01 };
const severeShare = 0.1;

/** Conversations in which one side had to send much again. */
export function createRetransmissionFindings(): RetransmissionFindings {
  const losses = new Map<number, Loss>();
  return {
    note: ({ conversation, isFromA, number }) => {
      const key = conversation * 2 + (isFromA ? 1 : 0);
      let loss = losses.get(key);
      if (loss === undefined) {
        if (losses.size >= maxKeptLosses) return;
        loss = { conversation, isFromA, count: 0, packets: [] };
        losses.set(key, loss);
      }
      loss.count += 1;
      if (loss.packets.length < maxKeptPackets) loss.packets.push(number);
    },
    build: ({ conversations }) => {
      const groups = createFindingGroups("retransmissions", "tcp.analysis.retransmission");
      const all = [...losses.values()].filter(({ count }) => count >= burst.least);
      for (const loss of all.sort((one, other) => other.count - one.count)) {
        const conversation = conversations.read(loss.conversation);
        const [own, back] = loss.isFromA
          ? [conversation.aToB, conversation.bToA]
          : [conversation.bToA, conversation.aToB];
        const share = loss.count / own.packets;
        // Who gets no answer at all sends again too: that is another finding's.
        if (back.packets === 0 || !isBurst(loss.count, share)) continue;
        const ends = toConversationEnds(conversation);
        const [from, to] = loss.isFromA ? [ends.a, ends.b] : [ends.b, ends.a];
        const { packets } = loss;
        groups.add(`${from} ${to}`, { packets, conversation: loss.conversation }, () => ({
          severity: share >= severeShare ? "error" : "warning",
          params: {
            from,
            to,
            retransmissions: loss.count,
            packets: own.packets,
            percent: toRounded(share * 100),
          },
          filter: undefined,
        }));
      }
      return groups.build(conversations);
    },
  };
}

function isBurst(count: number, share: number): boolean {
  return share >= burst.share || (count >= burst.leastOfMany && share >= burst.shareOfMany);
}
