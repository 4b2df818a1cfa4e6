import { html, nothing, type TemplateResult } from "lit/html.js";
import { ref } from "lit/directives/ref.js";
import { maxFilterLength } from "../../src/protocol/captureView.ts";
import type { FilterActions } from "./filterActions.ts";
import { toProblemText } from "./filterCheck.ts";
import { closeIcon, filterIcon, historyIcon } from "./icons.ts";
import type { PageParts } from "./pageParts.ts";
import type { FilterState, PageState } from "./pageState.ts";
import { toPercentText, toWords } from "./pageWords.ts";

/** The filter: its field with what may stand there next, what is wrong with it, and what it let through. */
export function filterBarView({ state, now, filter: actions }: PageParts): TemplateResult {
  const { filter, texts, history } = state;
  const { proposals, problem, isProblemShown } = filter;
  const isOpen = proposals !== undefined;
  const shownProblem = isProblemShown ? problem : undefined;
  return html`<div class="filter" role="search" aria-label=${toWords(texts, "filter")}>
    <div class=${`filter-field ${toLook(filter)}`}>
      <span class="filter-icon">${filterIcon}</span>
      <div class="filter-text">
        ${
          shownProblem
            ? html`<div class="filter-mirror" aria-hidden="true">
                <span>${filter.text.slice(0, shownProblem.start)}</span
                ><span class="wrong"
                  >${filter.text.slice(shownProblem.start, shownProblem.end) || "\u00a0\u00a0"}</span
                >
              </div>`
            : nothing
        }
        <input
          id="filter"
          type="text"
          role="combobox"
          aria-label=${toWords(texts, "filter")}
          aria-autocomplete="list"
          aria-controls="filter-proposals"
          aria-expanded=${isOpen}
          aria-activedescendant=${isOpen && proposals.active >= 0 ? `proposal-${proposals.active}` : nothing}
          aria-invalid=${problem !== undefined && isProblemShown}
          aria-describedby="filter-problem filter-count"
          placeholder=${toWords(texts, "filterPlaceholder")}
          maxlength=${maxFilterLength}
          spellcheck="false"
          autocomplete="off"
          .value=${filter.text}
          @input=${(event: Event) => {
            const field = event.target as HTMLInputElement;
            actions.edit(field.value, field.selectionStart ?? field.value.length);
          }}
          @keydown=${(event: KeyboardEvent) => {
            onKey(event, now(), actions);
          }}
          @blur=${actions.closeProposals}
          @scroll=${alignMirror}
          ${ref(alignMirrorOf)}
        />
      </div>
      <span class="filter-count" id="filter-count">${toStateText(state)}</span>
      ${
        filter.text === "" && filter.applied === ""
          ? nothing
          : html`<button
              class="tool"
              title=${toWords(texts, "filterClear")}
              aria-label=${toWords(texts, "filterClear")}
              @click=${actions.clear}
            >
              ${closeIcon}
            </button>`
      }
      <button
        class="tool"
        title=${toWords(texts, "filterHistory")}
        aria-label=${toWords(texts, "filterHistory")}
        ?disabled=${history.length === 0}
        @mousedown=${keepFocus}
        @click=${() => {
          document.getElementById("filter")?.focus();
          actions.showHistory();
        }}
      >
        ${historyIcon}
      </button>
      <button class="tool apply" @click=${actions.apply}>${toWords(texts, "filterApply")}</button>
      ${proposalsView(state, actions)}
    </div>
    <p class="error" id="filter-problem" ?hidden=${!shownProblem}>
      ${shownProblem ? toProblemText(texts, shownProblem) : nothing}
    </p>
  </div>`;
}

function proposalsView({ filter, texts }: PageState, actions: FilterActions): TemplateResult {
  const { proposals } = filter;
  return html`<ul
    id="filter-proposals"
    role="listbox"
    aria-label=${toWords(texts, "filterProposals")}
    ?hidden=${!proposals}
    @mousedown=${keepFocus}
  >
    ${proposals?.items.map(
      (item, index) =>
        html`<li
          id=${`proposal-${index}`}
          role="option"
          aria-selected=${index === proposals.active}
          @click=${() => {
            actions.accept(index);
          }}
        >
          ${item}
        </li>`,
    )}
  </ul>`;
}

function toLook({ text, problem, isProblemShown }: FilterState): string {
  if (text.trim() === "") return "empty";
  if (problem) return isProblemShown ? "invalid" : "unfinished";
  return "valid";
}

function toStateText({ filter, texts, progress }: PageState): string {
  const { text, applied, problem, isDone, matched } = filter;
  const count = progress.packets;
  if (text.trim() !== applied && text.trim() !== "" && !problem) return toWords(texts, "filterFits");
  if (applied === "") return toWords(texts, "filterAll", { count });
  const share = count === 0 ? "" : toPercentText(matched / count);
  return toWords(texts, isDone ? "filterMatched" : "filterMatching", { matched, count, share });
}

function onKey(event: KeyboardEvent, state: PageState, actions: FilterActions): void {
  const { proposals, text } = state.filter;
  if (event.key === "Enter") {
    if (proposals && proposals.active >= 0) actions.accept(proposals.active);
    else actions.apply();
  } else if (event.key === "Escape") {
    if (proposals) actions.closeProposals();
    else actions.clear();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (proposals) actions.moveActive(event.key === "ArrowDown" ? 1 : -1);
    else if (text.trim() === "" || event.altKey) actions.showHistory();
    else actions.completeAt((event.target as HTMLInputElement).selectionStart ?? text.length);
  } else if (event.key === " " && event.ctrlKey) {
    actions.completeAt((event.target as HTMLInputElement).selectionStart ?? text.length);
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

/** The field keeps the focus while something beside it is clicked. */
function keepFocus(event: Event): void {
  event.preventDefault();
}

function alignMirror(event: Event): void {
  alignMirrorOf(event.target as Element);
}

/** The underline stands below the characters that the field shows, also where it is scrolled sideways. */
function alignMirrorOf(field: Element | undefined): void {
  const mirror = field?.parentElement?.querySelector<HTMLElement>(".filter-mirror");
  if (field && mirror) mirror.scrollLeft = field.scrollLeft;
}
