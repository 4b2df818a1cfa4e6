import { html, nothing, type TemplateResult } from "lit/html.js";
import { ref } from "lit/directives/ref.js";
import type { Row } from "../../src/protocol/captureView.ts";
import { severityIcon } from "./icons.ts";
import type { PageParts } from "./pageParts.ts";
import { toRowCount, type PageState } from "./pageState.ts";
import { toNumberText, toShownText, toWords } from "./pageWords.ts";
import { toMomentText, toOffsetText, toTimeText } from "./timeText.ts";

/** The list of packets: any number of rows, of which those in sight are drawn. */
export function packetListView(parts: PageParts): TemplateResult {
  const { state, scrolls, list } = parts;
  const count = toRowCount(state);
  const { first, end } = scrolls.list.span(count);
  if (count > 0) parts.rows.want(first, end, count);
  const isDrawn = state.cursor >= first && state.cursor < end;
  const indices = Array.from({ length: end - first }, (_, index) => first + index);
  return html`<div class="list-frame">
    <div
      id="packet-list"
      class="scroller rows"
      role="grid"
      tabindex="0"
      aria-label=${toWords(state.texts, "packetList")}
      aria-rowcount=${count + 1}
      aria-colcount="7"
      aria-busy=${!state.filter.isDone}
      aria-activedescendant=${isDrawn ? `row-${state.cursor}` : nothing}
      ${ref(scrolls.list.attach)}
      @keydown=${(event: KeyboardEvent) => {
        onKey(event, parts, count);
      }}
      @mousedown=${(event: MouseEvent) => {
        const row = event.target instanceof Element && event.target.closest<HTMLElement>("[data-row]");
        if (row && event.button === 0) list.select(Number(row.dataset["row"]));
      }}
    >
      ${headView(state)}
      <div class="spacer" role="presentation"></div>
      <div class="window" role="rowgroup">${indices.map((index) => rowView(parts, index))}</div>
    </div>
    ${count === 0 ? emptyView(state) : nothing}
  </div>`;
}

function headView({ texts, timeFormat }: PageState): TemplateResult {
  const offset = toOffsetText(new Date());
  const time = {
    absolute: toWords(texts, "columnTimeZone", { zone: offset }),
    relative: toWords(texts, "columnTime"),
    delta: toWords(texts, "columnDelta"),
  }[timeFormat];
  const columns = [
    ["number", toWords(texts, "columnNumber")],
    ["time", time],
    ["source", toWords(texts, "columnSource")],
    ["destination", toWords(texts, "columnDestination")],
    ["protocol", toWords(texts, "columnProtocol")],
    ["length", toWords(texts, "columnLength")],
    ["info", toWords(texts, "columnInfo")],
  ] as const;
  return html`<div class="list-head" role="rowgroup">
    <div class="packet-row" role="row" aria-rowindex="1">
      ${columns.map(([name, label]) => html`<span class=${name} role="columnheader">${label}</span>`)}
    </div>
  </div>`;
}

function rowView({ state, rows }: PageParts, index: number): TemplateResult {
  const row = rows.get(index);
  const isSelected = index === state.cursor;
  if (!row) {
    return html`<div
      class="packet-row waiting"
      role="row"
      id=${`row-${index}`}
      data-row=${index}
      aria-rowindex=${index + 2}
      aria-selected=${isSelected}
    >
      <span class="number" role="gridcell"></span
      ><span class="info" role="gridcell"
        ><span class="visually-hidden">${toWords(state.texts, "rowLoading")}</span></span
      >
    </div>`;
  }
  const { tone } = row;
  return html`<div
    class=${`packet-row tone-${tone}`}
    role="row"
    id=${`row-${index}`}
    data-row=${index}
    aria-rowindex=${index + 2}
    aria-selected=${isSelected}
  >
    <span class="number" role="gridcell">${toneView(state, tone)}${row.number}</span
    ><span class="time" role="gridcell" title=${toMomentTitle(state, row)}
      >${toTimeText(row, state.timeFormat, state.overview?.firstTime ?? null, state.precision)}</span
    >${addressView(state, "source", row.source)}${addressView(state, "destination", row.destination)}<span
      class="protocol"
      role="gridcell"
      >${toShownText(row.protocol)}</span
    ><span class="length" role="gridcell">${row.wireBytes}</span
    ><span class="info" role="gridcell" title=${toShownText(row.info)}>${toShownText(row.info)}</span>
  </div>`;
}

function toneView({ texts }: PageState, tone: Row["tone"]): TemplateResult | typeof nothing {
  if (tone === "plain") return nothing;
  return html`<span class="sign"
    >${severityIcon(tone)}<span class="visually-hidden">${toWords(texts, `tone.${tone}`)}</span></span
  >`;
}

function addressView(state: PageState, side: "source" | "destination", address: string): TemplateResult {
  const name = state.showNames ? state.names.get(address) : undefined;
  const shown = toShownText(address);
  const title = name === undefined ? shown : toShownText(name.title);
  return html`<span class=${name === undefined ? side : `${side} named`} role="gridcell" title=${title}
    >${name === undefined ? shown : toShownText(name.name)}</span
  >`;
}

function toMomentTitle({ overview, precision }: PageState, row: Row): string | typeof nothing {
  if (!overview?.firstTime || row.relativeNanoseconds === null) return nothing;
  return toMomentText(overview.firstTime, row.relativeNanoseconds, precision);
}

function emptyView({ texts, filter, progress }: PageState): TemplateResult {
  const isWaiting = !filter.isDone || !progress.isDone;
  const reason = filter.applied === "" ? "listEmptyFile" : "listEmptyFilter";
  const count = toNumberText(progress.packets);
  return html`<p class="list-empty">${toWords(texts, isWaiting ? "listWaiting" : reason, { count })}</p>`;
}

function onKey(event: KeyboardEvent, { list, scrolls }: PageParts, count: number): void {
  const page = scrolls.list.pageRows();
  const moves: Readonly<Record<string, () => void>> = {
    ArrowDown: () => list.move(1),
    ArrowUp: () => list.move(-1),
    PageDown: () => list.move(page),
    PageUp: () => list.move(-page),
    Home: () => list.select(0),
    End: () => list.select(count - 1),
    Enter: () => document.getElementById("packet-layers")?.focus(),
  };
  const move = moves[event.key];
  if (!move || event.altKey || (event.ctrlKey && !/^(?:Home|End)$/u.test(event.key))) return;
  event.preventDefault();
  move();
}
