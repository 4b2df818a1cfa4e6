/** Why a text is no quantity. `ambiguousNumber`: a separator that may group thousands or begin a fraction (`1,500`). */
export type QuantityCode =
  "notNumber" | "ambiguousNumber" | "unknownUnit" | "notWhole" | "notPositive" | "tooLarge";

/** What the quantity parsers throw; `params` fills the gaps of the host's words for the code. */
export class QuantityError extends Error {
  override readonly name = "QuantityError";
  readonly code: QuantityCode;
  readonly params: Readonly<Record<string, string | number>>;

  constructor(code: QuantityCode, params: Readonly<Record<string, string | number>> = {}) {
    super(code);
    this.code = code;
    this.params = params;
  }
}

type Units = Readonly<Record<string, number>>;

const durationUnits: Units = {
  ...named(1, "s", "sec", "secs", "second", "seconds", "秒"),
  ...named(60, "m", "min", "mins", "minute", "minutes", "分", "分钟"),
  ...named(3_600, "h", "hr", "hrs", "hour", "hours", "小时", "时"),
};

/** Decimal prefixes are powers of 1000, binary ones of 1024 (IEC 80000-13). */
const sizeUnits: Units = {
  ...named(1, "b", "byte", "bytes", "字节"),
  ...named(1_000, "k", "kb"),
  ...named(1_000_000, "m", "mb"),
  ...named(1_000_000_000, "g", "gb"),
  ...named(1_024, "ki", "kib"),
  ...named(1_048_576, "mi", "mib"),
  ...named(1_073_741_824, "gi", "gib"),
};

function named(factor: number, ...names: readonly string[]): Units {
  return Object.fromEntries(names.map((name) => [name, factor]));
}

/** Whole seconds above 0 from `90`, `30 s`, `1.5 min`, `1h 30min`; throws a `QuantityError`. */
export function parseDurationSeconds(text: string, max: number): number {
  return parseQuantity(text, durationUnits, max);
}

/** Whole bytes above 0 from `1048576`, `10k`, `1 GB` (10^9), `100 MiB`; throws a `QuantityError`. */
export function parseSizeBytes(text: string, max: number): number {
  return parseQuantity(text, sizeUnits, max);
}

/** A whole number above 0 without a unit; throws a `QuantityError`. */
export function parseCount(text: string, max: number): number {
  return parseQuantity(text, {}, max);
}

const amount = String.raw`[0-9](?:[0-9., ']*[0-9])?`;
const oneAmount = new RegExp(`^(-?${amount}|[.,][0-9]+) *([^-0-9., '][^0-9]*)?$`, "u");
const severalAmounts = new RegExp(`(${amount}) *([^-0-9., ']+) *`, "gu");

function parseQuantity(text: string, units: Units, max: number): number {
  // NFKC turns full-width digits and letters, and every kind of space, into plain ones.
  const plain = text.normalize("NFKC").replace(/\s+/gu, " ").trim().toLowerCase();
  const single = oneAmount.exec(plain);
  const parts = single ? [single] : [...plain.matchAll(severalAmounts)];
  if (parts.length === 0 || parts.map((part) => part[0]).join("") !== plain)
    throw new QuantityError("notNumber");
  const sum = parts
    .map(([, digits = "", unit]) => toScaled(digits, unit?.trim(), units))
    .reduce((left, right) => add(left, right));
  if (sum.value <= 0n) throw new QuantityError("notPositive");
  const divisor = 10n ** BigInt(sum.decimals);
  if (sum.value > BigInt(max) * divisor) throw new QuantityError("tooLarge", { max });
  if (sum.value % divisor !== 0n) throw new QuantityError("notWhole");
  return Number(sum.value / divisor);
}

/** `value / 10^decimals`: exact, where a float would turn 1.1 min into 66.00000000000001 s. */
type Scaled = { readonly value: bigint; readonly decimals: number };

function add(left: Scaled, right: Scaled): Scaled {
  const decimals = Math.max(left.decimals, right.decimals);
  const raise = (one: Scaled) => one.value * 10n ** BigInt(decimals - one.decimals);
  return { value: raise(left) + raise(right), decimals };
}

function toScaled(digits: string, unit: string | undefined, units: Units): Scaled {
  const factor = unit === undefined ? 1 : Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (factor === undefined) throw new QuantityError("unknownUnit", { unit: unit ?? "" });
  const [whole, fraction = ""] = splitDecimal(digits);
  return {
    value:
      BigInt(`${whole}${fraction}`.replace("-", "")) * BigInt(factor) * (digits.startsWith("-") ? -1n : 1n),
    decimals: fraction.length,
  };
}

/** The digits before and after the decimal mark, groups of thousands joined. */
function splitDecimal(digits: string): readonly [string, string | undefined] {
  if (/^-?[1-9][0-9]{0,2}[.,][0-9]{3}$/.test(digits)) throw new QuantityError("ambiguousNumber");
  const plain = /^-?([0-9]*)(?:[.,]([0-9]+))?$/.exec(digits);
  if (plain) return [plain[1] ?? "", plain[2]];
  // One kind of separator between all groups, and at most one other kind before a fraction.
  const grouped = /^-?([0-9]{1,3}(?:([., '])[0-9]{3})(?:\2[0-9]{3})*)(?:(?!\2)[.,]([0-9]+))?$/.exec(digits);
  if (!grouped) throw new QuantityError("notNumber");
  return [(grouped[1] ?? "").replace(/[^0-9]/g, ""), grouped[3]];
}

/** A duration as the form shows it, in the largest unit that divides it: `90 s`, `5 min`; `parseDurationSeconds` reads it back. */
export function toDurationText(seconds: number): string {
  return toExactText(seconds, { h: 3_600, min: 60, s: 1 });
}

/** A size as the form shows it, in the largest unit that divides it: `100 MiB`, `1 GB`; `parseSizeBytes` reads it back. */
export function toSizeText(bytes: number): string {
  return toExactText(bytes, {
    GiB: 1_073_741_824,
    GB: 1_000_000_000,
    MiB: 1_048_576,
    MB: 1_000_000,
    KiB: 1_024,
    kB: 1_000,
    B: 1,
  });
}

function toExactText(value: number, units: Units): string {
  const [unit, factor] = Object.entries(units).find(([, each]) => value % each === 0) ?? ["", 1];
  return `${value / factor} ${unit}`;
}
