import { html, nothing, type TemplateResult } from "lit/html.js";
import { failureView } from "./failureView.ts";
import { headView } from "./headView.ts";
import { metricsView } from "./metricsView.ts";
import type { PageActions, PageState } from "./pageState.ts";
import { toAgeText, toMomentText, toNumberText, toWords } from "./pageWords.ts";

/** The whole page for a state. */
export function pageView(state: PageState, actions: PageActions): TemplateResult {
  return html`<main>
    ${headView(state, actions)} ${containersView(state, actions)} ${metricsView(state, actions)}
    ${eventsView(state, actions)}
    <p class="visually-hidden" role="status" id="announcement">${state.announcement}</p>
  </main>`;
}

function containersView(state: PageState, actions: PageActions): TemplateResult | typeof nothing {
  const { texts } = state;
  const { told } = state.instance;
  if (told === undefined) return nothing;
  return html`<section aria-labelledby="containers-title">
    <h2 id="containers-title">${toWords(texts, "containers")}</h2>
    ${
      told.containers.length === 0
        ? html`<p class="help">${toWords(texts, "noContainers")}</p>`
        : html`<div class="scroller" tabindex="0" role="group" aria-labelledby="containers-title">
            <table id="containers">
              <thead>
                <tr>
                  ${(["container", "state", "restarts", "lastExit", "image"] as const).map(
                    (key) => html`<th scope="col">${toWords(texts, key)}</th>`,
                  )}
                  <th scope="col">${toWords(texts, "showLog")}</th>
                </tr>
              </thead>
              <tbody>
                ${told.containers.map((container) => containerView(state, actions, container))}
              </tbody>
            </table>
          </div>`
    }
  </section>`;
}

type Container = NonNullable<PageState["instance"]["told"]>["containers"][number];

function containerView({ texts }: PageState, actions: PageActions, container: Container): TemplateResult {
  const { name, isInit, state, restartCount, lastExit, image } = container;
  return html`<tr>
    <th scope="row">
      ${name} ${isInit ? html`<span class="help">(${toWords(texts, "init")})</span>` : nothing}
    </th>
    <td>${state}</td>
    <td class="amount">${toNumberText(restartCount)}</td>
    <td>${lastExit}</td>
    <td class="image">${image}</td>
    <td>
      <button
        class="link"
        aria-label=${toWords(texts, "logOf", { container: name })}
        @click=${() => {
          actions.showLog(name, false);
        }}
      >
        ${toWords(texts, "showLog")}
      </button>
      ${
        restartCount > 0
          ? html`<button
              class="link"
              aria-label=${toWords(texts, "previousLogOf", { container: name })}
              @click=${() => {
                actions.showLog(name, true);
              }}
            >
              ${toWords(texts, "showPreviousLog")}
            </button>`
          : nothing
      }
    </td>
  </tr>`;
}

function eventsView(state: PageState, actions: PageActions): TemplateResult {
  const { texts, nowMs } = state;
  const { told, failure } = state.events;
  return html`<section aria-labelledby="events-title">
    <h2 id="events-title">${toWords(texts, "events")}</h2>
    ${failureView(state, actions, "events")}
    ${
      told === undefined
        ? failure === undefined
          ? html`<p class="help">${toWords(texts, "loading")}</p>`
          : nothing
        : told.events.length === 0
          ? html`<p class="help">${toWords(texts, "noEvents")}</p>`
          : html`<ol id="events">
              ${told.events.map(
                ({ isWarning, reason, message, count, lastMs }) =>
                  html`<li class=${isWarning ? "warning" : ""}>
                    <p class="line">
                      ${isWarning ? html`<span class="sign">${toWords(texts, "warning")}</span>` : nothing}
                      <strong>${reason}</strong>
                      ${
                        count > 1
                          ? html`<span class="help"
                              >${toWords(texts, "eventCount", { count: toNumberText(count) })}</span
                            >`
                          : nothing
                      }
                      ${
                        lastMs === null
                          ? html`<span class="help">${toWords(texts, "noTime")}</span>`
                          : html`<time class="help" title=${toMomentText(lastMs)}
                              >${toAgeText(lastMs, nowMs)}</time
                            >`
                      }
                    </p>
                    <p>${message}</p>
                  </li>`,
              )}
            </ol>`
    }
  </section>`;
}
