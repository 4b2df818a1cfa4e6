import type { ConversationActions } from "./conversationActions.ts";
import type { FilterActions } from "./filterActions.ts";
import type { ListActions } from "./listActions.ts";
import type { PacketActions } from "./packetActions.ts";
import type { PageState } from "./pageState.ts";
import type { RowCache } from "./rowCache.ts";
import type { StreamActions } from "./streamActions.ts";
import type { StreamLine } from "./streamLines.ts";
import type { ToolActions } from "./toolActions.ts";
import type { VirtualScroll } from "./virtualScroll.ts";

/** All that the views are made from. */
export type PageParts = {
  /** What is painted. */
  readonly state: PageState;
  /** What it is by now: keys may be pressed faster than the page is painted. */
  readonly now: () => PageState;
  readonly rows: RowCache;
  readonly streamLines: readonly StreamLine[];
  readonly list: ListActions;
  readonly filter: FilterActions;
  readonly packet: PacketActions;
  readonly conversations: ConversationActions;
  readonly stream: StreamActions;
  readonly tools: ToolActions;
  readonly scrolls: {
    readonly list: VirtualScroll;
    readonly bytes: VirtualScroll;
    readonly conversations: VirtualScroll;
    readonly stream: VirtualScroll;
  };
  /** How many bytes stand in a row of the bytes. */
  readonly bytesPerRow: 8 | 16;
};
