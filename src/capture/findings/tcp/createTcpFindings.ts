import type { ObservedPacket } from "../../analysis/captureAnalysis.ts";
import { packetMarks } from "../../analysis/packetMarks.ts";
import type { Finding } from "../finding.ts";
import type { FindingGroups } from "../findingGroups.ts";
import type { FindingInput } from "../findingInput.ts";
import { buildSilentFindings } from "./buildSilentFindings.ts";
import { createResetFindings } from "./createResetFindings.ts";
import { createRetransmissionFindings } from "./createRetransmissionFindings.ts";
import { createSlowFindings } from "./createSlowFindings.ts";
import { createStallFindings } from "./createStallFindings.ts";
import { createTcpTracks, ofSide, reserveTrack, seen, trackTimes, trackWords } from "./tcpTracks.ts";

/** What is wrong with TCP conversations. */
export type TcpFindings = {
  /** Takes a packet whose transport is TCP and that belongs to a conversation. */
  observe(packet: ObservedPacket): void;
  /** A TLS alert went over a conversation that was observed. */
  noteTlsAlert(conversation: number): void;
  /** `endNanoseconds` is when the latest packet of all came; what the capture's own filter explains goes into `filtered`. */
  build(input: FindingInput, endNanoseconds: number, filtered: FindingGroups): readonly Finding[];
};

const synFlag = 0x02;
const finFlag = 0x01;
const resetFlag = 0x04;
const ackFlag = 0x10;
/** Data that was seen before, and single bytes that only ask whether the other is there. */
const noNewData = packetMarks.retransmission | packetMarks.keepAlive | packetMarks.zeroWindowProbe;
const anyPackets = seen.packetsFromA | seen.packetsFromB;
const anyData = seen.dataFromA | seen.dataFromB;
const keepsAlive = packetMarks.keepAlive | packetMarks.keepAliveAck;

/** Keeps a few numbers of every conversation, and more of those that something is wrong with. */
export function createTcpFindings(): TcpFindings {
  const tracks = createTcpTracks();
  const resets = createResetFindings(tracks);
  const retransmissions = createRetransmissionFindings();
  const stalls = createStallFindings();
  const slow = createSlowFindings(tracks);

  const noteSyn = (packet: ObservedPacket, at: number, state: number, isAnswer: boolean): number => {
    if (isAnswer) return state | ofSide(seen.synAckFromA, packet.isFromA);
    const own = ofSide(seen.synFromA, packet.isFromA);
    if ((state & own) === 0) {
      tracks.words[at + trackWords.synPacket] = packet.number;
      tracks.times[at / 2 + trackTimes.asked] = packet.relativeNanoseconds;
    }
    return state | own;
  };

  return {
    observe: (packet) => {
      const { dissection, isFromA, marks, relativeNanoseconds: now } = packet;
      const flags = dissection.bytes[(dissection.starts[dissection.transport] ?? 0) + 13] ?? 0;
      const at = reserveTrack(tracks, packet.conversation);
      const { words, times } = tracks;
      const lastAt = at / 2 + trackTimes.last;
      let state = words[at + trackWords.state] ?? 0;
      if ((state & anyPackets) === 0) times[lastAt] = now;
      if ((flags & (resetFlag | synFlag)) !== 0) {
        state =
          (flags & resetFlag) !== 0
            ? resets.noteReset(packet, state)
            : noteSyn(packet, at, state, (flags & ackFlag) !== 0);
      } else if ((flags & ackFlag) !== 0) state |= ofSide(seen.ackFromA, isFromA);
      if (dissection.transportPayloadBytes > 0 && (marks & noNewData) === 0 && (flags & resetFlag) === 0) {
        if ((state & anyData) === 0 || (state & seen.awaitsFirstAnswer) !== 0) {
          state = slow.noteData(packet, state);
        }
        words[at + trackWords.silentMilliseconds] = Math.max(0, now - (times[lastAt] ?? 0)) / 1e6;
        words[at + trackWords.dataPacket] = packet.number;
        state |= ofSide(seen.dataFromA, isFromA);
        state = isFromA ? state | seen.lastDataFromA : state & ~seen.lastDataFromA;
      }
      if ((flags & finFlag) !== 0) state |= seen.fin;
      if ((marks & packetMarks.retransmission) !== 0) retransmissions.note(packet);
      if ((marks & packetMarks.zeroWindow) !== 0 || (state & ofSide(seen.stalledA, isFromA)) !== 0) {
        state = stalls.note(packet, state);
      }
      if ((marks & keepsAlive) === 0) times[lastAt] = now;
      words[at + trackWords.state] = state | ofSide(seen.packetsFromA, isFromA);
    },
    noteTlsAlert: (conversation) => {
      const at = reserveTrack(tracks, conversation) + trackWords.state;
      tracks.words[at] = (tracks.words[at] ?? 0) | seen.tlsAlert;
    },
    build: (input, endNanoseconds, filtered) => [
      ...buildSilentFindings(tracks, input, endNanoseconds, filtered),
      ...resets.build(input),
      ...retransmissions.build(input),
      ...stalls.build(input, endNanoseconds),
      ...slow.build(input),
    ],
  };
}
