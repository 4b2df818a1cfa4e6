import * as z from "zod/mini";
import { findingIds, severities } from "../capture/findings/finding.ts";
import { captureViewTextKeys } from "./captureViewTextKeys.ts";

/** How many rows, conversations or stream parts one request may ask for. */
export const maxRangeCount = 500;
/** The longest filter that is taken. */
export const maxFilterLength = 2_000;

const id = z.int().check(z.minimum(1));
const count = z.int().check(z.minimum(0));
const shortText = z.string().check(z.maxLength(1_000));
/** Packets in messages count from 1, as Wireshark counts frames. */
const packetNumber = z.int().check(z.minimum(1));
const range = z.int().check(z.minimum(0), z.maximum(maxRangeCount));
const expression = z.string().check(z.maxLength(maxFilterLength));
const nanoseconds = z.nullable(z.number());
const bytes = z.instanceof(Uint8Array);

const nameSchema = z.strictObject({ name: shortText, title: shortText });
/** An instance that had an address: its name, and all that is known of it in a line. */
export type PageName = Readonly<z.infer<typeof nameSchema>>;

const rowSchema = z.strictObject({
  number: packetNumber,
  /** After the capture's first packet; null where the file gives no time. */
  relativeNanoseconds: nanoseconds,
  /** After the row before it in the list as filtered; null for the first. */
  deltaNanoseconds: nanoseconds,
  source: shortText,
  destination: shortText,
  protocol: shortText,
  wireBytes: count,
  info: shortText,
  /** How the row is painted and what is said of it: a mark of the TCP analysis, or nothing. */
  tone: z.enum(["plain", "note", "warning", "error"]),
  conversation: z.nullable(count),
});
/** One packet in the list; all texts are other people's. */
export type Row = Readonly<z.infer<typeof rowSchema>>;

export type PageField = {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
  readonly fields?: readonly PageField[] | undefined;
};
const fieldSchema: z.ZodMiniType<PageField> = z.strictObject({
  name: shortText,
  label: shortText,
  value: shortText,
  start: count,
  end: count,
  get fields() {
    return z.optional(z.array(fieldSchema));
  },
});
const layerSchema = z.strictObject({
  protocol: shortText,
  label: shortText,
  summary: shortText,
  start: count,
  end: count,
  fields: z.array(fieldSchema),
});
const packetSchema = z.strictObject({
  number: packetNumber,
  layers: z.array(layerSchema),
  /** What was captured of it. */
  bytes,
  wireBytes: count,
  conversation: z.nullable(count),
});
/** One packet in full. */
export type Packet = Readonly<z.infer<typeof packetSchema>>;

const endpointSchema = z.strictObject({ address: shortText, port: z.optional(count) });
const directionSchema = z.strictObject({
  packets: count,
  bytes: count,
  retransmissions: count,
  resets: count,
  zeroWindows: count,
});
const conversationSchema = z.strictObject({
  id: count,
  protocol: z.enum(["tcp", "udp", "icmp", "icmpv6", "ip", "ipv6"]),
  stream: count,
  a: endpointSchema,
  b: endpointSchema,
  aToB: directionSchema,
  bToA: directionSchema,
  firstNanoseconds: z.nullable(z.number()),
  lastNanoseconds: z.nullable(z.number()),
  handshakeNanoseconds: z.optional(z.number()),
});
export type ConversationRow = Readonly<z.infer<typeof conversationSchema>>;

export const conversationOrders = [
  "a",
  "b",
  "protocol",
  "packets",
  "bytes",
  "first",
  "duration",
  "problems",
] as const;

const streamPartSchema = z.strictObject({
  /** Who sent it. */
  from: z.enum(["a", "b"]),
  /** The packet that brought it; the packet after the gap for a gap. */
  number: packetNumber,
  relativeNanoseconds: nanoseconds,
  /** What was sent; empty for a gap. */
  bytes,
  /** How many bytes are missing here: not captured, cut, or lost. */
  gapBytes: count,
});
/** A piece of a followed stream, in order. */
export type StreamPart = Readonly<z.infer<typeof streamPartSchema>>;

const protocolNodeSchema = z.strictObject({
  /** The names from the outermost layer to this one, such as eth, ip, tcp. */
  path: z.array(shortText).check(z.maxLength(16)),
  packets: count,
  bytes: count,
});
const findingSchema = z.strictObject({
  id: z.enum(findingIds),
  severity: z.enum(severities),
  count,
  params: z.record(z.string(), z.union([shortText, z.number()])),
  packets: z.array(packetNumber),
  filter: z.optional(expression),
});
export type FindingRow = Readonly<z.infer<typeof findingSchema>>;

const overviewSchema = z.strictObject({
  format: z.enum(["pcap", "pcapng"]),
  compressed: z.boolean(),
  linkTypes: z.array(shortText),
  packets: count,
  capturedBytes: count,
  /** The first packet's time, whole seconds since 1970 UTC and the rest; null where the file gives none. */
  firstTime: z.nullable(z.strictObject({ seconds: z.int(), nanoseconds: count })),
  durationNanoseconds: z.number(),
  rate: z.strictObject({
    bucketNanoseconds: z.number(),
    packets: z.array(count).check(z.maxLength(2_000)),
    bytes: z.array(count).check(z.maxLength(2_000)),
  }),
  protocols: z.array(protocolNodeSchema),
  conversations: count,
  damage: z.nullable(z.strictObject({ offset: count, reason: shortText })),
  /** Worst first; complete only when the whole file was read. */
  findings: z.array(findingSchema),
});
export type Overview = Readonly<z.infer<typeof overviewSchema>>;

