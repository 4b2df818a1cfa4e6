import { html, nothing, type TemplateResult } from "lit/html.js";
import { detailRanges } from "../../src/protocol/instanceDetailsState.ts";
import { charts, type ChartName } from "./metricCharts.ts";
import type { PageActions, PageState } from "./pageState.ts";
import { failureView } from "./failureView.ts";
import { toMomentText, toNumberText, toSizeText, toWords, type Texts } from "./pageWords.ts";

type Metrics = NonNullable<PageState["metrics"]["told"]>;

const lineKeys = {
  cpuCores: "used",
  memoryBytes: "used",
  receivedPerSecond: "received",
  sentPerSecond: "sent",
} as const;

const names = Object.keys(charts) as readonly ChartName[];

/** A measurement in its unit. */
function toValueText(texts: Texts, name: ChartName, value: number): string {
  if (name === "cpu") return toWords(texts, "cores", { cores: toNumberText(value) });
  const size = toSizeText(value);
  return name === "memory" ? size : toWords(texts, "perSecond", { size });
}

/** The charts or the table of what the instance used. */
export function metricsView(state: PageState, actions: PageActions): TemplateResult {
  const { texts, metrics, range, isTable } = state;
  const { told } = metrics;
  const hasPoints = told !== undefined && told.points.length > 0;
  return html`<section aria-labelledby="metrics-title">
    <div class="section-head">
      <h2 id="metrics-title">${toWords(texts, "metrics")}</h2>
      <div class="switch" role="group" aria-label=${toWords(texts, "range")}>
        ${detailRanges.map(
          (each) =>
            html`<button
              aria-pressed=${each === range}
              @click=${() => {
                actions.showRange(each);
              }}
            >
              ${toWords(texts, `range${each}`)}
            </button>`,
        )}
      </div>
      <button
        class="link"
        id="table-toggle"
        ?disabled=${!hasPoints}
        @click=${() => {
          actions.showTable(!isTable);
        }}
      >
        ${toWords(texts, isTable ? "showCharts" : "showTable")}
      </button>
    </div>
    ${failureView(state, actions, "metrics")}
    ${
      told === undefined
        ? metrics.failure === undefined
          ? html`<p class="help">${toWords(texts, "loading")}</p>`
          : nothing
        : hasPoints
          ? isTable
            ? tableView(texts, told)
            : html`<div class="charts">${names.map((name) => chartView(texts, told, name))}</div>`
          : html`<p class="help">${toWords(texts, "noMetrics")}</p>`
    }
  </section>`;
}

/** What the lines of a chart come to: the newest value, and the highest. */
function toSummary(texts: Texts, told: Metrics, name: ChartName): string {
  const { lines, limit } = charts[name];
  const limitValue = limit === undefined ? null : told[limit];
  return lines
    .flatMap(({ of }) => {
      const values = told.points.flatMap((point) => point[of] ?? []);
      const now = values.at(-1);
      if (now === undefined) return [];
      const text = (value: number) => toValueText(texts, name, value);
      const most = values.reduce((best, value) => Math.max(best, value), 0);
      const words = { what: toWords(texts, lineKeys[of]), now: text(now), most: text(most) };
      return limitValue === null
        ? toWords(texts, "nowMost", words)
        : toWords(texts, "nowMostOf", { ...words, limit: text(limitValue) });
    })
    .join("; ");
}

function chartView(texts: Texts, told: Metrics, name: ChartName): TemplateResult {
  const summary = toSummary(texts, told, name);
  return html`<figure>
    <figcaption>
      <h3>${toWords(texts, name)}</h3>
      <p class="help">${summary}</p>
      ${
        name === "network"
          ? html`<p class="legend">
              <span class="key"></span>${toWords(texts, "received")}
              <span class="key second"></span>${toWords(texts, "sent")}
            </p>`
          : nothing
      }
    </figcaption>
    <div class="chart" id="chart-${name}" role="img" aria-label="${toWords(texts, name)}: ${summary}"></div>
  </figure>`;
}

function tableView(texts: Texts, told: Metrics): TemplateResult {
  const columns = names.flatMap((name) =>
    charts[name].lines.map(({ of }) => ({
      of,
      name,
      title: `${toWords(texts, name)}, ${toWords(texts, lineKeys[of])}`,
    })),
  );
  return html`<div class="scroller" tabindex="0" role="group" aria-labelledby="metrics-title">
    <table id="metrics-table">
      <thead>
        <tr>
          <th scope="col">${toWords(texts, "time")}</th>
          ${columns.map(({ title }) => html`<th scope="col" class="amount">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${told.points.toReversed().map(
          (point) =>
            html`<tr>
              <th scope="row">${toMomentText(point.timeMs)}</th>
              ${columns.map(({ of, name }) => {
                const value = point[of];
                return html`<td class="amount">
                  ${value === null ? "–" : toValueText(texts, name, value)}
                </td>`;
              })}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
