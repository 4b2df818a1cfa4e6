import { html, nothing, type TemplateResult } from "lit/html.js";
import { failureView } from "./failureView.ts";
import type { PageActions, PageState } from "./pageState.ts";
import { toWords, type Texts } from "./pageWords.ts";

type Instance = NonNullable<PageState["instance"]["told"]>;
type Ailment = NonNullable<Instance["ailment"]>;

/** Whose page it is, what can be done with it, and what is wrong with it. */
export function headView(state: PageState, actions: PageActions): TemplateResult {
  const { texts, instance } = state;
  const { told } = instance;
  return html`<header>
    ${
      told === undefined
        ? instance.failure === undefined
          ? html`<p class="help">${toWords(texts, "loading")}</p>`
          : nothing
        : html`<h1>
              <span class="name">${told.name}</span>
              <span class="status ${told.tone}">${told.status}</span>
              ${told.isDemo ? html`<span class="badge">${toWords(texts, "demo")}</span>` : nothing}
            </h1>
            <div class="actions">
              ${
                told.takesTasks
                  ? html`${actButton(texts, actions, "capture")} ${actButton(texts, actions, "coreDump")}`
                  : nothing
              }
              ${actButton(texts, actions, "json")}
              <button id="refresh" class="secondary" @click=${actions.refresh}>
                ${toWords(texts, "refresh")}
              </button>
            </div>`
    }
    ${failureView(state, actions, "instance")}
    ${state.failure === undefined ? nothing : html`<p class="failure" role="alert">${state.failure}</p>`}
    ${told?.ailment ? ailmentView(texts, actions, told.ailment) : nothing}
    ${
      told === undefined
        ? nothing
        : html`<dl>
            ${told.facts.map(
              ({ label, value }) =>
                html`<div>
                  <dt>${label}</dt>
                  <dd>${value}</dd>
                </div>`,
            )}
          </dl>`
    }
  </header>`;
}

function actButton(
  texts: Texts,
  actions: PageActions,
  what: "capture" | "coreDump" | "json",
): TemplateResult {
  return html`<button
    id=${`act-${what}`}
    class=${what === "json" ? "secondary" : ""}
    @click=${() => {
      actions.act(what);
    }}
  >
    ${toWords(texts, what)}
  </button>`;
}

function ailmentView(texts: Texts, actions: PageActions, ailment: Ailment): TemplateResult {
  const { isError, text, helps, containerName, hasPreviousLog } = ailment;
  return html`<div class=${isError ? "ailment bad" : "ailment"} id="ailment">
    <p>${text}</p>
    <div class="actions">
      ${
        helps === null
          ? nothing
          : html`<button
              class="link"
              @click=${() => {
                actions.act(helps);
              }}
            >
              ${toWords(texts, helps)}
            </button>`
      }
      ${
        hasPreviousLog
          ? html`<button
              class="link"
              @click=${() => {
                actions.showLog(containerName, true);
              }}
            >
              ${toWords(texts, "previousLogOf", { container: containerName })}
            </button>`
          : nothing
      }
    </div>
  </div>`;
}