/** What the page keeps with the editor over hiding and reloading. */
export const captureViewStateSchema = z.strictObject({
  filter: expression,
  history: z.array(expression).check(z.maxLength(20)),
  selected: z.nullable(packetNumber),
  timeFormat: z.enum(["absolute", "relative", "delta"]),
  showNames: z.boolean(),
});
export type CaptureViewState = Readonly<z.infer<typeof captureViewStateSchema>>;

/** What a request is answered with, by its type. Requests that only do something answer with null. */
export const answerSchemas = {
  ready: z.null(),
  rows: z.strictObject({
    /** The filter that the rows are of; rows of an older one are dropped by the page. */
    filterId: count,
    from: count,
    rows: z.array(rowSchema).check(z.maxLength(maxRangeCount)),
  }),
  packet: packetSchema,
  filter: z.strictObject({ filterId: count }),
  names: z.strictObject({
    /** For each address the instance that had it, shown in its place where the user wants that; null where nobody knows. */
    names: z.array(z.nullable(nameSchema)).check(z.maxLength(maxRangeCount)),
  }),
  place: z.strictObject({
    /** The row that shows the packet, or the next one after it that the filter lets through; null for none. */
    row: z.nullable(count),
  }),
  conversations: z.strictObject({
    total: count,
    from: count,
    conversations: z.array(conversationSchema).check(z.maxLength(maxRangeCount)),
  }),
  stream: z.strictObject({
    protocol: z.enum(["tcp", "udp"]),
    stream: count,
    a: endpointSchema,
    b: endpointSchema,
    /** How many parts the stream has; more may not be read than `maxStreamBytes` of the session. */
    total: count,
    /** True where the stream is longer than what is shown. */
    isCut: z.boolean(),
    from: count,
    parts: z.array(streamPartSchema).check(z.maxLength(maxRangeCount)),
  }),
  /** The file's name; null when the user backed out. */
  export: z.nullable(shortText),
  copy: z.null(),
  reload: z.null(),
  ping: z.null(),
} as const;

/** Everything that the host says to the page. `done` and `failed` answer the request with that id. */
export const toViewSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("texts"), texts: z.record(z.enum(captureViewTextKeys), z.string()) }),
  z.strictObject({
    type: z.literal("opened"),
    fileName: shortText,
    sizeBytes: count,
  }),
  /** How far reading is; with an overview of what was read so far, several times a second at most. */
  z.strictObject({
    type: z.literal("progress"),
    /** Of the file as it lies on the disk. */
    readBytes: count,
    sizeBytes: count,
    isDone: z.boolean(),
    packets: count,
    overview: z.optional(overviewSchema),
  }),
  /** How many packets the filter has let through so far. */
  z.strictObject({ type: z.literal("matched"), filterId: count, matched: count, isDone: z.boolean() }),
  /** The file is not what it was: it was read again, or is gone and what is shown stays. */
  z.strictObject({ type: z.literal("changed"), what: z.enum(["readAgain", "gone"]) }),
  /** Whose addresses are may have changed: what was asked is asked again. */
  z.strictObject({ type: z.literal("renamed") }),
  /** The file cannot be shown at all. */
  z.strictObject({ type: z.literal("refused"), message: z.string(), next: z.string() }),
  z.strictObject({ type: z.literal("done"), id, value: z.unknown() }),
  z.strictObject({ type: z.literal("failed"), id, message: z.string() }),
]);
export type ToView = z.infer<typeof toViewSchema>;

/** Everything that the page says to the host: requests, each answered by exactly one `done` or `failed`. */
export const fromViewSchema = z.discriminatedUnion("type", [
  /** The page is there: wants `texts`, `opened` and `progress`. */
  z.strictObject({ type: z.literal("ready"), id }),
  /** Rows of the list as filtered, counted from 0. */
  z.strictObject({ type: z.literal("rows"), id, from: count, count: range }),
  z.strictObject({ type: z.literal("packet"), id, number: packetNumber }),
  /** Filters the list from now on; an empty one shows all. The page has checked it, the host checks again. */
  z.strictObject({ type: z.literal("filter"), id, expression }),
  z.strictObject({ type: z.literal("place"), id, number: packetNumber }),
  z.strictObject({
    type: z.literal("names"),
    id,
    addresses: z.array(shortText).check(z.maxLength(maxRangeCount)),
  }),
  z.strictObject({
    type: z.literal("conversations"),
    id,
    order: z.enum(conversationOrders),
    isDescending: z.boolean(),
    from: count,
    count: range,
  }),
  z.strictObject({ type: z.literal("stream"), id, conversation: count, from: count, count: range }),
  /** Asks where to, and writes the packets that the filter lets through, or with `share` the scrubbed copy of them. */
  z.strictObject({
    type: z.literal("export"),
    id,
    format: z.enum(["pcap", "pcapng"]),
    isShare: z.boolean(),
  }),
  z.strictObject({ type: z.literal("copy"), id, text: z.string().check(z.maxLength(1_000_000)) }),
  /** Reads the file again. */
  z.strictObject({ type: z.literal("reload"), id }),
  /** Asks for a sign of life; answered at once, whatever else takes its time. */
  z.strictObject({ type: z.literal("ping"), id }),
]);
export type FromView = z.infer<typeof fromViewSchema>;

/** A request before it has its id. */
export type ViewRequest<Message extends FromView = FromView> = Message extends FromView
  ? Omit<Message, "id">
  : never;

/** What a request of this type is answered with. */
export type ViewAnswer<Type extends FromView["type"]> = z.infer<(typeof answerSchemas)[Type]>;
