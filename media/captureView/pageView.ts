import { html, nothing, type TemplateResult } from "lit/html.js";
import { guard } from "lit/directives/guard.js";
import { conversationsView } from "./conversationsView.ts";
import { dialogsView } from "./dialogsView.ts";
import { findingsView } from "./findingsView.ts";
import { headView, noticesView } from "./headView.ts";
import { packetsView } from "./packetsView.ts";
import type { PageParts } from "./pageParts.ts";
import { isNarrow, isWide, toRowCount, type PageState } from "./pageState.ts";
import { toNumberText, toShownText, toWords } from "./pageWords.ts";
import { protocolsView } from "./protocolsView.ts";
import { rateView } from "./rateView.ts";
import { splitterView } from "./splitter.ts";

const tabs = ["overview", "packets"] as const;

/** The whole page. What does not change while a list scrolls is not made again for each of its steps. */
export function pageView(parts: PageParts): TemplateResult {
  const { state } = parts;
  if (state.refused) return refusedView(parts, state.refused);
  if (!state.file) return html`<main class="page" aria-busy="true"></main>`;
  const wide = isWide(state.widthPixels);
  const look = wide ? "wide" : "tabbed";
  const narrow = isNarrow(state.widthPixels) ? "narrow" : "";
  return html`<main class=${`page ${look} ${narrow}`}>
      ${headView(parts)} ${noticesView(parts)} ${wide ? nothing : tabsView(parts)}
      <div class="body">
        ${panelView(state, "overview", overviewView(parts))}
        ${wide ? splitterView("overview-width", toWords(state.texts, "resizePanes"), "columns", 28) : nothing}
        ${panelView(state, "packets", packetsView(parts))}
      </div>
      <p class="visually-hidden" role="status" id="announcement"></p>
    </main>
    ${dialogsView(parts)}`;
}

function overviewView(parts: PageParts): TemplateResult {
  const { texts, overview, progress, hasAllFindings, rateUnit, isRateTable, precision, names, showNames } =
    parts.state;
  return html`${guard([texts, overview, progress.isDone, hasAllFindings, names, showNames], () => findingsView(parts))}
  ${guard([texts, overview, rateUnit, isRateTable, precision], () => rateView(parts))}
  ${guard([texts, overview], () => protocolsView(parts))} ${conversationsView(parts)}`;
}

function panelView(
  { texts, tab, widthPixels }: PageState,
  name: (typeof tabs)[number],
  content: TemplateResult,
): TemplateResult {
  return isWide(widthPixels)
    ? html`<section id=${name} class=${`panel-${name}`} aria-label=${toWords(texts, name)}>
        ${content}
      </section>`
    : html`<section
        id=${name}
        class=${`panel-${name}`}
        role="tabpanel"
        aria-labelledby=${`tab-${name}`}
        ?hidden=${tab !== name}
      >
        ${content}
      </section>`;
}

function tabsView({ state, tools }: PageParts): TemplateResult {
  const { texts, tab, overview } = state;
  const findings = overview?.findings.length ?? 0;
  const counts = { overview: findings, packets: toRowCount(state) };
  return html`<div
    class="tabs"
    role="tablist"
    @keydown=${(event: KeyboardEvent) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      event.preventDefault();
      const next = tab === "overview" ? "packets" : "overview";
      tools.showTab(next);
      document.getElementById(`tab-${next}`)?.focus();
    }}
  >
    ${tabs.map(
      (name) =>
        html`<button
          id=${`tab-${name}`}
          role="tab"
          aria-selected=${tab === name}
          aria-controls=${name}
          tabindex=${tab === name ? 0 : -1}
          @click=${() => {
            tools.showTab(name);
          }}
        >
          ${toWords(texts, name)}
          ${counts[name] > 0 ? html`<span class="badge">${toNumberText(counts[name])}</span>` : nothing}
        </button>`,
    )}
  </div>`;
}

/** Why the file cannot be shown, and what to do. */
function refusedView(
  { state, tools }: PageParts,
  refused: NonNullable<PageState["refused"]>,
): TemplateResult {
  const { texts, file } = state;
  return html`<main class="page refused">
    ${file ? html`<h1>${toShownText(file.fileName)}</h1>` : nothing}
    <p role="alert">${refused.message}</p>
    <p class="help">${refused.next}</p>
    <button type="button" class="button secondary" @click=${tools.reload}>
      ${toWords(texts, "tryAgain")}
    </button>
  </main>`;
}
