import { html, nothing, type TemplateResult } from "lit/html.js";
import { ref } from "lit/directives/ref.js";
import type { PageParts } from "./pageParts.ts";
import { toNumberText, toWords } from "./pageWords.ts";
import { openModal, streamView } from "./streamView.ts";

/** What stands over the page: a followed stream, the number of a packet, or what a copy for sharing is. */
export function dialogsView(parts: PageParts): TemplateResult {
  const { dialog } = parts.state;
  return html`${streamView(parts)} ${dialog === "goTo" ? goToView(parts) : nothing}
  ${dialog === "share" ? shareView(parts) : nothing}`;
}

function goToView({ state, tools }: PageParts): TemplateResult {
  const { texts, progress, goToProblem } = state;
  return html`<dialog
    class="small"
    aria-labelledby="go-to-title"
    ${ref(openModal)}
    @close=${tools.closeDialog}
  >
    <form
      @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        const field = document.querySelector<HTMLInputElement>("#go-to");
        tools.submitGoTo(field?.value ?? "");
      }}
    >
      <h2 id="go-to-title">${toWords(texts, "goTo")}</h2>
      <label for="go-to">${toWords(texts, "goToLabel", { count: toNumberText(progress.packets) })}</label>
      <input
        id="go-to"
        class="input"
        type="text"
        inputmode="numeric"
        maxlength="20"
        autocomplete="off"
        autofocus
        aria-invalid=${goToProblem !== ""}
        aria-describedby="go-to-problem"
      />
      <p id="go-to-problem" class=${goToProblem === "" ? "note" : "error"}>${goToProblem}</p>
      <div class="dialog-actions">
        <button type="submit" class="button">${toWords(texts, "goToGo")}</button>
        <button type="button" class="button secondary" @click=${tools.closeDialog}>
          ${toWords(texts, "cancel")}
        </button>
      </div>
    </form>
    <p class="visually-hidden" role="status"></p>
  </dialog>`;
}

function shareView({ state, tools }: PageParts): TemplateResult {
  const { texts } = state;
  const said = ["shareCut", "shareReplaced", "shareKept", "shareCheck"] as const;
  return html`<dialog
    class="small"
    aria-labelledby="share-title"
    ${ref(openModal)}
    @close=${tools.closeDialog}
  >
    <h2 id="share-title">${toWords(texts, "shareTitle")}</h2>
    <ul class="said">
      ${said.map((key) => html`<li>${toWords(texts, key)}</li>`)}
    </ul>
    <label for="share-format">${toWords(texts, "shareFormat")}</label>
    <select id="share-format">
      ${(["pcapng", "pcap"] as const).map((format) => html`<option value=${format}>${format}</option>`)}
    </select>
    <div class="dialog-actions">
      <button
        class="button"
        id="share-write"
        @click=${() => {
          const select = document.querySelector<HTMLSelectElement>("#share-format");
          tools.exportPackets(select?.value === "pcap" ? "pcap" : "pcapng", true);
        }}
      >
        ${toWords(texts, "shareWrite")}
      </button>
      <button type="button" class="button secondary" @click=${tools.closeDialog}>
        ${toWords(texts, "cancel")}
      </button>
    </div>
    <p class="visually-hidden" role="status"></p>
  </dialog>`;
}
