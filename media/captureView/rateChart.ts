import uPlot from "uplot";
import type { Overview } from "../../src/protocol/captureView.ts";
import { toNumberText, toSizeText } from "./pageWords.ts";

const heightPixels = 132;

/** The chart of packets or bytes over time. */
export type RateChart = {
  /** Draws into an element what it does not show already; undefined takes the chart away. */
  readonly show: (
    element: HTMLElement | undefined,
    rate: Overview["rate"] | undefined,
    unit: "packets" | "bytes",
  ) => void;
  /** Draws again with the colours of the theme as they are now. */
  readonly recolour: () => void;
};

/** A chart on which a click or a drag selects a span of time, in nanoseconds after the first packet. */
export function createRateChart(selected: (from: number, to: number) => void): RateChart {
  let chart: uPlot | undefined;
  let shown: { element: HTMLElement; rate: Overview["rate"]; unit: "packets" | "bytes" } | undefined;
  const resizes = new ResizeObserver(() => {
    if (!chart || !shown || shown.element.clientWidth === 0) return;
    chart.setSize({ width: shown.element.clientWidth, height: heightPixels });
  });

  const remove = () => {
    chart?.destroy();
    chart = undefined;
    if (shown) resizes.unobserve(shown.element);
    shown = undefined;
  };
  const draw = (element: HTMLElement, rate: Overview["rate"], unit: "packets" | "bytes") => {
    remove();
    shown = { element, rate, unit };
    chart = new uPlot(toOptions(element, rate, unit, selected), toData(rate, unit), element);
    resizes.observe(element);
  };

  return {
    show: (element, rate, unit) => {
      if (!element || !rate || element.clientWidth === 0) return;
      if (chart && shown?.element === element && shown.unit === unit) {
        if (shown.rate === rate) return;
        const isSameGrid = shown.rate.bucketNanoseconds === rate.bucketNanoseconds;
        if (isSameGrid) {
          shown = { element, rate, unit };
          chart.setData(toData(rate, unit));
          return;
        }
      }
      draw(element, rate, unit);
    },
    recolour: () => {
      if (shown) draw(shown.element, shown.rate, shown.unit);
    },
  };
}

/** The last bucket gets an end, so that its step has a width. */
function toData(rate: Overview["rate"], unit: "packets" | "bytes"): uPlot.AlignedData {
  const values = rate[unit];
  const times = Array.from(
    { length: values.length + 1 },
    (_, index) => (index * rate.bucketNanoseconds) / 1e9,
  );
  return [times, [...values, values.at(-1) ?? 0]];
}

function toOptions(
  element: HTMLElement,
  rate: Overview["rate"],
  unit: "packets" | "bytes",
  selected: (from: number, to: number) => void,
): uPlot.Options {
  const colour = (name: string) => getComputedStyle(element).getPropertyValue(name).trim();
  const text = colour("--chart-text");
  const grid = { stroke: colour("--chart-grid"), width: 1 };
  const font = `11px ${getComputedStyle(element).fontFamily}`;
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  return {
    width: element.clientWidth,
    height: heightPixels,
    padding: [8, 18, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false } },
    scales: { x: { time: false }, y: { range: (_chart, _min, max) => [0, Math.max(1, max * 1.08)] } },
    axes: [
      {
        stroke: text,
        grid: { show: false },
        ticks: { show: false },
        font,
        size: 22,
        gap: 2,
        values: (_chart, splits) => splits.map((split) => `${split} s`),
      },
      {
        stroke: text,
        grid,
        ticks: { show: false },
        font,
        size: 52,
        gap: 4,
        space: 28,
        values: (_chart, splits) =>
          splits.map((split) =>
            unit === "bytes" ? toSizeText(split) : Number.isInteger(split) ? toNumberText(split) : "",
          ),
      },
    ],
    series: [
      {},
      {
        stroke: colour("--chart-line"),
        fill: colour("--chart-fill"),
        width: 1.5,
        points: { show: false },
        ...(stepped && { paths: stepped }),
      },
    ],
    hooks: {
      setSelect: [
        (chart) => {
          const { left, width } = chart.select;
          if (width < 3) return;
          const [from, to] = [left, left + width].map((at) => chart.posToVal(at, "x") * 1e9);
          chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          selected(from ?? 0, to ?? 0);
        },
      ],
      ready: [
        (chart) => {
          let pressedAt = 0;
          chart.over.addEventListener("mousedown", (event) => {
            pressedAt = event.clientX;
          });
          chart.over.addEventListener("click", (event) => {
            if (Math.abs(event.clientX - pressedAt) >= 3) return;
            const at = chart.posToVal(event.clientX - chart.over.getBoundingClientRect().left, "x") * 1e9;
            const bucket = Math.max(0, Math.floor(at / rate.bucketNanoseconds));
            selected(bucket * rate.bucketNanoseconds, (bucket + 1) * rate.bucketNanoseconds);
          });
        },
      ],
    },
  };
}
