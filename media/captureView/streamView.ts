import { html, nothing, type TemplateResult } from "lit/html.js";
import { ref } from "lit/directives/ref.js";
import { closeIcon, copyIcon } from "./icons.ts";
import type { PageParts } from "./pageParts.ts";
import type { PageState, StreamState } from "./pageState.ts";
import { toEndpointText, toWords } from "./pageWords.ts";
import type { StreamLine } from "./streamLines.ts";

/** More is fetched when so few lines are left below what is seen. */
const linesAhead = 200;

/** What both sides of a conversation sent, in order. */
export function streamView(parts: PageParts): TemplateResult | typeof nothing {
  const { state, stream: actions, tools } = parts;
  const { stream, texts } = state;
  if (!stream) return nothing;
  const { head, failure } = stream;
  const title = head
    ? toWords(texts, "streamTitle", { protocol: head.protocol.toUpperCase(), stream: String(head.stream) })
    : toWords(texts, "loading");
  return html`<dialog id="stream" aria-labelledby="stream-title" ${ref(openModal)} @close=${actions.close}>
    <div class="dialog-head">
      <h2 id="stream-title">${title}</h2>
      ${choiceView(
        texts,
        "streamView",
        stream.format,
        [
          ["text", toWords(texts, "streamAsText")],
          ["hex", toWords(texts, "streamAsHex")],
        ],
        (format) => {
          actions.show({ format });
        },
      )}
      ${
        head
          ? choiceView(texts, "streamSides", stream.side, toSides(state, head), (side) => {
              actions.show({ side });
            })
          : nothing
      }
      <button
        class="tool"
        id="stream-copy"
        ?disabled=${!head}
        @click=${() => {
          actions.copy(tools.copy);
        }}
      >
        ${copyIcon}<span>${toWords(texts, "streamCopy")}</span>
      </button>
      <button
        class="tool"
        title=${toWords(texts, "close")}
        aria-label=${toWords(texts, "close")}
        @click=${actions.close}
      >
        ${closeIcon}
      </button>
    </div>
    ${failure === undefined ? linesView(parts, stream) : html`<p class="error" role="alert">${failure}</p>`}
    ${
      head
        ? html`<p class="help stream-foot">
            ${toWords(texts, "streamLoaded", { loaded: stream.parts.length, total: head.total })}
            ${head.isCut ? toWords(texts, "streamCut") : nothing}
          </p>`
        : nothing
    }
    <p class="visually-hidden" role="status"></p>
  </dialog>`;
}

function linesView(parts: PageParts, stream: StreamState): TemplateResult {
  const { state, scrolls, streamLines, stream: actions } = parts;
  const { texts } = state;
  const { first, end } = scrolls.stream.span(streamLines.length);
  if (end + linesAhead >= streamLines.length) queueMicrotask(actions.loadMore);
  const isEmpty = stream.head !== undefined && !stream.isLoading && streamLines.length === 0;
  return html`<div
    id="stream-lines"
    class="scroller"
    role="region"
    tabindex="0"
    aria-labelledby="stream-title"
    aria-busy=${stream.isLoading}
    ${ref(scrolls.stream.attach)}
  >
    <div class="spacer"></div>
    <div class="window">
      ${streamLines.slice(first, end).map((line) => lineView(parts, line))}
      ${isEmpty ? html`<p class="help">${toWords(texts, "streamEmpty")}</p>` : nothing}
    </div>
  </div>`;
}

function lineView({ state, stream, filter }: PageParts, line: StreamLine): TemplateResult {
  const { texts } = state;
  if (line.kind === "turn") {
    const { a = "", b = "" } = toEnds(state);
    return html`<div class=${`stream-line turn from-${line.from}`}>
      <span class="gutter"></span
      ><span class="text">${line.from === "a" ? `${a} → ${b}` : `${b} → ${a}`}</span>
    </div>`;
  }
  const { number } = line;
  return html`<div class=${`stream-line ${line.kind} from-${line.from}`}>
    <span class="gutter"
      >${
        number === undefined
          ? nothing
          : html`<button
              class="link"
              title=${toWords(texts, "streamGoTo", { number: String(number) })}
              aria-label=${toWords(texts, "streamGoTo", { number: String(number) })}
              @click=${() => {
                stream.close();
                filter.unhide(number);
              }}
            >
              #${number}
            </button>`
      }</span
    ><span class="text"
      >${line.kind === "gap" ? toWords(texts, "streamGap", { count: line.gapBytes }) : line.text}</span
    >
  </div>`;
}

function toEnds({ stream, names, showNames }: PageState): { readonly a?: string; readonly b?: string } {
  const shown: PageState["names"] = showNames ? names : new Map();
  const head = stream?.head;
  return head ? { a: toEndpointText(head.a, shown), b: toEndpointText(head.b, shown) } : {};
}

function toSides(
  state: PageState,
  head: NonNullable<StreamState["head"]>,
): readonly (readonly [StreamState["side"], string])[] {
  const { a = "", b = "" } = toEnds({ ...state, stream: state.stream && { ...state.stream, head } });
  return [
    ["both", toWords(state.texts, "streamBoth")],
    ["a", toWords(state.texts, "streamFromA", { from: a })],
    ["b", toWords(state.texts, "streamFromB", { from: b })],
  ];
}

function choiceView<Value extends string>(
  texts: PageState["texts"],
  label: "streamView" | "streamSides",
  chosen: Value,
  choices: readonly (readonly [Value, string])[],
  choose: (value: Value) => void,
): TemplateResult {
  return html`<select
    aria-label=${toWords(texts, label)}
    @change=${(event: Event) => {
      const { selectedIndex } = event.target as HTMLSelectElement;
      const choice = choices[selectedIndex];
      if (choice) choose(choice[0]);
    }}
  >
    ${choices.map(([value, words]) => html`<option value=${value} ?selected=${value === chosen}>${words}</option>`)}
  </select>`;
}

/** Opens a dialog over the page as soon as it is there. */
export function openModal(element: Element | undefined): void {
  if (!(element instanceof HTMLDialogElement)) return;
  // It is in the document only after the drawing that made it.
  queueMicrotask(() => {
    if (element.isConnected && !element.open) element.showModal();
  });
}
