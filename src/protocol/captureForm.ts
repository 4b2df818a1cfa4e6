import * as z from "zod/mini";
import { tcpdumpOptionsSchema } from "../task/tcpdump/options.ts";
import { textKeys } from "./captureFormTextKeys.ts";

/** The longest text that a field of the form can hold; nothing valid comes near it. */
export const maxFieldLength = 200;
/** How many instances one form can be for. */
export const maxTargets = 200;

const id = z.int().check(z.minimum(1));
const shortText = z.string().check(z.maxLength(1_000));
const seconds = z.int().check(z.minimum(0), z.maximum(86_400));

/** The form as typed, one text for each option. */
const inputSchema = z.record(z.keyof(tcpdumpOptionsSchema), z.string().check(z.maxLength(maxFieldLength)));

const targetSchema = z.strictObject({ accountId: shortText, regionId: shortText, instanceId: shortText });

/** An instance that a form is for; enough to find it again after a reload. */
export type FormTarget = Readonly<z.infer<typeof targetSchema>>;

const targetsSchema = z.array(targetSchema).check(z.minLength(1), z.maxLength(maxTargets));

/** What a page leaves with the editor, so that hiding and reloading lose nothing that was typed. */
export const captureFormStateSchema = z.strictObject({ targets: targetsSchema, input: inputSchema });

export type CaptureFormState = Readonly<z.infer<typeof captureFormStateSchema>>;

const instanceSchema = z.strictObject({
  name: shortText,
  id: shortText,
  regionName: shortText,
  accountName: shortText,
  isDemo: z.boolean(),
  /** The region is one of those where captures are not offered. */
  regionWithoutTcpdump: z.boolean(),
  /** The private address. */
  ip: z.optional(shortText),
});

/** An instance that is captured on, as it stands above the form; all texts are other people's and shown as plain text. */
export type FormInstance = Readonly<z.infer<typeof instanceSchema>>;

const presetsSchema = z.strictObject({
  own: z.array(z.strictObject({ name: shortText, input: inputSchema })),
  lastUsed: z.optional(inputSchema),
});

/** The user's own presets and the options that were sent last. */
export type FormPresets = Readonly<z.infer<typeof presetsSchema>>;

/** Everything that the host says to the page. `done` and `failed` answer the request with that id. */
export const toPageSchema = /* @__PURE__ */ buildToPageSchema();

/** The host says it and never checks it, so that it bundles none of this. */
function buildToPageSchema() {
  return z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("texts"), texts: z.record(z.enum(textKeys), z.string()) }),
    z.strictObject({
      type: z.literal("setup"),
      /** All that were chosen: what the page keeps. */
      targets: targetsSchema,
      instances: z.array(instanceSchema).check(z.minLength(1), z.maxLength(maxTargets)),
      /** Sentences about the chosen instances that nothing will be sent to. */
      leftOut: z.array(shortText),
      presets: presetsSchema,
      /** Replaces what the page remembers. */
      input: z.optional(inputSchema),
    }),
    z.strictObject({ type: z.literal("presets"), presets: presetsSchema }),
    /** Without a value the user backed out. */
    z.strictObject({ type: z.literal("done"), id, value: z.optional(shortText) }),
    z.strictObject({
      type: z.literal("failed"),
      id,
      message: z.string(),
      /** Trying again may help, after this long; absent when it will not. */
      retryAfterSeconds: z.optional(seconds),
      /** There is more to show than the message: `explain` shows it. */
      hasMore: z.boolean(),
      /** The account's key is gone or refused: `changeKey` asks for another. */
      needsKey: z.optional(z.literal(true)),
    }),
  ]);
}

export type ToPage = z.infer<typeof toPageSchema>;

/** Everything that the page says to the host: requests, each answered by exactly one `done` or `failed`. */
export const toHostSchema = z.discriminatedUnion("type", [
  /** The page is there: wants `texts` and `setup`. */
  z.strictObject({ type: z.literal("ready"), id }),
  z.strictObject({ type: z.literal("start"), id, input: inputSchema }),
  z.strictObject({ type: z.literal("copy"), id, what: z.enum(["opsValue", "filter"]), input: inputSchema }),
  /** Asks for the kind and copies the call in its language. */
  z.strictObject({ type: z.literal("copyAs"), id, input: inputSchema }),
  /** Asks which instance has an address; the value is its name and where it is, absent where nobody knows. */
  z.strictObject({ type: z.literal("whose"), id, address: z.string().check(z.maxLength(maxFieldLength)) }),
  /** Asks for an instance; the value is its address. */
  z.strictObject({ type: z.literal("pickPeer"), id, side: z.enum(["source", "dest"]) }),
  z.strictObject({ type: z.literal("savePreset"), id, input: inputSchema }),
  z.strictObject({ type: z.literal("deletePreset"), id, name: shortText }),
  z.strictObject({ type: z.literal("showTasks"), id }),
  /** Shows the last failure again, with its request id, the log and what else may help. */
  z.strictObject({ type: z.literal("explain"), id }),
  /** Asks for a sign of life; answered at once, whatever else takes its time. */
  z.strictObject({ type: z.literal("ping"), id }),
  /** Asks for another key of the form's account; answered when that was given or not. */
  z.strictObject({ type: z.literal("changeKey"), id }),
]);

export type ToHost = z.infer<typeof toHostSchema>;

/** A request before it has its id. */
export type Request<Message extends ToHost = ToHost> = Message extends ToHost ? Omit<Message, "id"> : never;
