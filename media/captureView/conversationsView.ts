import { html, nothing, type TemplateResult } from "lit/html.js";
import { ref } from "lit/directives/ref.js";
import type { ConversationRow } from "../../src/protocol/captureView.ts";
import type { CaptureViewTextKey } from "../../src/protocol/captureViewTextKeys.ts";
import { toConversationFilter } from "./conversationActions.ts";
import { downIcon, followIcon, warningIcon } from "./icons.ts";
import type { PageParts } from "./pageParts.ts";
import { isCompact, type ConversationsState, type PageState } from "./pageState.ts";
import {
  toDurationText,
  toEndpointText,
  toEndpointTitle,
  toListText,
  toNumberText,
  toPacketsText,
  toSizeText,
  toWords,
} from "./pageWords.ts";
import { toSecondsText } from "./timeText.ts";

const columns: readonly (readonly [ConversationsState["order"], CaptureViewTextKey])[] = [
  ["protocol", "protocol"],
  ["a", "conversationA"],
  ["b", "conversationB"],
  ["packets", "packets"],
  ["bytes", "bytes"],
  ["first", "start"],
  ["duration", "duration"],
  ["problems", "problems"],
];

/** Who talked with whom: any number of conversations, of which those in sight are drawn. */
export function conversationsView(parts: PageParts): TemplateResult {
  const { state, scrolls, conversations } = parts;
  const { texts, overview } = state;
  const count = overview?.conversations ?? 0;
  const { first, end } = scrolls.conversations.span(count);
  if (count > 0 && end > first) conversations.want(first, end, count);
  const { active } = state.conversations;
  const indices = Array.from({ length: end - first }, (_, index) => first + index);
  const isDrawn = active >= first && active < end;
  const look = isCompact(state.widthPixels) ? "compact-lines" : "";
  return html`<section class=${`conversations ${look}`} aria-labelledby="conversations-title">
    <div class="section-head">
      <h2 id="conversations-title">
        ${toWords(texts, "conversations")}
        ${count > 0 ? html`<span class="badge">${toNumberText(count)}</span>` : nothing}
      </h2>
      ${count > 0 ? orderView(parts) : nothing}
    </div>
    ${count === 0 ? html`<p class="help">${toWords(texts, "conversationsNone")}</p>` : nothing}
    <div
      id="conversation-list"
      class="scroller"
      role="grid"
      tabindex="0"
      ?hidden=${count === 0}
      aria-labelledby="conversations-title"
      aria-rowcount=${count + 1}
      aria-activedescendant=${isDrawn ? `conversation-${active}` : nothing}
      ${ref(scrolls.conversations.attach)}
      @keydown=${(event: KeyboardEvent) => {
        onKey(event, parts, count);
      }}
    >
      ${headView(parts)}
      <div class="spacer" role="presentation"></div>
      <div class="window" role="rowgroup">${indices.map((index) => rowView(parts, index))}</div>
    </div>
  </section>`;
}

/** The order in words, where the columns' heads have no room. */
function orderView({ state, conversations }: PageParts): TemplateResult {
  const { texts } = state;
  const { order, isDescending } = state.conversations;
  return html`<div class="order">
    <select
      aria-label=${toWords(texts, "sortBy")}
      @change=${(event: Event) => {
        const { value } = event.target as HTMLSelectElement;
        const chosen = columns.find(([each]) => each === value);
        if (chosen) conversations.sortBy(chosen[0]);
      }}
    >
      ${columns.map(
        ([each, label]) =>
          html`<option value=${each} ?selected=${each === order}>${toWords(texts, label)}</option>`,
      )}
    </select>
    <button
      class=${isDescending ? "tool" : "tool turned"}
      title=${toWords(texts, isDescending ? "descending" : "ascending")}
      aria-label=${toWords(texts, isDescending ? "descending" : "ascending")}
      @click=${conversations.turn}
    >
      ${downIcon}
    </button>
  </div>`;
}

function headView({ state, conversations }: PageParts): TemplateResult {
  const { order, isDescending } = state.conversations;
  return html`<div class="list-head" role="rowgroup">
    <div class="conversation-row" role="row" aria-rowindex="1">
      ${columns.map(
        ([each, label]) =>
          html`<span
            class=${each}
            role="columnheader"
            aria-sort=${each === order ? (isDescending ? "descending" : "ascending") : "none"}
            ><button
              class="sorter"
              tabindex="-1"
              @click=${() => {
                conversations.sortBy(each);
              }}
            >
              ${toWords(state.texts, label)}${
                each === order
                  ? html`<span class=${isDescending ? "direction" : "direction turned"}>${downIcon}</span>`
                  : nothing
              }
            </button></span
          >`,
      )}<span class="act" role="columnheader"
        ><span class="visually-hidden">${toWords(state.texts, "follow")}</span></span
      >
    </div>
  </div>`;
}

