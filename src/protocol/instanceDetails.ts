import * as z from "zod/mini";
import { detailRanges, detailsTargetSchema } from "./instanceDetailsState.ts";
import { detailTextKeys } from "./instanceDetailsTextKeys.ts";

const id = z.int().check(z.minimum(1));
const shortText = z.string().check(z.maxLength(1_000));
const count = z.int().check(z.minimum(0));
const amount = z.nullable(z.number().check(z.minimum(0)));
/** Milliseconds since 1970. */
const moment = z.int();

const range = z.literal(detailRanges);

/** Everything that the page says to the host: requests, each answered by exactly one `done` or `failed`. */
export const detailsToHostSchema = z.discriminatedUnion("type", [
  /** The page is there: wants `texts`, and from then on whatever changes while it is visible. */
  z.strictObject({ type: z.literal("ready"), id, range }),
  /** Wants the charts of another time range. */
  z.strictObject({ type: z.literal("range"), id, range }),
  /** Wants everything anew, now. */
  z.strictObject({ type: z.literal("refresh"), id }),
  z.strictObject({ type: z.literal("showLog"), id, containerName: shortText, isPrevious: z.boolean() }),
  z.strictObject({ type: z.literal("act"), id, what: z.enum(["capture", "coreDump", "json"]) }),
  /** Shows the failure of a part again, with its request id, the log and what else may help. */
  z.strictObject({ type: z.literal("explain"), id, part: z.enum(["instance", "events", "metrics"]) }),
  /** Asks for a sign of life; answered at once, whatever else takes its time. */
  z.strictObject({ type: z.literal("ping"), id }),
]);

export type DetailsToHost = z.infer<typeof detailsToHostSchema>;

/** Everything that the host says to the page. `done` and `failed` answer the request with that id. */
export const detailsToPageSchema = /* @__PURE__ */ buildToPageSchema();

/** The host says it and never checks it, so that it bundles none of this. */
function buildToPageSchema() {
  return z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("texts"), texts: z.record(z.enum(detailTextKeys), z.string()) }),
    /** All texts are made plain and are in the editor's language; `tone` colours the status. */
    z.strictObject({
      type: z.literal("instance"),
      target: detailsTargetSchema,
      name: shortText,
      isDemo: z.boolean(),
      status: shortText,
      tone: z.enum(["good", "bad", "busy", "over"]),
      facts: z.array(z.strictObject({ label: shortText, value: shortText })).check(z.maxLength(20)),
      /** Whether the service takes captures and core dumps for it now. */
      takesTasks: z.boolean(),
      ailment: z.nullable(
        z.strictObject({
          isError: z.boolean(),
          text: shortText,
          helps: z.nullable(z.enum(["capture", "coreDump"])),
          containerName: shortText,
          hasPreviousLog: z.boolean(),
        }),
      ),
      containers: z
        .array(
          z.strictObject({
            name: shortText,
            isInit: z.boolean(),
            state: shortText,
            restartCount: count,
            lastExit: shortText,
            image: shortText,
          }),
        )
        .check(z.maxLength(200)),
    }),
    /** Newest first. */
    z.strictObject({
      type: z.literal("events"),
      events: z
        .array(
          z.strictObject({
            isWarning: z.boolean(),
            reason: shortText,
            message: shortText,
            count,
            lastMs: z.nullable(moment),
          }),
        )
        .check(z.maxLength(200)),
    }),
    z.strictObject({
      type: z.literal("metrics"),
      range,
      cpuLimitCores: amount,
      memoryLimitBytes: amount,
      points: z
        .array(
          z.strictObject({
            timeMs: moment,
            cpuCores: amount,
            memoryBytes: amount,
            receivedPerSecond: amount,
            sentPerSecond: amount,
          }),
        )
        .check(z.maxLength(1_000)),
    }),
    /** A part could not be read; what was told of it before stays true as of then. */
    z.strictObject({
      type: z.literal("partFailed"),
      part: z.enum(["instance", "events", "metrics"]),
      message: z.string().check(z.maxLength(2_000)),
    }),
    z.strictObject({ type: z.literal("done"), id }),
    z.strictObject({ type: z.literal("failed"), id, message: z.string().check(z.maxLength(2_000)) }),
  ]);
}

export type DetailsToPage = z.infer<typeof detailsToPageSchema>;

/** A request before it has its id. */
export type DetailsRequest<Message extends DetailsToHost = DetailsToHost> = Message extends DetailsToHost
  ? Omit<Message, "id">
  : never;
