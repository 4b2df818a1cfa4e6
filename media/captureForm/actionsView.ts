import { html, nothing, type TemplateResult } from "lit";
import type { PageActions } from "./pageActions.ts";
import { toWaitSeconds, type PageState } from "./pageState.ts";
import { toUnitText, toWords } from "./pageWords.ts";

/** The buttons at the foot of the form, and what the last press came to. */
export function actionsView(state: PageState, actions: PageActions): TemplateResult {
  const { texts, sending, setup } = state;
  const count = setup?.instances.length ?? 1;
  const start = count === 1 ? toWords(texts, "start") : toWords(texts, "startAll", { count });
  return html`<footer>
    ${outcomeView(state, actions)}
    <div class="row wrap">
      <vscode-button id="start" ?disabled=${sending} @click=${actions.start}
        >${sending ? toWords(texts, "sending") : start}</vscode-button
      >
      <vscode-button id="copy-as" secondary @click=${actions.copyAs}
        >${toWords(texts, "copyAs")}</vscode-button
      >
      <vscode-button id="reset" secondary @click=${actions.reset}>${toWords(texts, "reset")}</vscode-button>
      <p class="help">
        ${toWords(texts, "shortcut", { key: navigator.userAgent.includes("Mac") ? "⌘ Enter" : "Ctrl+Enter" })}
      </p>
    </div>
  </footer>`;
}

function outcomeView(state: PageState, actions: PageActions): TemplateResult | typeof nothing {
  const { outcome, texts } = state;
  switch (outcome?.kind) {
    case undefined:
      return nothing;
    case "sent":
      return html`<div class="outcome">
        <p role="status">${outcome.text}</p>
        <vscode-button secondary class="compact" @click=${actions.showTasks}
          >${toWords(texts, "showTasks")}</vscode-button
        >
      </div>`;
    case "copied":
      return html`<div class="outcome"><p>${outcome.text}</p></div>`;
    case "invalid":
      return html`<div class="outcome"><p class="error" role="alert">${outcome.text}</p></div>`;
    case "failed":
      return html`<div class="outcome">
        <p class="error" role="alert">${outcome.message}</p>
        ${outcome.retryAt === undefined ? nothing : retryView(state, actions)}
        ${
          outcome.hasMore
            ? html`<vscode-button secondary class="compact" @click=${actions.explain}
                >${toWords(texts, "more")}</vscode-button
              >`
            : nothing
        }
      </div>`;
  }
}

/** Counts down to the moment at which trying again makes sense, then offers it. */
function retryView({ texts, outcome, nowMs }: PageState, actions: PageActions): TemplateResult {
  const waitSeconds = toWaitSeconds(outcome, nowMs);
  const label =
    waitSeconds > 0
      ? toWords(texts, "tryAgainIn", { time: toUnitText(waitSeconds, "second") })
      : toWords(texts, "tryAgain");
  return html`<vscode-button secondary class="compact" ?disabled=${waitSeconds > 0} @click=${actions.start}
    >${label}</vscode-button
  >`;
}
