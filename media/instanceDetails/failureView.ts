import { html, nothing, type TemplateResult } from "lit/html.js";
import type { PageActions, PageState, Part } from "./pageState.ts";
import { toMomentText, toWords } from "./pageWords.ts";

/** Why a part could not be read, and of when what stands below it is. */
export function failureView(
  state: PageState,
  actions: PageActions,
  part: Part,
): TemplateResult | typeof nothing {
  const { failure, told, toldAt } = state[part];
  const { texts } = state;
  if (failure === undefined) return nothing;
  return html`<div class="failure" role="alert">
    <p>${failure} ${told === undefined ? nothing : toWords(texts, "asOf", { time: toMomentText(toldAt) })}</p>
    <button
      class="link"
      @click=${() => {
        actions.explain(part);
      }}
    >
      ${toWords(texts, "more")}
    </button>
  </div>`;
}