function rowView(parts: PageParts, index: number): TemplateResult {
  const { state, conversations, filter, stream } = parts;
  const row = conversations.get(index);
  const { texts } = state;
  const isActive = index === state.conversations.active;
  if (!row) {
    return html`<div
      class="conversation-row waiting"
      role="row"
      id=${`conversation-${index}`}
      aria-rowindex=${index + 2}
    >
      <span class="a" role="gridcell"
        ><span class="visually-hidden">${toWords(texts, "rowLoading")}</span></span
      >
    </div>`;
  }
  const names: PageState["names"] = state.showNames ? state.names : new Map();
  const packets = row.aToB.packets + row.bToA.packets;
  const bytes = row.aToB.bytes + row.bToA.bytes;
  const { firstNanoseconds: from, lastNanoseconds: to } = row;
  const duration = from === null || to === null ? "" : toDurationText(to - from);
  const problems = toProblems(state, row);
  const [a, b] = [toEndpointText(row.a, names), toEndpointText(row.b, names)];
  return html`<div
    class="conversation-row"
    role="row"
    id=${`conversation-${index}`}
    aria-rowindex=${index + 2}
    aria-selected=${isActive}
    @click=${() => {
      conversations.activate(index);
      filter.filterBy(toConversationFilter(row));
    }}
  >
    <span class="protocol" role="gridcell">${row.protocol.toUpperCase()}</span
    ><span class="a" role="gridcell" title=${toEndpointTitle(row.a, names)}>${a}</span
    ><span class="b" role="gridcell" title=${toEndpointTitle(row.b, names)}>${b}</span
    ><span class="packets" role="gridcell"
      ><span class="in-table">${toNumberText(packets)}</span
      ><span class="in-lines">${toPacketsText(texts, packets)}</span></span
    ><span class="bytes" role="gridcell">${toSizeText(bytes)}</span
    ><span class="first" role="gridcell">${from === null ? "" : toSecondsText(from, 6)}</span
    ><span class="duration" role="gridcell">${duration}</span
    ><span class="problems" role="gridcell" title=${problems.text}
      >${problems.count > 0 ? warningIcon : nothing}<span class="in-table" aria-hidden="true"
        >${problems.count > 0 ? toNumberText(problems.count) : ""}</span
      ><span class=${problems.count > 0 ? "words" : "words visually-hidden"}>${problems.text}</span></span
    ><span class="act" role="gridcell"
      >${
        row.protocol === "tcp" || row.protocol === "udp"
          ? html`<button
              class="tool"
              tabindex="-1"
              title=${toWords(texts, "follow")}
              aria-label=${toWords(texts, "followConversation", { a, b })}
              @click=${(event: Event) => {
                event.stopPropagation();
                conversations.activate(index);
                stream.follow(row.id);
              }}
            >
              ${followIcon}
            </button>`
          : nothing
      }</span
    >
  </div>`;
}

function toProblems({ texts }: PageState, { aToB, bToA }: ConversationRow) {
  const counts = [
    ["problemRetransmissions", aToB.retransmissions + bToA.retransmissions],
    ["problemResets", aToB.resets + bToA.resets],
    ["problemZeroWindows", aToB.zeroWindows + bToA.zeroWindows],
  ] as const;
  const words = counts.filter(([, count]) => count > 0).map(([key, count]) => toWords(texts, key, { count }));
  return {
    count: counts.reduce((sum, [, count]) => sum + count, 0),
    text: words.length === 0 ? toWords(texts, "problemsNone") : toListText(words),
  };
}

function onKey(event: KeyboardEvent, parts: PageParts, count: number): void {
  const { now, conversations, scrolls, filter, stream } = parts;
  const { active } = now().conversations;
  const page = scrolls.conversations.pageRows();
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + page,
    PageUp: active - page,
    Home: 0,
    End: count - 1,
  };
  const next = steps[event.key];
  const row = conversations.get(active);
  if (event.key === "Enter" && row) filter.filterBy(toConversationFilter(row));
  else if (event.key.toLowerCase() === "f" && !event.ctrlKey && !event.metaKey && row) stream.follow(row.id);
  else if (next === undefined) return;
  else {
    const to = Math.min(Math.max(0, next), count - 1);
    conversations.activate(to);
    scrolls.conversations.reveal(to, "nearest");
  }
  event.preventDefault();
}
