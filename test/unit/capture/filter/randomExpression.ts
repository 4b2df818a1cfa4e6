import type { FilterField } from "../../../../src/capture/filter/filterField.ts";
import type { Random } from "../../../../src/simulator/synthetic/random.ts";
import { differences } from "./differences.ts";
import type { FieldSample } from "./fieldSamples.ts";

/** Fields whose values differ from tshark's on purpose, in some packets of a generated capture: `differences.ts` says why. */
const differentFields = new Set(differences.flatMap(({ fields }) => fields));

type Samples = ReadonlyMap<FilterField, readonly FieldSample[]>;

/** An expression that tshark takes as well, mostly with values that the capture has or nearly has. */
export function buildRandomExpression(random: Random, samples: Samples, depth = 3): string {
  const kind = depth === 0 ? 0 : random.integer(0, 9);
  const nested = () => buildRandomExpression(random, samples, depth - 1);
  if (kind >= 8) return `${random.pick(["not ", "!", "! "])}${wrap(random, nested())}`;
  if (kind >= 4) {
    const joiner = random.pick([" and ", " or ", " && ", " || ", "&&", " or "]);
    return `${wrap(random, nested())}${joiner}${wrap(random, nested())}`;
  }
  return buildTest(random, samples);
}

function wrap(random: Random, expression: string): string {
  return random.integer(0, 2) > 0 ? `(${expression})` : expression;
}

function buildTest(random: Random, samples: Samples): string {
  const fields = [...samples.keys()].filter(({ name }) => !differentFields.has(name));
  const field = fields[random.integer(0, fields.length - 1)]!;
  const { name, type } = field;
  const known = samples.get(field) ?? [];
  const sample = () => known[random.integer(0, known.length - 1)] ?? { text: "", bytes: new Uint8Array() };
  if (type === "label" || known.length === 0 || random.integer(0, 5) === 0) return name;
  switch (type) {
    case "boolean":
      return `${name} ${random.pick(["==", "!=", "eq"])} ${random.pick(["0", "1", "True", "FALSE"])}`;
    case "protocol":
      return buildBytesTest(random, name, sample().bytes);
    case "text":
      return buildTextTest(random, name, sample().bytes, () => toQuoted(sample().bytes));
    case "mac":
      if (random.integer(0, 2) === 0) return `${name} contains ${toHex(sample().bytes.subarray(1, 4), ":")}`;
      return buildComparison(random, name, () => sample().text.replaceAll(":", random.pick([":", "-", ":"])));
    case "ipv4":
    case "ipv6": {
      const bits = type === "ipv4" ? 32 : 128;
      const prefix = () => (random.integer(0, 2) === 0 ? `/${random.integer(0, bits)}` : "");
      return buildComparison(random, name, () => sample().text + prefix());
    }
    case "number":
      return buildComparison(random, name, () => toNumberText(random, Number(sample().text), field));
    case "time":
      return buildComparison(random, name, () => sample().text.slice(0, random.integer(12, 20)));
  }
}

function buildComparison(random: Random, name: string, value: () => string): string {
  const kind = random.integer(0, 24);
  if (kind === 0) return `${name} in {${value()}}`;
  if (kind === 1) return `${name} in {${value().split("/")[0]!}..${value().split("/")[0]!}}`;
  if (kind === 2) return `${name} not in {${value().split("/")[0]!} .. ${value().split("/")[0]!}}`;
  if (kind === 3) return `${name} in {${value()}, ${value()} ,${value()}}`;
  const operators = [
    "==",
    "==",
    "!=",
    "eq",
    "ne",
    "===",
    "!==",
    "~=",
    "<",
    "<=",
    ">",
    ">=",
    "gt",
    "le",
  ] as const;
  const quantifier = random.integer(0, 9) === 0 ? random.pick(["any ", "all "]) : "";
  return `${quantifier}${name} ${random.pick(operators)} ${value()}`;
}

function toNumberText(random: Random, value: number, field: FilterField): string {
  const most = field.shape === "number" ? field.maximum : 0;
  const near = Math.min(most, Math.max(0, value + random.pick([0, 0, 0, 1, -1])));
  return random.pick([String(near), String(near), `0x${near.toString(16)}`, `0${near.toString(8)}`]);
}

function buildBytesTest(random: Random, name: string, bytes: Uint8Array): string {
  const start = random.integer(0, Math.max(0, Math.min(bytes.length - 2, 60)));
  const part = bytes.subarray(start, start + random.integer(1, 4));
  if (part.length === 0) return name;
  if (random.integer(0, 2) === 0) return `${name} matches ${toQuoted(toPattern(random, part))}`;
  return `${name} contains ${random.pick([toHex(part, ":"), toHex(part, "-"), toQuoted(part)])}`;
}

function buildTextTest(random: Random, name: string, bytes: Uint8Array, value: () => string): string {
  const start = random.integer(0, Math.max(0, bytes.length - 2));
  const part = bytes.subarray(start, start + random.integer(1, 6));
  const kind = random.integer(0, 4);
  if (kind <= 1 || part.length === 0)
    return `${name} ${random.pick(["==", "!=", "<", ">=", "==="])} ${value()}`;
  if (kind === 2) return `${name} contains ${toQuoted(part)}`;
  return `${name} ${random.pick(["matches", "~"])} ${toQuoted(toPattern(random, part))}`;
}

/** A regular expression that the bytes match, or nearly. */
function toPattern(random: Random, bytes: Uint8Array): Uint8Array {
  const atoms = [...bytes].map((byte) => {
    const hex = `\\x${byte.toString(16).padStart(2, "0")}`;
    const isPlain =
      (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
    const plain = isPlain ? String.fromCharCode(byte) : hex;
    return random.pick([
      plain, plain, hex, ".", `[${hex}z]`, `[^${hex}]`, `${plain}?`, `${plain}+`, `(?:${plain}|\\d)`, "\\w", `${plain}{1,3}`, "[a-m]*",
      `\\b${plain}`, `(?-i)${plain}`,
    ]); // prettier-ignore
  });
  const text = `${random.pick(["", "", "", "^"])}${atoms.join("")}${random.pick(["", "", "", "$"])}`;
  return new TextEncoder().encode(text);
}

function toHex(bytes: Uint8Array, separator: string): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(separator);
}

function toQuoted(bytes: Uint8Array): string {
  const characters = [...bytes].map((byte) => {
    if (byte === 0x22 || byte === 0x5c) return `\\${String.fromCharCode(byte)}`;
    // Commas part expressions in some of tshark's options.
    return byte >= 0x20 && byte < 0x7f && byte !== 0x2c
      ? String.fromCharCode(byte)
      : `\\x${byte.toString(16).padStart(2, "0")}`;
  });
  return `"${characters.join("")}"`;
}
