import { html, nothing, type TemplateResult } from "lit/html.js";
import { closeIcon, downIcon, exportIcon, reloadIcon, severityIcon } from "./icons.ts";
import { menuView } from "./menuView.ts";
import type { PageParts } from "./pageParts.ts";
import type { Notice } from "./pageState.ts";
import {
  toDurationText,
  toPacketsText,
  toPercentText,
  toShownText,
  toSizeText,
  toWords,
} from "./pageWords.ts";

/** Which file it is, what it holds, and what can be done with it. */
export function headView({ state, tools }: PageParts): TemplateResult {
  const { texts, file, progress, overview, isExporting } = state;
  const facts = [
    file && toSizeText(file.sizeBytes),
    toPacketsText(texts, progress.packets),
    overview && overview.durationNanoseconds > 0 ? toDurationText(overview.durationNanoseconds) : undefined,
    overview?.linkTypes.map(toShownText).join(", "),
  ].filter((fact) => fact !== undefined && fact !== "");
  const share = progress.sizeBytes === 0 ? 0 : progress.readBytes / progress.sizeBytes;
  return html`<header>
    <h1 title=${toShownText(file?.fileName ?? "")}>${toShownText(file?.fileName ?? "")}</h1>
    <ul class="facts">
      ${facts.map((fact) => html`<li>${fact}</li>`)}
      ${
        progress.isDone
          ? nothing
          : html`<li class="reading">
              ${toWords(texts, "factReadingPart", { part: toPercentText(share) })}
            </li>`
      }
    </ul>
    <div class="tools">
      <button
        class="tool"
        id="reload"
        title=${toWords(texts, "reload")}
        aria-label=${toWords(texts, "reload")}
        @click=${tools.reload}
      >
        ${reloadIcon}
      </button>
      ${menuView(
        "export-menu",
        toWords(texts, isExporting ? "exporting" : "export"),
        html`${exportIcon}<span>${toWords(texts, isExporting ? "exporting" : "export")}</span>${downIcon}`,
        isExporting,
        [
          [
            toWords(texts, "exportPcapng"),
            () => {
              tools.exportPackets("pcapng", false);
            },
          ],
          [
            toWords(texts, "exportPcap"),
            () => {
              tools.exportPackets("pcap", false);
            },
          ],
          [
            toWords(texts, "exportShare"),
            () => {
              tools.openDialog("share");
            },
          ],
        ],
      )}
    </div>
    <div
      class="progress"
      role="progressbar"
      aria-label=${toWords(texts, "factReading")}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${Math.round(share * 100)}
      ?hidden=${progress.isDone}
    >
      <svg aria-hidden="true"><rect width=${`${share * 100}%`} height="100%" /></svg>
    </div>
  </header>`;
}

/** What happened, each until it is dismissed. */
export function noticesView({ state, tools }: PageParts): TemplateResult | typeof nothing {
  const { notices, texts } = state;
  if (notices.length === 0) return nothing;
  return html`<div class="notices">
    ${notices.map(
      ({ key, severity, text }: Notice) =>
        html`<div class=${`notice ${severity}`} id=${`notice-${key}`}>
          <span class="sign">${severityIcon(severity)}</span>
          <p>${text}</p>
          <button
            class="tool"
            title=${toWords(texts, "dismiss")}
            aria-label=${toWords(texts, "dismiss")}
            @click=${() => {
              tools.dismiss(key);
            }}
          >
            ${closeIcon}
          </button>
        </div>`,
    )}
  </div>`;
}
