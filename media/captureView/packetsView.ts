import { html, nothing, type TemplateResult } from "lit/html.js";
import { guard } from "lit/directives/guard.js";
import { bytesView } from "./bytesView.ts";
import { filterBarView } from "./filterBarView.ts";
import { openedAtView } from "./findingsView.ts";
import { followIcon } from "./icons.ts";
import { layersView } from "./layersView.ts";
import { packetListView } from "./packetListView.ts";
import type { PageParts } from "./pageParts.ts";
import { isNarrow } from "./pageState.ts";
import { toWords } from "./pageWords.ts";
import { splitterView } from "./splitter.ts";

const timeFormats = [
  ["relative", "timeRelative"],
  ["absolute", "timeAbsolute"],
  ["delta", "timeDelta"],
] as const;

/** The list of packets with its filter, and below it the selected packet. */
export function packetsView(parts: PageParts): TemplateResult {
  const { state } = parts;
  const { texts } = state;
  return html`<div class="list-bar">${filterBarView(parts)} ${listToolsView(parts)}</div>
    ${openedAtView(parts)}
    <div class="panes">
      ${packetListView(parts)} ${splitterView("list-height", toWords(texts, "resize"), "rows", 55)}
      <div class="details">
        ${
          state.packet
            ? html`<section class="pane" aria-labelledby="layers-title">
                  <div class="pane-head">
                    <h2 id="layers-title">${toWords(texts, "layers")}</h2>
                    <span class="help">#${state.packet.number}</span>
                    ${followView(parts)}
                  </div>
                  ${guard([texts, state.packet, state.node, state.opened], () => layersView(parts))}
                </section>
                ${
                  isNarrow(state.widthPixels)
                    ? nothing
                    : splitterView("layers-width", toWords(texts, "resizePanes"), "columns", 42)
                }
                <section class="pane" aria-labelledby="bytes-title">
                  <div class="pane-head"><h2 id="bytes-title">${toWords(texts, "packetBytes")}</h2></div>
                  ${bytesView(parts)}
                </section>`
            : html`<p class="list-empty">${toWords(texts, "noPacket")}</p>`
        }
      </div>
    </div>`;
}

function listToolsView({ state, tools }: PageParts): TemplateResult {
  const { texts, timeFormat, names, showNames } = state;
  return html`<div class="list-tools">
    <select
      id="time-format"
      aria-label=${toWords(texts, "timeFormat")}
      title=${toWords(texts, "timeFormat")}
      @change=${(event: Event) => {
        const { value } = event.target as HTMLSelectElement;
        const chosen = timeFormats.find(([format]) => format === value);
        if (chosen) tools.setTimeFormat(chosen[0]);
      }}
    >
      ${timeFormats.map(
        ([format, label]) =>
          html`<option value=${format} ?selected=${format === timeFormat}>${toWords(texts, label)}</option>`,
      )}
    </select>
    ${
      names.size === 0
        ? nothing
        : html`<button
            class="tool toggle"
            id="show-names"
            aria-pressed=${showNames}
            title=${toWords(texts, "namesHelp")}
            @click=${tools.toggleNames}
          >
            ${toWords(texts, "names")}
          </button>`
    }
    <button
      class="tool"
      id="open-go-to"
      title=${navigator.userAgent.includes("Mac") ? "⌘ G" : "Ctrl+G"}
      aria-keyshortcuts="Control+G"
      @click=${() => {
        tools.openDialog("goTo");
      }}
    >
      ${toWords(texts, "goTo")}
    </button>
  </div>`;
}

/** Follows the stream that the selected packet belongs to, where it has one. */
function followView({ state, stream }: PageParts): TemplateResult | typeof nothing {
  const { packet, texts } = state;
  const conversation = packet?.conversation ?? undefined;
  const hasStream = packet?.layers.some(({ protocol }) => protocol === "tcp" || protocol === "udp");
  if (conversation === undefined || !hasStream) return nothing;
  return html`<button
    class="tool"
    id="follow"
    @click=${() => {
      stream.follow(conversation);
    }}
  >
    ${followIcon}<span>${toWords(texts, "followStream")}</span>
  </button>`;
}
