import type { Conversation, ConversationProtocol, Direction, Endpoint } from "../analysis/conversation.ts";
import { buildConversationOrder, type ConversationOrder } from "./conversationOrder.ts";
import type { SessionFile } from "./sessionFile.ts";
import { toKnownNumber } from "./toKnownNumber.ts";

type ListedEndpoint = { address: string; port?: number };
type ListedDirection = Pick<Direction, "packets" | "bytes" | "retransmissions" | "resets" | "zeroWindows">;

/** A conversation in a list. */
export type ListedConversation = {
  id: number;
  protocol: ConversationProtocol;
  stream: number;
  a: ListedEndpoint;
  b: ListedEndpoint;
  aToB: ListedDirection;
  bToA: ListedDirection;
  firstNanoseconds: number | null;
  lastNanoseconds: number | null;
  handshakeNanoseconds?: number;
};

export type ConversationRange = {
  readonly order: ConversationOrder;
  readonly isDescending: boolean;
  readonly from: number;
  readonly count: number;
};

/** Gives ranges of the conversations in any order. */
export type ConversationList = {
  read(range: ConversationRange): { total: number; from: number; conversations: ListedConversation[] };
};

/** How long an order stays in use at least while the file is still being read, in milliseconds. */
const orderLifeMs = 1_000;
/** Sorting takes at most this part of the time that reading takes. */
const orderShare = 0.05;

type KnownOrder = { readonly ids: Uint32Array; readonly packets: number; readonly staleAtMs: number };

/** Sorts when an order is first asked for, and again when there are more packets. */
export function createConversationList(
  { analysis, isRead }: SessionFile,
  now: () => number,
): ConversationList {
  const { packets, conversations } = analysis;
  const orders = new Map<string, KnownOrder>();

  const orderOf = (order: ConversationOrder, isDescending: boolean): Uint32Array => {
    const key = `${order} ${isDescending ? "down" : "up"}`;
    const known = orders.get(key);
    const isFresh = known && (known.packets === packets.count || (!isRead() && now() < known.staleAtMs));
    if (isFresh) return known.ids;
    const beginMs = now();
    const ids = buildConversationOrder(conversations, order, isDescending);
    const endMs = now();
    const staleAtMs = endMs + Math.max(orderLifeMs, (endMs - beginMs) / orderShare);
    orders.set(key, { ids, packets: packets.count, staleAtMs });
    return ids;
  };

  return {
    read: ({ order, isDescending, from, count }) => {
      const ids = orderOf(order, isDescending);
      const range = [...ids.subarray(from, from + count)];
      return {
        total: ids.length,
        from,
        conversations: range.map((id) => toListedConversation(conversations.read(id))),
      };
    },
  };
}

function toListedConversation(conversation: Conversation): ListedConversation {
  const { id, protocol, stream, handshakeNanoseconds } = conversation;
  return {
    id,
    protocol,
    stream,
    a: toListedEndpoint(conversation.a),
    b: toListedEndpoint(conversation.b),
    aToB: toListedDirection(conversation.aToB),
    bToA: toListedDirection(conversation.bToA),
    firstNanoseconds: toKnownNumber(conversation.firstNanoseconds),
    lastNanoseconds: toKnownNumber(conversation.lastNanoseconds),
    ...(handshakeNanoseconds !== undefined && { handshakeNanoseconds }),
  };
}

/** An end without a key for the port that it does not have. */
export function toListedEndpoint({ address, port }: Endpoint): ListedEndpoint {
  return port === undefined ? { address } : { address, port };
}

function toListedDirection({
  packets,
  bytes,
  retransmissions,
  resets,
  zeroWindows,
}: Direction): ListedDirection {
  return { packets, bytes, retransmissions, resets, zeroWindows };
}
