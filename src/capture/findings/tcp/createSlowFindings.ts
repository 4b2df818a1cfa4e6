import type { ObservedPacket } from "../../analysis/captureAnalysis.ts";
import { toEndpointText } from "../endpointText.ts";
import type { Finding } from "../finding.ts";
import { toEndpointFilter } from "../filterText.ts";
import { createFindingGroups } from "../findingGroups.ts";
import type { FindingInput } from "../findingInput.ts";
import { toRounded } from "../rounded.ts";
import { ofSide, readTrack, reserveTrack, seen, trackTimes, type TcpTracks } from "./tcpTracks.ts";

/** An answer is slow from half a second on, and more than 10 times what the network alone takes. */
const slowNanoseconds = 500_000_000;
const slowTimesHandshake = 10;
const maxKeptAnswers = 5_000;

type Answer = {
  readonly conversation: number;
  readonly requestPacket: number;
  readonly packet: number;
  readonly waitNanoseconds: number;
};

export type SlowFindings = {
  /** Takes a packet with new data, until a connection has its first answer; gives the conversation's state after it. */
  noteData(packet: ObservedPacket, state: number): number;
  build(input: FindingInput): readonly Finding[];
};

/** Conversations in which who opened them spoke first and waited long for the first answer. */
export function createSlowFindings(tracks: TcpTracks): SlowFindings {
  const answers: Answer[] = [];
  const setAsked = (id: number, nanoseconds: number) => {
    tracks.times[reserveTrack(tracks, id) / 2 + trackTimes.asked] = nanoseconds;
  };
  return {
    noteData: ({ conversation: id, isFromA, number, relativeNanoseconds: now }, state) => {
      if ((state & (seen.dataFromA | seen.dataFromB)) === 0) {
        // A server that speaks first (SSH, MySQL, SMTP) leaves the next word to the client and its user.
        if ((state & ofSide(seen.synFromA, isFromA)) === 0) return state;
        setAsked(id, now);
        return state | seen.awaitsFirstAnswer;
      }
      if ((state & seen.awaitsFirstAnswer) === 0) return state;
      // More of the request: the answer is due from its end.
      if ((state & ofSide(seen.dataFromA, !isFromA)) === 0) {
        setAsked(id, now);
        return state;
      }
      const { askedNanoseconds, dataPacket } = readTrack(tracks, id);
      const waitNanoseconds = now - askedNanoseconds;
      if (waitNanoseconds >= slowNanoseconds && answers.length < maxKeptAnswers) {
        answers.push({
          conversation: id,
          requestPacket: dataPacket,
          packet: number,
          waitNanoseconds,
        });
      }
      return state & ~seen.awaitsFirstAnswer;
    },
    build: ({ conversations }) => {
      const groups = createFindingGroups("slowFirstAnswer", undefined);
      for (const answer of answers.toSorted((one, other) => other.waitNanoseconds - one.waitNanoseconds)) {
        const { a, b, handshakeNanoseconds } = conversations.read(answer.conversation);
        const isSlow =
          handshakeNanoseconds !== undefined &&
          answer.waitNanoseconds > handshakeNanoseconds * slowTimesHandshake;
        if (!isSlow) continue;
        const to = toEndpointText(b);
        const sighting = {
          packets: [answer.requestPacket, answer.packet],
          conversation: answer.conversation,
        };
        groups.add(to, sighting, () => ({
          severity: "warning",
          params: {
            to,
            from: a.address,
            milliseconds: Math.round(answer.waitNanoseconds / 1e6),
            handshakeMilliseconds: toRounded(handshakeNanoseconds / 1e6),
          },
          filter: toEndpointFilter(b, "tcp"),
        }));
      }
      return groups.build(conversations);
    },
  };
}
