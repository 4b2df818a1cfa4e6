import uPlot from "uplot";
import type { DetailsToPage } from "../../src/protocol/instanceDetails.ts";
import { toClockText, toNumberText, toSizeText } from "./pageWords.ts";

type Metrics = Extract<DetailsToPage, { type: "metrics" }>;
type Point = Metrics["points"][number];

/** A line of a chart: which measurement, in which colour of the page, dashed where it must be told from another without colour. */
type Line = {
  readonly of: Exclude<keyof Point, "timeMs">;
  readonly colour: string;
  readonly isDashed?: true;
};

export const charts = {
  cpu: { lines: [{ of: "cpuCores", colour: "--chart-line" }], limit: "cpuLimitCores", toText: toNumberText },
  memory: {
    lines: [{ of: "memoryBytes", colour: "--chart-line" }],
    limit: "memoryLimitBytes",
    toText: toSizeText,
  },
  network: {
    lines: [
      { of: "receivedPerSecond", colour: "--chart-line" },
      { of: "sentPerSecond", colour: "--chart-second", isDashed: true },
    ],
    limit: undefined,
    toText: toSizeText,
  },
} as const satisfies Record<
  string,
  {
    readonly lines: readonly Line[];
    readonly limit: "cpuLimitCores" | "memoryLimitBytes" | undefined;
    readonly toText: (value: number) => string;
  }
>;

export type ChartName = keyof typeof charts;

const heightPixels = 120;

/** The charts of the page. */
export type MetricCharts = {
  /** Draws where something has changed, and nothing that is hidden. */
  readonly show: (metrics: Metrics | undefined) => void;
  /** Draws again with the colours of the theme as they are now. */
  readonly recolour: () => void;
};

/** Charts that draw themselves into the elements `chart-<name>`. */
export function createMetricCharts(): MetricCharts {
  const drawn = new Map<
    ChartName,
    { readonly chart: uPlot; readonly element: HTMLElement; readonly metrics: Metrics }
  >();
  let last: Metrics | undefined;
  const resizes = new ResizeObserver(() => {
    for (const { chart, element } of drawn.values())
      if (element.clientWidth > 0) chart.setSize({ width: element.clientWidth, height: heightPixels });
  });
  const remove = (name: ChartName) => {
    const old = drawn.get(name);
    old?.chart.destroy();
    if (old) resizes.unobserve(old.element);
    drawn.delete(name);
  };
  const show = (metrics: Metrics | undefined) => {
    last = metrics;
    for (const name of Object.keys(charts) as ChartName[]) {
      const element = document.getElementById(`chart-${name}`);
      const old = drawn.get(name);
      if (old && old.element === element && old.metrics === metrics) continue;
      remove(name);
      if (!element || !metrics || element.clientWidth === 0) continue;
      const chart = new uPlot(toOptions(element, name, metrics), toData(name, metrics), element);
      drawn.set(name, { chart, element, metrics });
      resizes.observe(element);
    }
  };
  return {
    show,
    recolour: () => {
      for (const name of [...drawn.keys()]) remove(name);
      show(last);
    },
  };
}

function toData(name: ChartName, metrics: Metrics): uPlot.AlignedData {
  const { lines, limit } = charts[name];
  const { points } = metrics;
  const limitValue = limit === undefined ? null : metrics[limit];
  return [
    points.map(({ timeMs }) => timeMs / 1_000),
    ...lines.map(({ of }) => points.map((point) => point[of])),
    ...(limitValue === null ? [] : [points.map(() => limitValue)]),
  ];
}

function toOptions(element: HTMLElement, name: ChartName, metrics: Metrics): uPlot.Options {
  const colour = (variable: string) => getComputedStyle(element).getPropertyValue(variable).trim();
  const { lines, limit, toText } = charts[name];
  const text = colour("--chart-text");
  const font = `11px ${getComputedStyle(element).fontFamily}`;
  const hasLimit = limit !== undefined && metrics[limit] !== null;
  const axis = { stroke: text, ticks: { show: false }, font };
  return {
    width: element.clientWidth,
    height: heightPixels,
    padding: [8, 12, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: { y: { range: (_chart, _min, max) => [0, max > 0 ? max * 1.08 : 1] } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 22,
        gap: 2,
        space: 70,
        values: (_chart, splits) => splits.map((split) => toClockText(split * 1_000)),
      },
      {
        ...axis,
        grid: { stroke: colour("--chart-grid"), width: 1 },
        size: 70,
        gap: 4,
        space: 30,
        values: (_chart, splits) => splits.map(toText),
      },
    ],
    series: [
      {},
      ...lines.map((line: Line) => ({
        stroke: colour(line.colour),
        width: 1.5,
        points: { show: false },
        ...(line.isDashed ? { dash: [4, 3] } : {}),
      })),
      ...(hasLimit
        ? [{ stroke: colour("--chart-limit"), width: 1, dash: [2, 4], points: { show: false } }]
        : []),
    ],
  };
}
