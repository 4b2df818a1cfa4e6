import type { ObservedPacket } from "../../analysis/captureAnalysis.ts";
import { packetMarks } from "../../analysis/packetMarks.ts";
import { toConversationEnds } from "../conversationEnds.ts";
import type { Finding, Severity } from "../finding.ts";
import { createFindingGroups } from "../findingGroups.ts";
import type { FindingInput } from "../findingInput.ts";
import { toRounded } from "../rounded.ts";
import { ofSide, seen } from "./tcpTracks.ts";

type Stall = {
  readonly conversation: number;
  readonly isFromA: boolean;
  readonly packets: number[];
  /** When the window closed; undefined while it is open. */
  sinceNanoseconds: number | undefined;
  nanoseconds: number;
};

export type StallFindings = {
  /** Takes a packet with a window of 0, and the next of a side that sent one; gives the state after it. */
  note(packet: ObservedPacket, state: number): number;
  build(input: FindingInput, endNanoseconds: number): readonly Finding[];
};

const maxKeptStalls = 5_000;
const maxKeptPackets = 20;
/** A receiver that is full for a moment does no harm; one that is longer holds up who sends. */
const harmSeconds = 0.2;
const severeSeconds = 5;

/** Receivers that had no room for more, and for how long. */
export function createStallFindings(): StallFindings {
  const stalls = new Map<number, Stall>();
  return {
    note: ({ conversation, isFromA, number, marks, relativeNanoseconds: now }, state) => {
      const bit = ofSide(seen.stalledA, isFromA);
      const key = conversation * 2 + (isFromA ? 1 : 0);
      let stall = stalls.get(key);
      if ((marks & packetMarks.zeroWindow) === 0) {
        if (stall?.sinceNanoseconds !== undefined) {
          stall.nanoseconds += Math.max(0, now - stall.sinceNanoseconds);
          stall.sinceNanoseconds = undefined;
        }
        return state & ~bit;
      }
      if (stall === undefined && stalls.size < maxKeptStalls) {
        stall = { conversation, isFromA, packets: [], sinceNanoseconds: undefined, nanoseconds: 0 };
        stalls.set(key, stall);
      }
      if (stall !== undefined) {
        stall.sinceNanoseconds ??= now;
        if (stall.packets.length < maxKeptPackets) stall.packets.push(number);
      }
      return state | bit;
    },
    build: ({ conversations }, endNanoseconds) => {
      const groups = createFindingGroups("zeroWindow", "tcp.window_size_value == 0");
      const all = [...stalls.values()].map((stall) => ({ stall, seconds: toSeconds(stall, endNanoseconds) }));
      for (const { stall, seconds } of all.sort((one, other) => other.seconds - one.seconds)) {
        const conversation = conversations.read(stall.conversation);
        const ends = toConversationEnds(conversation);
        const [from, to] = stall.isFromA ? [ends.a, ends.b] : [ends.b, ends.a];
        const severity = toSeverity(seconds);
        const own = stall.isFromA ? conversation.aToB : conversation.bToA;
        const { packets } = stall;
        groups.add(`${severity} ${from} ${to}`, { packets, conversation: stall.conversation }, () => ({
          severity,
          params: { from, to, seconds: toRounded(seconds), times: own.zeroWindows },
          filter: undefined,
        }));
      }
      return groups.build(conversations);
    },
  };
}

function toSeverity(seconds: number): Severity {
  if (seconds >= severeSeconds) return "error";
  return seconds >= harmSeconds ? "warning" : "note";
}

function toSeconds({ nanoseconds, sinceNanoseconds }: Stall, endNanoseconds: number): number {
  const open = sinceNanoseconds === undefined ? 0 : Math.max(0, endNanoseconds - sinceNanoseconds);
  return (nanoseconds + open) / 1e9 || 0;
}
