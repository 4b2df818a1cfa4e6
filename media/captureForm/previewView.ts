import { html, type TemplateResult } from "lit";
import type { Advice } from "../../src/task/tcpdump/advice.ts";
import { toFilterText } from "../../src/task/tcpdump/filterText.ts";
import { parseFormInput } from "../../src/task/tcpdump/formInput.ts";
import { toOpsValue } from "../../src/task/tcpdump/opsValue.ts";
import type { TcpdumpOptions } from "../../src/task/tcpdump/options.ts";
import { findSharedAdvice } from "../../src/task/tcpdump/sharedAdvice.ts";
import type { PageActions } from "./pageActions.ts";
import type { PageState } from "./pageState.ts";
import { toEstimateText, toShortListText, toWords, type Texts } from "./pageWords.ts";

/** What the form as it stands would send, catch, miss and cost. */
export function previewView(state: PageState, actions: PageActions): TemplateResult {
  const { options } = parseFormInput(state.input);
  return html`<aside class="preview" aria-labelledby="preview-title">
    <h2 id="preview-title">${toWords(state.texts, "preview")}</h2>
    ${
      options
        ? optionsView(state, actions, options)
        : html`<p class="help">${toWords(state.texts, "previewInvalid")}</p>`
    }
  </aside>`;
}

function optionsView(state: PageState, actions: PageActions, options: TcpdumpOptions): TemplateResult {
  const { texts, setup } = state;
  const filter = toFilterText(options);
  const instances = setup?.instances ?? [];
  const advice = findSharedAdvice(
    options,
    instances.map(({ ip, ...instance }) => ({ ...instance, instanceIp: ip })),
    (names) => toShortListText(texts, names),
  );
  return html`
    ${codeView(
      texts,
      "previewOpsValue",
      toOpsValue(options),
      html`<vscode-button
        secondary
        class="compact"
        @click=${() => {
          actions.copy("opsValue");
        }}
        >${toWords(texts, "copyOpsValue")}</vscode-button
      >`,
    )}
    ${codeView(
      texts,
      "previewFilter",
      filter || toWords(texts, "previewFilterAll"),
      html`<vscode-button
        secondary
        class="compact"
        ?disabled=${filter === ""}
        @click=${() => {
          actions.copy("filter");
        }}
        >${toWords(texts, "copyFilter")}</vscode-button
      >`,
    )}
    <h3>${toWords(texts, "previewAdvice")}</h3>
    ${
      advice.length === 0
        ? html`<p class="help">${toWords(texts, "previewAdviceNone")}</p>`
        : html`<ul class="advice">
            ${advice.map((each) => adviceView(texts, each))}
          </ul>`
    }
    <h3>${toWords(texts, "previewEstimate")}</h3>
    <p id="estimate">${toEstimateText(texts, options, instances.length)}</p>
  `;
}

function codeView(
  texts: Texts,
  title: "previewOpsValue" | "previewFilter",
  code: string,
  button: TemplateResult,
): TemplateResult {
  return html`<div class="code">
    <div class="row">
      <h3>${toWords(texts, title)}</h3>
      ${button}
    </div>
    <pre id=${title}><code>${breakable(code)}</code></pre>
  </div>`;
}

/** The same text, with places to break lines at that add no character to it. */
function breakable(code: string): readonly TemplateResult[] {
  return code.split(/(?<=,)/).map((part) => html`${part}<wbr />`);
}

function adviceView(texts: Texts, { code, params, severity }: Advice): TemplateResult {
  return html`<li class=${severity}>
    ${severity === "warning" ? warningIcon : infoIcon}
    <span
      ><span class="visually-hidden">${toWords(texts, severity === "warning" ? "warning" : "note")}</span>
      ${toWords(texts, `advice.${code}`, params)}</span
    >
  </li>`;
}

const warningIcon = html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
  <path d="M8 2 1.6 13.5h12.8L8 2z" fill="none" stroke="currentColor" stroke-linejoin="round" />
  <path d="M8 6.2v3.6M8 11.2v1" stroke="currentColor" />
</svg>`;

const infoIcon = html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
  <circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" />
  <path d="M8 7v4.5M8 4.5v1" stroke="currentColor" />
</svg>`;
