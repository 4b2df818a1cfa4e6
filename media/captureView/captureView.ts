import "./captureView.css";
import { render } from "lit/html.js";
import { dispatch } from "../../src/protocol/dispatch.ts";
import { createAnnouncer } from "./announcer.ts";
import { createConversationActions } from "./conversationActions.ts";
import { createFileEvents } from "./fileEvents.ts";
import { createFilterActions } from "./filterActions.ts";
import { buildHostLink } from "./hostLink.ts";
import { createListActions } from "./listActions.ts";
import { setColumns, toColumnNeeds } from "./listColumns.ts";
import { measureFonts } from "./metrics.ts";
import { createNameActions } from "./nameActions.ts";
import { createPacketActions } from "./packetActions.ts";
import { never, type PageCore } from "./pageCore.ts";
import { initialState, isCompact, isNarrow, withNotice, type PageState } from "./pageState.ts";
import { pageView } from "./pageView.ts";
import { toWords } from "./pageWords.ts";
import { createRateChart } from "./rateChart.ts";
import { toTimeFilter } from "./rateView.ts";
import { createRowCache } from "./rowCache.ts";
import { createStreamActions } from "./streamActions.ts";
import { createStreamLines } from "./streamLines.ts";
import { createToolActions } from "./toolActions.ts";
import { createVirtualScroll } from "./virtualScroll.ts";

const link = buildHostLink(
  (message) => {
    dispatch(events, message);
  },
  () => toWords(state.texts, "hostSilent"),
);
const kept = link.keptState();
let metrics = measureFonts();
let state: PageState = {
  ...initialState,
  widthPixels: window.innerWidth,
  ...(kept && { history: kept.history, timeFormat: kept.timeFormat, showNames: kept.showNames }),
};

let isPaintAsked = false;
let afterPaint: (() => void)[] = [];
function askToPaint(): void {
  if (isPaintAsked) return;
  isPaintAsked = true;
  requestAnimationFrame(paint);
}

const toScroll = (rowHeight: () => number) => createVirtualScroll({ rowHeight, changed: askToPaint });
const scrolls = {
  list: toScroll(() => (isNarrow(state.widthPixels) ? 3 * metrics.lineHeight + 8 : metrics.lineHeight)),
  bytes: toScroll(() => metrics.lineHeight),
  conversations: toScroll(() =>
    isCompact(state.widthPixels) ? 2 * metrics.lineHeight + 8 : metrics.lineHeight,
  ),
  stream: toScroll(() => metrics.lineHeight),
};

const fail = (message: string) => {
  const text = message === "" ? toWords(state.texts, "wrongAnswer") : message;
  update({ notices: withNotice(state.notices, "failure", { severity: "error", text }) });
  core.announce(text);
};
const rows = createRowCache(
  link.ask,
  (came) => {
    update(toColumnNeeds(state, came));
    names.want(came.flatMap(({ source, destination }) => [source, destination]));
    list.rowsCame();
  },
  fail,
);
function update(change: Partial<PageState>): void {
  state = { ...state, ...change };
  askToPaint();
}
const core: PageCore = {
  state: () => state,
  update,
  keep: () => {
    const { filter: current, history, selected = null, timeFormat, showNames } = state;
    link.keepState({ filter: current.applied, history: [...history], selected, timeFormat, showNames });
  },
  ask: link.ask,
  valueOf: (outcome) => {
    if (outcome.ok) return outcome.value;
    fail(outcome.message);
    return undefined;
  },
  announce: createAnnouncer(
    () => document.querySelector("dialog[open] [role=status]") ?? document.querySelector("#announcement"),
  ),
  rows,
  list: scrolls.list,
  afterPaint: (act) => {
    afterPaint.push(act);
    askToPaint();
  },
};

const list = createListActions(core);
const filter = createFilterActions(core, list);
const packet = createPacketActions(core, (offset) => {
  scrolls.bytes.reveal(Math.floor(offset / bytesPerRow()), "nearest");
});
const names = createNameActions(core);
const conversations = createConversationActions(core, (came) => {
  names.wantEnds(came);
  askToPaint();
});
const stream = createStreamActions(core);
const tools = createToolActions(core, list);
const events = createFileEvents(core, list, filter, conversations, names, kept);
const chart = createRateChart((from, to) => {
  filter.filterBy(toTimeFilter(from, to));
});
const streamLines = createStreamLines();

/** Offset, sixteen bytes with their spaces, and sixteen characters. */
const sixteenCharacters = 6 + 16 * 3 + 4 + 16;
function bytesPerRow(): 8 | 16 {
  const width = document.querySelector("#packet-bytes")?.clientWidth ?? 0;
  return width >= sixteenCharacters * metrics.characterWidth + 24 ? 16 : 8;
}

function paint(): void {
  isPaintAsked = false;
  const parts = {
    ...{ state, rows, list, filter, packet, conversations, stream, tools, scrolls },
    now: () => state,
    streamLines: streamLines(state.stream),
    bytesPerRow: bytesPerRow(),
  };
  render(pageView(parts), document.body);
  for (const scroll of Object.values(scrolls)) scroll.settle();
  const listElement = document.querySelector<HTMLElement>("#packet-list");
  if (listElement) setColumns(listElement, state);
  chart.show(
    document.querySelector<HTMLElement>("#rate-chart") ?? undefined,
    state.overview?.rate,
    state.rateUnit,
  );
  const acts = afterPaint;
  afterPaint = [];
  for (const act of acts) act();
}

new ResizeObserver(() => {
  metrics = measureFonts();
  update({ widthPixels: document.documentElement.clientWidth });
}).observe(document.documentElement);

// The theme is told by the body's classes and the document's variables.
const themes = new MutationObserver(() => {
  metrics = measureFonts();
  chart.recolour();
  askToPaint();
});
themes.observe(document.body, { attributeFilter: ["class"] });
themes.observe(document.documentElement, { attributeFilter: ["class", "style"] });

// The editor has its own meaning for these keys, which must not get them too.
window.addEventListener(
  "keydown",
  (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || state.dialog || state.stream)
      return;
    if (event.key === "g") tools.openDialog("goTo");
    else if (event.key === "f") filter.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  },
  { capture: true },
);

link.ask({ type: "ready" }).then((answer) => {
  if (!answer.ok) update({ refused: { message: answer.message, next: "" } });
}, never);
