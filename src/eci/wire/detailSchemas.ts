import * as z from "zod/mini";
import type { InstanceEvent, MetricSample } from "../model.ts";
import { amount, lenient, listOf, text } from "./tolerant.ts";
import { eventSchema } from "./instanceSchema.ts";
import { toEvent } from "./toInstancePage.ts";

/** An answer of DescribeContainerGroupEvents. */
export const eventsSchema = z.object({ Data: z.array(z.unknown()) });
const eventGroups = listOf(z.object({ Events: listOf(eventSchema) }));

/** The events of the answer, in its order. */
export function toEvents(answer: z.infer<typeof eventsSchema>): readonly InstanceEvent[] {
  return z.parse(eventGroups, answer.Data).flatMap(({ Events }) => Events.map(toEvent));
}

/** An answer of DescribeContainerLog. */
export const logSchema = z.object({ Content: text });

/** Counters grow past 16 digits, which come as texts (`toPlainJson`). */
const counter = z.pipe(
  lenient(z.union([z.number(), z.string().check(z.regex(/^\d{1,30}$/u))])),
  z.transform((value) => (value === undefined ? undefined : Number(value))),
);

/** An answer of DescribeContainerGroupMetric. */
export const metricsSchema = z.object({ Records: z.array(z.unknown()) });
const metricRows = listOf(
  z.object({
    Timestamp: z.string(),
    CPU: lenient(z.object({ UsageNanoCores: counter })),
    Memory: lenient(z.object({ WorkingSet: amount, UsageBytes: amount })),
    Network: lenient(
      z.object({ Interfaces: listOf(z.object({ Name: text, RxBytes: counter, TxBytes: counter })) }),
    ),
  }),
);

/** The samples of the answer, oldest first; those without a time are left out, and of two at one time the first. */
export function toMetricSamples(answer: z.infer<typeof metricsSchema>): readonly MetricSample[] {
  const samples = z.parse(metricRows, answer.Records).flatMap((row): MetricSample[] => {
    const timeMs = Date.parse(row.Timestamp);
    if (Number.isNaN(timeMs)) return [];
    // What an instance says to itself is no traffic.
    const interfaces = row.Network?.Interfaces.filter(({ Name }) => Name !== "lo") ?? [];
    const nanoCores = row.CPU?.UsageNanoCores;
    return [
      {
        timeMs,
        cpuCores: nanoCores === undefined ? undefined : nanoCores / 1e9,
        memoryBytes: row.Memory?.WorkingSet ?? row.Memory?.UsageBytes,
        receivedBytes: sum(interfaces.map(({ RxBytes }) => RxBytes)),
        sentBytes: sum(interfaces.map(({ TxBytes }) => TxBytes)),
      },
    ];
  });
  const byTime = new Map(samples.reverse().map((sample) => [sample.timeMs, sample]));
  return [...byTime.values()].sort((left, right) => left.timeMs - right.timeMs);
}

/** Undefined where one is missing: the counters of fewer interfaces would look like a step back. */
function sum(values: readonly (number | undefined)[]): number | undefined {
  if (values.length === 0) return undefined;
  return values.reduce<number | undefined>(
    (total, value) => (total === undefined || value === undefined ? undefined : total + value),
    0,
  );
}
