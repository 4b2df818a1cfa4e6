import type { ObservedPacket } from "../../analysis/captureAnalysis.ts";
import { toConversationEnds, type ConversationEnds } from "../conversationEnds.ts";
import { readEndpoint, toEndpointText } from "../endpointText.ts";
import { toEndpointFilter, toFilter } from "../filterText.ts";
import type { Finding, FindingId } from "../finding.ts";
import { createFindingGroups } from "../findingGroups.ts";
import type { FindingInput } from "../findingInput.ts";
import { toRounded } from "../rounded.ts";
import { ofSide, readTrack, seen, type TcpTracks } from "./tcpTracks.ts";

export type ResetFindings = {
  /** Takes a packet with RST; gives the conversation's state after it. */
  noteReset(packet: ObservedPacket, state: number): number;
  build(input: FindingInput): readonly Finding[];
};

type Reset = {
  readonly conversation: number;
  readonly isFromA: boolean;
  readonly packet: number;
  readonly dataPacket: number;
  readonly isLastDataFromA: boolean;
  /** How long it was silent before the RST, and before the latest data. */
  readonly silentSeconds: number;
  readonly silentBeforeDataSeconds: number;
};
type ResetId = Extract<FindingId, "resetAfterRequest" | "resetAfterIdle" | "resetByPeer">;

const maxKeptResets = 20_000;
/** From so long a silence on, it is the likely reason: middleboxes and servers forget what is idle. */
const idleSeconds = 10;
const resetFilter = "tcp.flags.reset == 1";
const refusalFilter = "tcp.flags.syn == 1 || tcp.flags.reset == 1";

/** Connections that were refused, and those that one side threw away in the middle. */
export function createResetFindings(tracks: TcpTracks): ResetFindings {
  const refusals = createFindingGroups("connectionRefused", refusalFilter);
  const resets: Reset[] = [];
  let uncountedResets = 0;

  const noteRefusal = (packet: ObservedPacket) => {
    const server = readEndpoint(packet.dissection, "source");
    const { address } = readEndpoint(packet.dissection, "destination");
    const to = toEndpointText(server);
    const packets = [readTrack(tracks, packet.conversation).synPacket, packet.number];
    refusals.add(to, { packets, conversation: packet.conversation }, () => ({
      severity: "error",
      params: { to, from: address },
      filter: toFilter(toEndpointFilter(server, "tcp"), `(${refusalFilter})`),
    }));
  };

  return {
    noteReset: (packet, state) => {
      const { conversation, isFromA, number, relativeNanoseconds: now } = packet;
      // A resetting side may send RST for whatever still arrives.
      if ((state & (seen.reset | seen.refused)) !== 0) return state;
      if (isFirstAnswerToSyn(state, isFromA)) {
        noteRefusal(packet);
        return state | seen.refused;
      }
      if (isInTheMiddle(state, isFromA)) {
        if (resets.length >= maxKeptResets) uncountedResets += 1;
        else {
          const { lastNanoseconds, dataPacket, silentMilliseconds } = readTrack(tracks, conversation);
          resets.push({
            conversation,
            isFromA,
            packet: number,
            dataPacket,
            isLastDataFromA: (state & seen.lastDataFromA) !== 0,
            silentSeconds: (now - lastNanoseconds) / 1e9,
            silentBeforeDataSeconds: silentMilliseconds / 1e3,
          });
        }
      }
      return state | seen.reset;
    },
    build: ({ conversations }) => {
      const groups = {
        resetAfterRequest: createFindingGroups("resetAfterRequest", resetFilter),
        resetAfterIdle: createFindingGroups("resetAfterIdle", resetFilter),
        resetByPeer: createFindingGroups("resetByPeer", resetFilter),
      };
      groups.resetByPeer.addMore(uncountedResets);
      for (const reset of resets) {
        const conversation = conversations.read(reset.conversation);
        const ends = toConversationEnds(conversation);
        const { id, seconds } = toKind(reset, ends);
        const [from, to] = reset.isFromA ? [ends.a, ends.b] : [ends.b, ends.a];
        const isByClient = reset.isFromA === ends.isClientA;
        const { conversation: own, dataPacket, packet } = reset;
        const packets = dataPacket > 0 ? [dataPacket, packet] : [packet];
        groups[id].add(`${from} ${to}`, { packets, conversation: own }, () => ({
          // A client that has its answer may drop the connection; who serves may not.
          severity: isByClient ? (reset.isLastDataFromA === ends.isClientA ? "warning" : "note") : "error",
          params: {
            from,
            to,
            bytes: conversation.aToB.bytes + conversation.bToA.bytes,
            seconds: toRounded(
              seconds ?? (conversation.lastNanoseconds - conversation.firstNanoseconds) / 1e9,
            ),
          },
          filter: toFilter(
            toEndpointFilter(ends.isClientA ? conversation.b : conversation.a, "tcp"),
            resetFilter,
          ),
        }));
      }
      return [
        ...refusals.build(conversations),
        ...Object.values(groups).flatMap((group) => group.build(conversations)),
      ];
    },
  };
}

/** The other side asked for a connection and heard nothing before. */
function isFirstAnswerToSyn(state: number, isFromA: boolean): boolean {
  const heard = ofSide(seen.synAckFromA | seen.ackFromA | seen.dataFromA, isFromA);
  return (state & ofSide(seen.synFromA, !isFromA)) !== 0 && (state & heard) === 0;
}

/**
 * Not after FIN, when late packets are answered so, nor after a TLS alert, which is an end too. A side that opened a
 * connection and sends RST with nothing said only looked whether someone listens, as health checks of load balancers
 * do. A RST of which nothing else was seen may belong to what ended before the capture.
 */
function isInTheMiddle(state: number, isFromA: boolean): boolean {
  if ((state & (seen.fin | seen.tlsAlert)) !== 0) return false;
  if ((state & (seen.packetsFromA | seen.packetsFromB)) === 0) return false;
  const hasData = (state & (seen.dataFromA | seen.dataFromB)) !== 0;
  return hasData || (state & ofSide(seen.synFromA, isFromA)) === 0;
}

/** After what it came, and the time that says so. */
function toKind(reset: Reset, ends: ConversationEnds): { id: ResetId; seconds?: number } {
  const isByServer = reset.isFromA !== ends.isClientA;
  const isAnswerDue = reset.dataPacket > 0 && reset.isLastDataFromA !== reset.isFromA;
  if (isByServer && isAnswerDue) {
    return reset.silentBeforeDataSeconds >= idleSeconds
      ? { id: "resetAfterIdle", seconds: reset.silentBeforeDataSeconds }
      : { id: "resetAfterRequest", seconds: reset.silentSeconds };
  }
  if (reset.silentSeconds >= idleSeconds) return { id: "resetAfterIdle", seconds: reset.silentSeconds };
  return { id: "resetByPeer" };
}
