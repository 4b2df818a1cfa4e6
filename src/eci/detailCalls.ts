import type * as z from "zod/mini";
import type { InstanceEvent, MetricSample } from "./model.ts";
import * as details from "./wire/detailSchemas.ts";
import { instancePageSchema } from "./wire/toInstancePage.ts";
import { toShownJson } from "./wire/toShownJson.ts";

/** The most lines that DescribeContainerLog gives (Tail). */
export const maxLogLines = 2_000;

/** The most bytes that DescribeContainerLog gives (LimitBytes). */
export const maxLogBytes = 1_048_576;

export type InstanceTarget = { readonly regionId: string; readonly instanceId: string };

/** Which lines of a container's log are wanted; the bounds hold together. */
export type LogQuery = InstanceTarget & {
  readonly containerName: string;
  /** The newest lines, 1 to `maxLogLines`; the service's own default is 500. */
  readonly tail?: number | undefined;
  /** Lines of the last so many seconds. */
  readonly sinceSeconds?: number | undefined;
  /** Lines from a time of the service's on, in milliseconds since 1970; sent in whole seconds, rounded down. */
  readonly startMs?: number | undefined;
  /** The log of the container before its last restart. */
  readonly isPrevious?: boolean | undefined;
  /** Each line begins with its time (RFC 3339) and a space. */
  readonly withTimes?: boolean | undefined;
};

/** A time span of metrics in milliseconds since 1970; without one the last 5 minutes, a sample every 15 seconds. */
export type MetricSpan = {
  readonly startMs: number;
  readonly endMs: number;
  readonly periodSeconds: 15 | 30 | 60 | 600;
};

/** What can be asked about one instance. Every method rejects with a `CloudError`, or with the signal's reason. */
export type DetailCalls = {
  /** The events that the service still has, in its order. */
  describeEvents(target: InstanceTarget, signal?: AbortSignal): Promise<readonly InstanceEvent[]>;
  /** The log's text, at most `maxLogBytes` bytes of it. */
  describeLog(query: LogQuery, signal?: AbortSignal): Promise<string>;
  /** What the instance used, oldest first; the service refuses a span of more than 50 samples. */
  describeMetrics(
    target: InstanceTarget,
    span?: MetricSpan,
    signal?: AbortSignal,
  ): Promise<readonly MetricSample[]>;
  /** The instance as the service describes it, secrets replaced (`toShownJson`); undefined when it lists none of this id. */
  describeInstanceJson(target: InstanceTarget, signal?: AbortSignal): Promise<unknown>;
};

/** Sends a read of ECI in a region; rejects as every method of `EciClient` does. */
export type ReadInRegion = <Schema extends z.core.$ZodType>(
  regionId: string,
  action: string,
  params: Readonly<Record<string, string>>,
  schema: Schema,
  signal?: AbortSignal,
) => Promise<z.output<Schema>>;

/** Makes the calls over an account's client. They stand apart from it because a session that shows no details needs none. */
export function createDetailCalls({ read }: { readonly read: ReadInRegion }): DetailCalls {
  return {
    async describeEvents({ regionId, instanceId }, signal) {
      const params = { ContainerGroupIds: JSON.stringify([instanceId]) };
      const action = "DescribeContainerGroupEvents";
      return details.toEvents(await read(regionId, action, params, details.eventsSchema, signal));
    },
    async describeLog({ regionId, ...query }, signal) {
      const params = toLogParams(query);
      const answer = await read(regionId, "DescribeContainerLog", params, details.logSchema, signal);
      return answer.Content ?? "";
    },
    async describeMetrics({ regionId, instanceId }, span, signal) {
      const params = {
        ContainerGroupId: instanceId,
        ...(span && {
          StartTime: new Date(span.startMs).toISOString(),
          EndTime: new Date(span.endMs).toISOString(),
          Period: String(span.periodSeconds),
        }),
      };
      const action = "DescribeContainerGroupMetric";
      return details.toMetricSamples(await read(regionId, action, params, details.metricsSchema, signal));
    },
    async describeInstanceJson({ regionId, instanceId }, signal) {
      const params = { ContainerGroupIds: JSON.stringify([instanceId]) };
      const action = "DescribeContainerGroups";
      const { ContainerGroups: rows } = await read(regionId, action, params, instancePageSchema, signal);
      return rows.length === 0 ? undefined : toShownJson(rows[0]);
    },
  };
}

function toLogParams(query: Omit<LogQuery, "regionId">): Readonly<Record<string, string>> {
  const { instanceId, containerName, tail, sinceSeconds, startMs, isPrevious, withTimes } = query;
  return {
    ContainerGroupId: instanceId,
    ContainerName: containerName,
    ...(tail !== undefined && { Tail: String(Math.min(Math.max(tail, 1), maxLogLines)) }),
    ...(sinceSeconds !== undefined && { SinceSeconds: String(sinceSeconds) }),
    ...(startMs !== undefined && { StartTime: new Date(startMs).toISOString().replace(/\.\d+Z$/u, "Z") }),
    ...(isPrevious === true && { LastTime: "true" }),
    ...(withTimes === true && { Timestamps: "true" }),
    LimitBytes: String(maxLogBytes),
  };
}
