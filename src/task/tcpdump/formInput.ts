import {
  toAddressIssue,
  toNetworkIssue,
  toPortIssue,
  type FieldIssue,
  type IssueCode,
} from "./fieldIssue.ts";
import {
  maxFileSizeBytes,
  maxSnaplenBytes,
  tcpdumpOptionsSchema,
  type TcpdumpField,
  type TcpdumpOptions,
} from "./options.ts";
import {
  parseCount,
  parseDurationSeconds,
  parseSizeBytes,
  QuantityError,
  toDurationText,
  toSizeText,
} from "./quantities.ts";

/** The form as the user typed it; an empty text leaves the field out. */
export type FormInput = Readonly<Record<TcpdumpField, string>>;

/** How one field is read from its text (a read may throw a `QuantityError`), why the schema may refuse it, and how it is shown. */
type FieldRule = {
  readonly read: (text: string) => unknown;
  readonly toIssue: (text: string) => IssueCode;
  readonly toText: (value: number | string) => string;
};

const asIs = (text: string) => text;
const address: FieldRule = { read: asIs, toIssue: toAddressIssue, toText: String };
const network: FieldRule = { read: asIs, toIssue: toNetworkIssue, toText: String };
const port: FieldRule = {
  read: (text) => (/^[0-9]+$/.test(text) ? Number(text) : text),
  toIssue: toPortIssue,
  toText: String,
};

/** A quantity's own parser gives the reason, so that the schema has nothing left to refuse. */
function quantity(read: (text: string) => number, toText: (value: number) => string): FieldRule {
  return { read, toIssue: () => "notNumber", toText: (value) => toText(Number(value)) };
}

const rules: Readonly<Record<TcpdumpField, FieldRule>> = {
  protocol: { read: asIs, toIssue: () => "unknownProtocol", toText: String },
  sourceIp: address,
  sourceCidr: network,
  sourcePort: port,
  destIp: address,
  destCidr: network,
  destPort: port,
  interfaceName: { read: asIs, toIssue: () => "badInterface", toText: String },
  snaplenBytes: quantity((text) => parseSizeBytes(text, maxSnaplenBytes), toSizeText),
  durationSeconds: quantity((text) => parseDurationSeconds(text, Number.MAX_SAFE_INTEGER), toDurationText),
  packetCount: quantity((text) => parseCount(text, Number.MAX_SAFE_INTEGER), String),
  fileSizeBytes: quantity((text) => parseSizeBytes(text, maxFileSizeBytes), toSizeText),
};

/** Every field of the form, in its order. */
export const tcpdumpFields = Object.keys(rules) as readonly TcpdumpField[];

/** The options that the form asks for, or every reason why there are none: exactly one of both is empty. */
export function parseFormInput(input: FormInput): {
  readonly options: TcpdumpOptions | undefined;
  readonly issues: readonly FieldIssue[];
} {
  const issues: FieldIssue[] = [];
  const candidate: Partial<Record<TcpdumpField, unknown>> = {};
  const texts = new Map(tcpdumpFields.map((field) => [field, input[field].normalize("NFKC").trim()]));
  for (const [field, text] of texts) {
    if (text === "") continue;
    try {
      candidate[field] = rules[field].read(text);
    } catch (error) {
      if (!(error instanceof QuantityError)) throw error;
      issues.push({ field, code: error.code, params: error.params });
    }
  }
  const parsed = tcpdumpOptionsSchema.safeParse(candidate);
  for (const { path } of parsed.error?.issues ?? []) {
    const field = tcpdumpFields.find((each) => each === path[0]);
    if (field && !issues.some((issue) => issue.field === field))
      issues.push({ field, code: rules[field].toIssue(texts.get(field) ?? "") });
  }
  issues.sort((left, right) => tcpdumpFields.indexOf(left.field) - tcpdumpFields.indexOf(right.field));
  return { options: issues.length === 0 ? parsed.data : undefined, issues };
}

/** The texts that `parseFormInput` reads back to the same options. */
export function toFormInput(options: TcpdumpOptions): FormInput {
  const texts = tcpdumpFields.map((field) => {
    const value = options[field];
    return [field, value === undefined ? "" : rules[field].toText(value)] as const;
  });
  return Object.fromEntries(texts) as FormInput;
}
