import type {
  CaptureViewState,
  ConversationRow,
  FindingRow,
  Overview,
  Packet,
  PageName,
  StreamPart,
  ToView,
} from "../../src/protocol/captureView.ts";
import type { FilterProblem } from "./filterCheck.ts";
import type { Texts } from "./pageWords.ts";
import type { Precision } from "./timeText.ts";

/** Something that happened, shown until it is dismissed. */
export type Notice = {
  /** A later notice of the same key replaces it. */
  readonly key: "file" | "damage" | "failure" | "export" | "copy" | "goTo";
  readonly severity: "error" | "warning" | "note";
  readonly text: string;
};

/** What stands under the filter's field to choose from. */
export type Proposals = {
  readonly kind: "completion" | "history";
  readonly items: readonly string[];
  /** What a chosen one replaces in the text. */
  readonly from: number;
  readonly to: number;
  /** The one that Enter takes; -1 for none. */
  readonly active: number;
};

export type FilterState = {
  readonly text: string;
  readonly problem: FilterProblem | undefined;
  /** The problem stands there only once the typing pauses. */
  readonly isProblemShown: boolean;
  /** What the list is filtered by; empty for nothing. */
  readonly applied: string;
  /** The host's number for it; undefined until it has said so. */
  readonly filterId: number | undefined;
  readonly matched: number;
  readonly isDone: boolean;
  readonly proposals: Proposals | undefined;
};

export type ConversationsState = {
  readonly order: "a" | "b" | "protocol" | "packets" | "bytes" | "first" | "duration" | "problems";
  readonly isDescending: boolean;
  readonly active: number;
};

/** The stream that is followed. */
export type StreamState = {
  readonly conversation: number;
  readonly head:
    | {
        readonly protocol: "tcp" | "udp";
        readonly stream: number;
        readonly a: ConversationRow["a"];
        readonly b: ConversationRow["b"];
        readonly total: number;
        readonly isCut: boolean;
      }
    | undefined;
  readonly parts: readonly StreamPart[];
  readonly format: "text" | "hex";
  readonly side: "both" | "a" | "b";
  readonly isLoading: boolean;
  readonly failure: string | undefined;
};

/** Everything that the page shows, but for the rows themselves. Replaced as a whole, never mutated. */
export type PageState = {
  readonly texts: Texts;
  readonly file: Omit<Extract<ToView, { type: "opened" }>, "type"> | undefined;
  /** Which instances had which addresses. */
  readonly names: ReadonlyMap<string, PageName>;
  readonly progress: Omit<Extract<ToView, { type: "progress" }>, "type" | "overview">;
  readonly overview: Overview | undefined;
  readonly refused: { readonly message: string; readonly next: string } | undefined;
  readonly notices: readonly Notice[];
  /** Of the page, in pixels. */
  readonly widthPixels: number;
  readonly tab: "overview" | "packets";
  readonly filter: FilterState;
  readonly history: readonly string[];
  readonly timeFormat: CaptureViewState["timeFormat"];
  readonly showNames: boolean;
  readonly precision: Precision;
  /** An address that is longer than an IPv4 one was among the rows. */
  readonly hasLongAddresses: boolean;
  /** The row that is selected, counted from 0 in the list as filtered; -1 for none. */
  readonly cursor: number;
  /** The number of the selected packet. */
  readonly selected: number | undefined;
  readonly packet: Packet | undefined;
  /** Layers and fields that the user opened or closed, by what kind of thing they are. */
  readonly opened: ReadonlyMap<string, boolean>;
  /** The selected layer or field of the packet, as the path of places to it, such as `2.0.1`. */
  readonly node: string | undefined;
  /** The selected byte; -1 for none. */
  readonly byte: number;
  /** The finding at which the file was opened. */
  readonly openedAt: FindingRow | undefined;
  /** All findings are listed, not only the worst. */
  readonly hasAllFindings: boolean;
  readonly rateUnit: "packets" | "bytes";
  readonly isRateTable: boolean;
  readonly conversations: ConversationsState;
  readonly stream: StreamState | undefined;
  readonly dialog: "goTo" | "share" | undefined;
  readonly isExporting: boolean;
  /** What the "go to packet" dialog says is wrong with what was typed. */
  readonly goToProblem: string;
};

/** Whether the overview stands beside the packets; it is a tab of its own otherwise. */
export function isWide(widthPixels: number): boolean {
  return widthPixels >= 1_180;
}

/** Whether a conversation takes two lines. */
export function isCompact(widthPixels: number): boolean {
  return isWide(widthPixels) || isNarrow(widthPixels);
}

/** Whether packets take three lines, and layers and bytes stand above each other. */
export function isNarrow(widthPixels: number): boolean {
  return widthPixels < 760;
}

export const noFilter: FilterState = {
  text: "",
  problem: undefined,
  isProblemShown: false,
  applied: "",
  filterId: undefined,
  matched: 0,
  isDone: true,
  proposals: undefined,
};

export const initialState: PageState = {
  texts: {},
  file: undefined,
  names: new Map(),
  progress: { readBytes: 0, sizeBytes: 0, isDone: false, packets: 0 },
  overview: undefined,
  refused: undefined,
  notices: [],
  widthPixels: 1_000,
  tab: "packets",
  filter: noFilter,
  history: [],
  timeFormat: "relative",
  showNames: true,
  precision: 6,
  hasLongAddresses: false,
  cursor: -1,
  selected: undefined,
  packet: undefined,
  opened: new Map(),
  node: undefined,
  byte: -1,
  openedAt: undefined,
  hasAllFindings: false,
  rateUnit: "packets",
  isRateTable: false,
  conversations: { order: "first", isDescending: false, active: 0 },
  stream: undefined,
  dialog: undefined,
  isExporting: false,
  goToProblem: "",
};

/** How many rows the list has now. */
export function toRowCount({ filter, progress }: PageState): number {
  return filter.applied === "" ? progress.packets : filter.matched;
}

/** The notices with one of that key put at the end, or taken out. */
export function withNotice(
  notices: readonly Notice[],
  key: Notice["key"],
  notice: Omit<Notice, "key"> | undefined,
): readonly Notice[] {
  const others = notices.filter((each) => each.key !== key);
  return notice ? [...others, { key, ...notice }] : others;
}
