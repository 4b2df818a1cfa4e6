import uPlot from "uplot";
import type { Overview } from "../../src/protocol/captureView.ts";
import { toNumberText, toSizeText } from "./pageWords.ts";

const heightPixels = 132;
/** Narrower steps are seen as noise. */
const leastStepPixels = 3;

type Rate = Overview["rate"];
type Unit = "packets" | "bytes";

/** The chart of packets or bytes over time. */
export type RateChart = {
  /** Draws into an element what it does not show already; nothing where one is missing or hidden. */
  readonly show: (element: HTMLElement | undefined, rate: Rate | undefined, unit: Unit) => void;
  /** Draws again with the colours of the theme as they are now. */
  readonly recolour: () => void;
};

/** A chart on which a click or a drag selects a span of time, in nanoseconds after the first packet. */
export function createRateChart(selected: (from: number, to: number) => void): RateChart {
  let chart: uPlot | undefined;
  let shown: { element: HTMLElement; rate: Rate; unit: Unit; steps: number } | undefined;
  const resizes = new ResizeObserver(() => {
    if (!chart || !shown || shown.element.clientWidth === 0) return;
    const { element, rate, unit } = shown;
    if (toSteps(element, rate) !== shown.steps) draw(element, rate, unit);
    else chart.setSize({ width: element.clientWidth, height: heightPixels });
  });

  const remove = () => {
    chart?.destroy();
    chart = undefined;
    if (shown) resizes.unobserve(shown.element);
    shown = undefined;
  };
  const draw = (element: HTMLElement, rate: Rate, unit: Unit) => {
    remove();
    const steps = toSteps(element, rate);
    shown = { element, rate, unit, steps };
    const coarse = toCoarseRate(rate, steps);
    chart = new uPlot(toOptions(element, coarse, unit, selected), toData(coarse, unit), element);
    resizes.observe(element);
  };

  return {
    show: (element, rate, unit) => {
      if (!element || !rate || element.clientWidth === 0) return;
      const isShown = chart && shown?.element === element && shown.unit === unit && shown.rate === rate;
      if (isShown) return;
      draw(element, rate, unit);
    },
    recolour: () => {
      if (!shown) return;
      const { element, rate, unit } = shown;
      // A hidden one is drawn when it is shown again.
      if (element.clientWidth > 0) draw(element, rate, unit);
      else remove();
    },
  };
}

/** How many buckets are drawn as one. */
function toSteps(element: HTMLElement, { packets }: Rate): number {
  return Math.max(1, Math.ceil((packets.length * leastStepPixels) / element.clientWidth));
}

/** The same with so many buckets made one. */
function toCoarseRate({ bucketNanoseconds, packets, bytes }: Rate, steps: number): Rate {
  const merge = (values: readonly number[]) =>
    Array.from({ length: Math.ceil(values.length / steps) }, (_, index) =>
      values.slice(index * steps, (index + 1) * steps).reduce((sum, value) => sum + value, 0),
    );
  return { bucketNanoseconds: bucketNanoseconds * steps, packets: merge(packets), bytes: merge(bytes) };
}

/** The last bucket gets an end, so that its step has a width. */
function toData(rate: Rate, unit: Unit): uPlot.AlignedData {
  const values = rate[unit];
  const times = Array.from(
    { length: values.length + 1 },
    (_, index) => (index * rate.bucketNanoseconds) / 1e9,
  );
  return [times, [...values, values.at(-1) ?? 0]];
}

function toOptions(
  element: HTMLElement,
  rate: Rate,
  unit: Unit,
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
