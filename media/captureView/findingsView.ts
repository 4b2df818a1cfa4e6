import { html, nothing, type TemplateResult } from "lit/html.js";
import type { FindingRow } from "../../src/protocol/captureView.ts";
import { isFilter } from "./filterCheck.ts";
import { closeIcon, severityIcon } from "./icons.ts";
import type { PageParts } from "./pageParts.ts";
import { findAddresses } from "./nameActions.ts";
import { isWide, type PageState } from "./pageState.ts";
import { toFindingText, toNumberText, toSeverityText, toShownText, toWords } from "./pageWords.ts";

/** How many findings are listed at first. */
const maxListed = 6;
/** How many of a finding's packets are offered one by one. */
const maxOffered = 4;

/** What is wrong in the file, worst first. */
export function findingsView(parts: PageParts): TemplateResult {
  const { texts, overview, progress, hasAllFindings } = parts.state;
  const findings = overview?.findings ?? [];
  const listed = hasAllFindings ? findings : findings.slice(0, maxListed);
  const none = progress.isDone ? "findingsNone" : "findingsReading";
  return html`<section class="findings" aria-labelledby="findings-title">
    <h2 id="findings-title">
      ${toWords(texts, "findings")}
      ${findings.length > 0 ? html`<span class="badge">${toNumberText(findings.length)}</span>` : nothing}
    </h2>
    ${
      findings.length === 0
        ? html`<p class="help">${toWords(texts, none)}</p>`
        : html`<ul>
            ${listed.map((finding, index) => {
              // What to look at next is the same for all of one kind, and said at the first of them.
              const isFirst = findings.findIndex(({ id }) => id === finding.id) === index;
              return findingView(parts, finding, isFirst);
            })}
          </ul>`
    }
    ${
      listed.length < findings.length
        ? html`<button
            class="link"
            id="list-all-findings"
            @click=${() => {
              parts.tools.set({ hasAllFindings: true });
            }}
          >
            ${toWords(texts, "allFindings", { count: findings.length })}
          </button>`
        : nothing
    }
  </section>`;
}

function findingView({ state, filter }: PageParts, finding: FindingRow, hasNext: boolean): TemplateResult {
  const { texts } = state;
  const { id, severity, params, count } = finding;
  const [first] = finding.packets;
  const expression = finding.filter !== undefined && isFilter(finding.filter) ? finding.filter : undefined;
  const show =
    expression === undefined
      ? first === undefined
        ? undefined
        : () => {
            filter.unhide(first);
          }
      : () => {
          filter.filterBy(expression, first);
        };
  return html`<li class=${`finding ${severity}`}>
    <span class="sign">${severityIcon(severity)}</span>
    <div>
      <p>
        <span class="severity">${toSeverityText(texts, severity)}</span>
        <span class="sentence">${toFindingText(texts, finding)}</span>
      </p>
      ${namesView(state, finding)}
      ${hasNext ? html`<p class="help">${toWords(texts, `next.${id}`, { ...params, count })}</p>` : nothing}
      <div class="finding-actions">
        ${
          show
            ? html`<button class="button secondary compact" @click=${show}>
                ${toWords(texts, "showPackets")}
              </button>`
            : nothing
        }
        ${finding.packets.slice(0, maxOffered).map(
          (number) =>
            html`<button
              class="link"
              aria-label=${toWords(texts, "goToPacketNumber", { number: String(number) })}
              @click=${() => {
                filter.unhide(number);
              }}
            >
              #${number}
            </button>`,
        )}
        ${finding.packets.length > maxOffered ? html`<span aria-hidden="true">…</span>` : nothing}
      </div>
    </div>
  </li>`;
}

/** Which instances had the addresses in a finding, in the order of its sentence. */
function namesView(
  { texts, names, showNames }: PageState,
  finding: FindingRow,
): TemplateResult | typeof nothing {
  const sentence = toFindingText(texts, finding);
  const known = findAddresses(finding.params)
    .flatMap((address) => {
      const name = showNames ? names.get(address) : undefined;
      return name ? [{ address, ...name }] : [];
    })
    .sort((left, right) => sentence.indexOf(left.address) - sentence.indexOf(right.address));
  if (known.length === 0) return nothing;
  return html`<span class="help whose"
    >${known.map(
      ({ address, name, title }) =>
        html`<span title=${toShownText(title)}>${toShownText(name)} (${address})</span> `,
    )}</span
  >`;
}

/** The finding at which the file was opened, above the list. */
export function openedAtView({ state, filter, tools }: PageParts): TemplateResult | typeof nothing {
  const { texts, openedAt, overview, widthPixels } = state;
  if (!openedAt) return nothing;
  const findings = overview?.findings ?? [];
  const isSame = ({ id, packets }: FindingRow) => id === openedAt.id && packets[0] === openedAt.packets[0];
  const next = findings[findings.findIndex(isSame) + 1];
  const nextPacket = next?.packets[0];
  return html`<div class=${`opened-at ${openedAt.severity}`}>
    <span class="sign">${severityIcon(openedAt.severity)}</span>
    <p>
      <span class="severity">${toSeverityText(texts, openedAt.severity)}</span>
      <span class="sentence">${toFindingText(texts, openedAt)}</span>
      ${namesView(state, openedAt)}
    </p>
    <span class="finding-actions">
      ${
        next && nextPacket !== undefined
          ? html`<button
              class="link"
              @click=${() => {
                tools.set({ openedAt: next });
                filter.unhide(nextPacket);
              }}
            >
              ${toWords(texts, "nextFinding")}
            </button>`
          : nothing
      }
      ${
        isWide(widthPixels)
          ? nothing
          : html`<button
              class="link"
              @click=${() => {
                tools.showTab("overview");
              }}
            >
              ${toWords(texts, "allFindings", { count: findings.length })}
            </button>`
      }
    </span>
    <button
      class="tool"
      title=${toWords(texts, "dismiss")}
      aria-label=${toWords(texts, "dismiss")}
      @click=${() => {
        tools.set({ openedAt: undefined });
      }}
    >
      ${closeIcon}
    </button>
  </div>`;
}
