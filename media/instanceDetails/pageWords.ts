import type { DetailTextKey } from "../../src/protocol/instanceDetailsTextKeys.ts";
import { fillText } from "../../src/protocol/fillText.ts";

export type Texts = Readonly<Record<DetailTextKey, string>>;

/** The editor's display language, which the host writes into the page. */
const language = document.documentElement.lang || "en";

const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
const sizes = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
const moments = new Intl.DateTimeFormat(language, { dateStyle: "short", timeStyle: "medium" });
const clocks = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
const ages = new Intl.RelativeTimeFormat(language, { numeric: "auto" });

const ageUnits = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** A translated text with its gaps filled. */
export function toWords(
  texts: Texts,
  key: DetailTextKey,
  values: Readonly<Record<string, string>> = {},
): string {
  return fillText(texts[key], values);
}

export function toNumberText(value: number): string {
  return numbers.format(value);
}

/** A size in the largest binary unit that leaves at least 1. */
export function toSizeText(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${sizes.format(bytes / 1_024 ** power)} ${units[power] ?? ""}`;
}

/** Date and time where the reader is. */
export function toMomentText(timeMs: number): string {
  return moments.format(timeMs);
}

/** Hours and minutes where the reader is. */
export function toClockText(timeMs: number): string {
  return clocks.format(timeMs);
}

/** How long ago: "3 hours ago". */
export function toAgeText(timeMs: number, nowMs: number): string {
  const seconds = Math.round((timeMs - nowMs) / 1_000);
  const [unit, size] = ageUnits.find(([, length]) => Math.abs(seconds) >= length) ?? (["second", 1] as const);
  return ages.format(Math.trunc(seconds / size), unit);
}
