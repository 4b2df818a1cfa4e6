import { html, nothing, type TemplateResult } from "lit";
import type { TcpdumpField } from "../../src/task/tcpdump/options.ts";
import { actionsView } from "./actionsView.ts";
import { fieldView, protocolView } from "./fieldView.ts";
import { headingView } from "./headingView.ts";
import { presetView } from "./presetView.ts";
import { previewView } from "./previewView.ts";
import type { PageActions } from "./pageActions.ts";
import type { PageState } from "./pageState.ts";
import { toWords, type Texts } from "./pageWords.ts";

/** The whole page for a state. */
export function pageView(state: PageState, actions: PageActions): TemplateResult {
  const { texts, setup, blocked } = state;
  if (blocked !== undefined) return blockedView(texts, blocked, actions);
  if (!setup) return html`<main aria-busy="true"></main>`;
  return html`<main>
    ${headingView(texts, setup)} ${presetView(state, actions)}
    <div class="columns">
      <div class="form">
        ${groupView(texts, "groupWhat", [protocolView(state, actions)])}
        ${groupView(
          texts,
          "groupSource",
          fieldsView(state, actions, ["sourceIp", "sourceCidr", "sourcePort"]),
          pickView(texts, actions, "source"),
        )}
        ${groupView(
          texts,
          "groupDest",
          fieldsView(state, actions, ["destIp", "destCidr", "destPort"]),
          pickView(texts, actions, "dest"),
        )}
        ${groupView(texts, "groupWhere", fieldsView(state, actions, ["interfaceName", "snaplenBytes"]))}
        ${groupView(
          texts,
          "groupStop",
          fieldsView(state, actions, ["durationSeconds", "packetCount", "fileSizeBytes"]),
        )}
      </div>
      ${previewView(state, actions)}
    </div>
    ${actionsView(state, actions)}
    <p class="visually-hidden" role="status" id="announcement">${state.announcement}</p>
  </main>`;
}

/** Why there is no form, and the way to one: another key, or to look again, for an instance may be back and a network too. */
function blockedView(
  texts: Texts,
  { reason, needsKey }: NonNullable<PageState["blocked"]>,
  actions: PageActions,
): TemplateResult {
  const [act, label] = needsKey
    ? ([actions.changeKey, "changeKey"] as const)
    : ([actions.connect, "tryAgain"] as const);
  return html`<main class="blocked">
    <p role="alert">${reason}</p>
    <vscode-button secondary @click=${act}>${toWords(texts, label)}</vscode-button>
  </main>`;
}

function fieldsView(
  state: PageState,
  actions: PageActions,
  fields: readonly Exclude<TcpdumpField, "protocol">[],
): readonly TemplateResult[] {
  return fields.map((field) => fieldView(state, actions, field));
}

function groupView(
  texts: Texts,
  title: "groupWhat" | "groupSource" | "groupDest" | "groupWhere" | "groupStop",
  fields: readonly TemplateResult[],
  button: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  return html`<section role="group" aria-labelledby=${title}>
    <div class="row">
      <h2 id=${title}>${toWords(texts, title)}</h2>
      ${button}
    </div>
    <div class="fields">${fields}</div>
  </section>`;
}

function pickView(texts: Texts, actions: PageActions, side: "source" | "dest"): TemplateResult {
  return html`<vscode-button
    secondary
    class="compact"
    @click=${() => {
      actions.pickPeer(side);
    }}
    >${toWords(texts, side === "source" ? "pickSource" : "pickDest")}</vscode-button
  >`;
}
