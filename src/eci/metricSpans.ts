import type { MetricSpan } from "./detailCalls.ts";
import type { MetricSample } from "./model.ts";

/** The time ranges that metrics are shown for, in seconds. */
export const metricRanges = [300, 3_600, 21_600, 86_400] as const;

export type MetricRange = (typeof metricRanges)[number];

/** DescribeContainerGroupMetric refuses a span of more samples. */
const maxSamples = 50;
/** History begins here; what is younger is asked for without a span, as the service wants it. */
const liveMs = 300_000;

/** The calls that together tell of the last `range` seconds: undefined is the call without a span. */
export function toMetricSpans(range: MetricRange, nowMs: number): readonly (MetricSpan | undefined)[] {
  const periodSeconds = range > 3_600 ? 600 : 60;
  // Whole periods, so that the next time the same samples are asked for.
  const toWhole = (timeMs: number) => timeMs - (timeMs % (periodSeconds * 1000));
  const lastMs = toWhole(nowMs - liveMs);
  const spans: MetricSpan[] = [];
  // One sample fewer than allowed: both ends of a span may have one.
  const lengthMs = (maxSamples - 1) * periodSeconds * 1000;
  for (let endMs = lastMs; endMs > nowMs - range * 1000; endMs -= lengthMs) {
    const startMs = Math.max(endMs - lengthMs, toWhole(nowMs - range * 1000));
    spans.unshift({ startMs, endMs, periodSeconds });
  }
  return range === 300 ? [undefined] : [...spans, undefined];
}

/** A sample as it is shown: network counters as bytes a second since the sample before, null where nothing is known. */
export type MetricPoint = {
  /** Milliseconds since 1970. */
  readonly timeMs: number;
  readonly cpuCores: number | null;
  readonly memoryBytes: number | null;
  readonly receivedPerSecond: number | null;
  readonly sentPerSecond: number | null;
};

/** The samples of all calls as points, oldest first, a time once; a counter that went back began anew. */
export function toMetricPoints(samples: readonly MetricSample[]): readonly MetricPoint[] {
  const byTime = new Map(samples.map((sample) => [sample.timeMs, sample]));
  const sorted = [...byTime.values()].sort((left, right) => left.timeMs - right.timeMs);
  return sorted.map((sample, index) => {
    const before = sorted[index - 1];
    const toRate = (name: "receivedBytes" | "sentBytes") => {
      const [from, to] = [before?.[name], sample[name]];
      if (!before || from === undefined || to === undefined || to < from) return null;
      return ((to - from) * 1000) / (sample.timeMs - before.timeMs);
    };
    return {
      timeMs: sample.timeMs,
      cpuCores: sample.cpuCores ?? null,
      memoryBytes: sample.memoryBytes ?? null,
      receivedPerSecond: toRate("receivedBytes"),
      sentPerSecond: toRate("sentBytes"),
    };
  });
}
