import { toIpv4Text, toIpv6Text } from "../packet/address.ts";
import type {
  Conversation,
  ConversationProtocol,
  ConversationTable,
  Direction,
  Endpoint,
} from "./conversation.ts";
import {
  answerAt,
  baseAt,
  bytesAt,
  countsAt,
  countWords,
  duplicateAcksOf,
  firstAddressAt,
  firstTimeAt,
  flagsOf,
  handshakeAt,
  isBaseKnownAt,
  isFirstAAt,
  kindAt,
  lastTimeAt,
  moreAddressAt,
  packetsOf,
  portsAt,
  resetsOf,
  retransmissionsOf,
  statesAt,
  stateWords,
  streamAt,
  zeroWindowsOf,
} from "./conversationRow.ts";
import type { ConversationRows } from "./createConversationRows.ts";
import type { StreamNumbers } from "./createStreamNumbers.ts";
import { conversationProtocols, ipv6Kind, tcpKind, udpKind } from "./pairKey.ts";

/** What may be asked of the conversations in these columns; an id that there is not throws a RangeError in `read`. */
export function createConversationTable(rows: ConversationRows, streams: StreamNumbers): ConversationTable {
  const protocolOf = (id: number): ConversationProtocol =>
    conversationProtocols[rows.wordOf(id, kindAt) & 7] ?? "ip";
  const scratch = new DataView(new ArrayBuffer(16));
  const endOf = (id: number, end: 0 | 1): Endpoint => {
    const ports = rows.wordOf(id, portsAt);
    return {
      address: readAddress(rows, id, firstAddressAt + end, moreAddressAt + 3 * end, scratch),
      port: (rows.wordOf(id, kindAt) & 7) > udpKind ? undefined : end === 0 ? ports >>> 16 : ports & 0xffff,
    };
  };
  const directionOf = (id: number, direction: number): Direction => {
    const at = countsAt + direction * countWords;
    return {
      packets: rows.wordOf(id, at + packetsOf),
      bytes: rows.numberOf(id, bytesAt + direction),
      tcpFlags: rows.wordOf(id, at + flagsOf),
      retransmissions: rows.wordOf(id, at + retransmissionsOf),
      duplicateAcks: rows.wordOf(id, at + duplicateAcksOf),
      zeroWindows: rows.wordOf(id, at + zeroWindowsOf),
      resets: rows.wordOf(id, at + resetsOf),
    };
  };
  const handshakeOf = (id: number) => {
    if (protocolOf(id) !== "tcp") return undefined;
    return toKnown(rows.numberOf(id, handshakeAt));
  };

  return {
    get count() {
      return rows.count;
    },
    get sizeBytes() {
      return rows.sizeBytes + streams.sizeBytes;
    },
    read: (id): Conversation => {
      if (!(id >= 0 && id < rows.count)) throw new RangeError(`no conversation ${id}`);
      const ends = [endOf(id, 0), endOf(id, 1)] as const;
      const isFirstA = rows.wordOf(id, isFirstAAt) === 1;
      return {
        id,
        protocol: protocolOf(id),
        stream: rows.wordOf(id, streamAt),
        a: ends[isFirstA ? 0 : 1],
        b: ends[isFirstA ? 1 : 0],
        aToB: directionOf(id, 0),
        bToA: directionOf(id, 1),
        firstNanoseconds: rows.numberOf(id, firstTimeAt),
        lastNanoseconds: rows.numberOf(id, lastTimeAt),
        handshakeNanoseconds: handshakeOf(id),
        firstAnswerNanoseconds: toKnown(rows.numberOf(id, answerAt)),
      };
    },
    idOfStream: (protocol, stream) => streams.conversationOf(protocol === "tcp" ? tcpKind : udpKind, stream),
    streamOf: (id) => rows.wordOf(id, streamAt),
    protocolOf,
    baseSequenceOf: (id, fromA) => {
      if (!(id >= 0 && id < rows.count) || protocolOf(id) !== "tcp") return undefined;
      const at = statesAt + (fromA ? 0 : stateWords);
      return rows.wordOf(id, at + isBaseKnownAt) === 1 ? rows.wordOf(id, at + baseAt) >>> 0 : undefined;
    },
  };
}

function toKnown(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}

/** The text of an address of which the first word lies at `first` of a row, and the three others of IPv6 at `more`. */
function readAddress(rows: ConversationRows, id: number, first: number, more: number, scratch: DataView) {
  scratch.setInt32(0, rows.wordOf(id, first));
  const bytes = new Uint8Array(scratch.buffer);
  if ((rows.wordOf(id, kindAt) & ipv6Kind) === 0) return toIpv4Text(bytes, 0);
  for (let word = 0; word < 3; word += 1) scratch.setInt32(4 * word + 4, rows.wordOf(id, more + word));
  return toIpv6Text(bytes, 0);
}
