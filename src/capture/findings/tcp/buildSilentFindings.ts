import type { Conversation } from "../../analysis/conversation.ts";
import { toConversationEnds } from "../conversationEnds.ts";
import { toEndpointText } from "../endpointText.ts";
import { toEndpointFilter, toFilter } from "../filterText.ts";
import type { Finding } from "../finding.ts";
import { createFindingGroups, type FindingGroups } from "../findingGroups.ts";
import type { FindingInput } from "../findingInput.ts";
import { addFiltered } from "../filteredFindings.ts";
import { wouldKeep } from "../requestFilter.ts";
import { readTrack, readTrackState, seen, type TcpTracks } from "./tcpTracks.ts";

/** An answer that did not come within a second of the capture's end may have come after it (RFC 6298: the first timeout). */
const leastWaitNanoseconds = 1e9;
/** So many conversations are looked at one by one; the others are counted. */
const maxLookedAt = 5_000;
/** Fewer packets of one side may be what is left of a conversation at the edge of a capture. */
const leastPackets = 3;
const synFilter = "tcp.flags.syn == 1";
const bothSides = seen.packetsFromA | seen.packetsFromB;

/**
 * TCP conversations of which only one side was seen: connection attempts without an answer, and others. Where the
 * capture was asked for one direction, that is why: those go into `filtered`.
 */
export function buildSilentFindings(
  tracks: TcpTracks,
  { conversations, request }: FindingInput,
  endNanoseconds: number,
  filtered: FindingGroups,
): readonly Finding[] {
  const unanswered = createFindingGroups("synUnanswered", synFilter);
  const oneWay = createFindingGroups("oneDirection", undefined);
  let lookedAt = 0;
  for (let id = 0; id < tracks.count; id += 1) {
    const state = readTrackState(tracks, id);
    const sides = state & bothSides;
    if (sides === 0 || sides === bothSides) continue;
    const isAttempt = isOnlyAttempt(state);
    const { synPacket, dataPacket, askedNanoseconds } = readTrack(tracks, id);
    if (isAttempt && endNanoseconds - askedNanoseconds < leastWaitNanoseconds) continue;
    lookedAt += 1;
    if (lookedAt > maxLookedAt) {
      if (isAttempt) unanswered.addMore(1);
      continue;
    }
    const conversation = conversations.read(id);
    const isFromA = sides === seen.packetsFromA;
    const [from, to] = isFromA ? [conversation.a, conversation.b] : [conversation.b, conversation.a];
    if (!wouldKeep(request, to, from)) {
      const packets = [dataPacket, synPacket].filter((number) => number > 0);
      addFiltered(filtered, request, { packets, conversation: id });
    } else if (isAttempt) {
      const target = toEndpointText(to);
      unanswered.add(target, { packets: [synPacket] }, () => ({
        severity: "error",
        params: { to: target, from: from.address },
        filter: toFilter(toEndpointFilter(to, "tcp"), synFilter),
      }));
    } else if (conversation.aToB.packets + conversation.bToA.packets >= leastPackets) {
      addOneWay(conversation, isFromA, dataPacket);
    }
  }
  function addOneWay(conversation: Conversation, isFromA: boolean, data: number): void {
    const ends = toConversationEnds(conversation);
    const [from, to] = isFromA ? [ends.a, ends.b] : [ends.b, ends.a];
    const sighting = { packets: data > 0 ? [data] : [], conversation: conversation.id };
    oneWay.add(`${from} ${to}`, sighting, () => ({
      severity: "warning",
      params: { from, to },
      filter: toFilter(
        toEndpointFilter(conversation.a, undefined),
        toEndpointFilter(conversation.b, undefined),
      ),
    }));
  }
  return [unanswered, oneWay].flatMap((groups) => groups.build(conversations));
}

/** A SYN and nothing that shows that it was answered: a RST of who asked may follow, when it has waited long enough. */
function isOnlyAttempt(state: number): boolean {
  const asked = seen.synFromA | seen.synFromB;
  const heard =
    seen.ackFromA | seen.ackFromB | seen.synAckFromA | seen.synAckFromB | seen.dataFromA | seen.dataFromB;
  return (state & asked) !== 0 && (state & heard) === 0;
}
