import type { ConversationRow } from "../../src/protocol/captureView.ts";
import type { PageCore } from "./pageCore.ts";
import type { ConversationsState } from "./pageState.ts";
import { createPieceCache, type PieceCache } from "./pieceCache.ts";

/** The conversations in their order, and what a person does with them. */
export type ConversationActions = Pick<PieceCache<ConversationRow>, "get" | "want"> & {
  /** Sorts by something; by the same thing again the other way round. */
  readonly sortBy: (order: ConversationsState["order"]) => void;
  readonly turn: () => void;
  readonly activate: (row: number) => void;
  /** There may be more of them, or they may have grown. */
  readonly refresh: () => void;
};

/** Orders whose largest comes first when they are chosen. */
const descendingFirst: readonly ConversationsState["order"][] = ["packets", "bytes", "duration", "problems"];

export function createConversationActions(
  core: PageCore,
  changed: (came: readonly ConversationRow[]) => void,
): ConversationActions {
  const cache = createPieceCache<ConversationRow>({
    pieceItems: 100,
    fetch: async (from, count) => {
      const { order, isDescending } = core.state().conversations;
      const outcome = await core.ask({ type: "conversations", order, isDescending, from, count });
      return core.valueOf(outcome)?.conversations ?? [];
    },
    changed,
  });
  const set = (change: Partial<ConversationsState>) => {
    core.update({ conversations: { ...core.state().conversations, ...change } });
  };
  const reorder = (change: Partial<ConversationsState>) => {
    set({ ...change, active: 0 });
    cache.reset();
  };
  return {
    get: cache.get,
    want: cache.want,
    refresh: cache.refresh,
    sortBy: (order) => {
      const now = core.state().conversations;
      const isDescending = now.order === order ? !now.isDescending : descendingFirst.includes(order);
      reorder({ order, isDescending });
    },
    turn: () => {
      reorder({ isDescending: !core.state().conversations.isDescending });
    },
    activate: (active) => {
      set({ active });
    },
  };
}

/** What selects the packets of a conversation. */
export function toConversationFilter({ protocol, stream, a, b }: ConversationRow): string {
  if (protocol === "tcp" || protocol === "udp") return `${protocol}.stream == ${stream}`;
  const field = a.address.includes(":") ? "ipv6" : "ip";
  const ends = `${field}.addr == ${a.address} && ${field}.addr == ${b.address}`;
  return protocol === "icmp" || protocol === "icmpv6" ? `${protocol} && ${ends}` : ends;
}
