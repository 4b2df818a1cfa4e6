import { html, type TemplateResult } from "lit/html.js";
import type { Overview } from "../../src/protocol/captureView.ts";
import type { PageParts } from "./pageParts.ts";
import { toDurationText, toNumberText, toSizeText, toWords } from "./pageWords.ts";
import { toMomentText, toSecondsText } from "./timeText.ts";

/** The table has no more rows than a person reads. */
const maxTableRows = 40;

/** Packets or bytes over time, as a chart or as a table. */
export function rateView(parts: PageParts): TemplateResult {
  const { state, tools } = parts;
  const { texts, overview, rateUnit, isRateTable } = state;
  const first = overview?.firstTime;
  const hasRate =
    overview !== undefined && overview.rate.packets.length > 0 && overview.durationNanoseconds > 0;
  return html`<section class="rate" aria-labelledby="rate-title">
    <div class="section-head">
      <h2 id="rate-title">${toWords(texts, "rate")}</h2>
      <div class="switch" role="group" aria-label=${toWords(texts, "rateUnit")}>
        ${(["packets", "bytes"] as const).map(
          (unit) =>
            html`<button
              aria-pressed=${rateUnit === unit}
              @click=${() => {
                tools.set({ rateUnit: unit });
              }}
            >
              ${toWords(texts, unit === "packets" ? "ratePackets" : "rateBytes")}
            </button>`,
        )}
      </div>
      <button
        class="link"
        id="rate-table-toggle"
        aria-expanded=${isRateTable}
        aria-controls="rate-table"
        ?disabled=${!hasRate}
        @click=${() => {
          tools.set({ isRateTable: !isRateTable });
        }}
      >
        ${toWords(texts, isRateTable ? "rateShowChart" : "rateShowTable")}
      </button>
    </div>
    ${hasRate ? html`` : html`<p class="help">${toWords(texts, "rateEmpty")}</p>`}
    <div
      id="rate-chart"
      role="img"
      aria-label=${overview ? toChartText(parts, overview) : toWords(texts, "rate")}
      ?hidden=${isRateTable || !hasRate}
    ></div>
    <div
      id="rate-table"
      class="scroller"
      ?hidden=${!isRateTable || !hasRate}
      tabindex="0"
      role="region"
      aria-labelledby="rate-title"
    >
      ${isRateTable && overview ? tableView(parts, overview) : html``}
    </div>
    <p class="help">
      ${hasRate && !isRateTable ? toWords(texts, "rateHelp") : html``}
      ${first ? toWords(texts, "firstPacketAt", { time: toMomentText(first, 0, state.precision) }) : html``}
    </p>
  </section>`;
}

function toChartText({ state }: PageParts, { rate, durationNanoseconds }: Overview): string {
  const values = rate[state.rateUnit];
  const most = values.reduce((best, value) => Math.max(best, value), 0);
  return toWords(state.texts, "rateChart", {
    duration: toDurationText(durationNanoseconds),
    bucket: toDurationText(rate.bucketNanoseconds),
    most: state.rateUnit === "bytes" ? toSizeText(most) : toNumberText(most),
    time: toDurationText(values.indexOf(most) * rate.bucketNanoseconds),
  });
}

function tableView({ state, filter }: PageParts, { rate }: Overview): TemplateResult {
  const { texts } = state;
  const perRow = Math.max(1, Math.ceil(rate.packets.length / maxTableRows));
  const count = Math.ceil(rate.packets.length / perRow);
  const sum = (values: readonly number[], row: number) =>
    values.slice(row * perRow, (row + 1) * perRow).reduce((total, value) => total + value, 0);
  return html`<table>
    <thead>
      <tr>
        <th scope="col">${toWords(texts, "rateFrom")}</th>
        <th scope="col" class="amount">${toWords(texts, "packets")}</th>
        <th scope="col" class="amount">${toWords(texts, "bytes")}</th>
      </tr>
    </thead>
    <tbody>
      ${Array.from({ length: count }, (_, row) => {
        const from = row * perRow * rate.bucketNanoseconds;
        const to = (row + 1) * perRow * rate.bucketNanoseconds;
        return html`<tr>
          <th scope="row">
            <button
              class="link"
              @click=${() => {
                filter.filterBy(toTimeFilter(from, to));
              }}
            >
              ${toSecondsText(from, 6)}
            </button>
          </th>
          <td class="amount">${toNumberText(sum(rate.packets, row))}</td>
          <td class="amount">${toSizeText(sum(rate.bytes, row))}</td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}

/** What selects the packets from a time to before another, in nanoseconds after the first packet. */
export function toTimeFilter(fromNanoseconds: number, toNanoseconds: number): string {
  const [from, to] = [fromNanoseconds, toNanoseconds].map((each) => toSecondsText(Math.max(0, each), 9));
  return `frame.time_relative >= ${from ?? 0} && frame.time_relative < ${to ?? 0}`;
}
