import { toOneLine } from "../../src/capture/oneLine.ts";
import type { Severity } from "../../src/capture/findings/finding.ts";
import type { ConversationRow, FindingRow, PageName } from "../../src/protocol/captureView.ts";
import type { CaptureViewTextKey } from "../../src/protocol/captureViewTextKeys.ts";
import { fillText } from "../../src/protocol/fillText.ts";

export type Texts = Readonly<Partial<Record<CaptureViewTextKey, string>>>;
type Params = Readonly<Record<string, string | number>>;

/** The editor's display language, which the host writes into the page. */
export const language = document.documentElement.lang || "en";

const numbers = new Intl.NumberFormat(language);
const fractions = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
const percents = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
const list = new Intl.ListFormat(language, { type: "unit" });

/** The longest text of somebody else that is shown in one place, in UTF-16 units. */
const maxShownText = 1_000;

/** Somebody else's text as one line without anything that turns or hides text. */
export function toShownText(text: string): string {
  return toOneLine(text, maxShownText);
}

export function toNumberText(value: number): string {
  return numbers.format(value);
}

export function toPercentText(fraction: number): string {
  return percents.format(fraction);
}

/** Several texts in a row, as the display language separates them. */
export function toListText(texts: readonly string[]): string {
  return list.format(texts);
}

/** A size in the largest decimal unit that leaves at least 1, with one decimal at most. */
export function toSizeText(sizeBytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, sizeBytes)) / 3)));
  return `${fractions.format(sizeBytes / 1_000 ** power)} ${units[power] ?? ""}`;
}

const spans = [
  [1e9, "s"],
  [1e6, "ms"],
  [1e3, "µs"],
  [1, "ns"],
] as const;

/** A length of time with three significant digits in its largest unit below a minute; minutes and hours by the clock. */
export function toDurationText(nanoseconds: number): string {
  const seconds = nanoseconds / 1e9;
  if (seconds >= 60) {
    const whole = Math.round(seconds);
    const parts = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60, whole % 60];
    const [first = 0, ...rest] = parts[0] === 0 ? parts.slice(1) : parts;
    const units = rest.length === 1 ? ["min", "s"] : ["h", "min", "s"];
    return [first, ...rest].map((part, index) => `${part} ${units[index] ?? ""}`).join(" ");
  }
  const [unit, name] = spans.find(([size]) => nanoseconds >= size) ?? [1e9, "s"];
  return `${Number((nanoseconds / unit).toPrecision(3))} ${name}`;
}

/** A translated text with its gaps filled; numbers are written as the display language does. */
export function toWords(texts: Texts, key: CaptureViewTextKey, params: Params = {}): string {
  const values = Object.entries(params).map(
    ([name, value]) =>
      [name, typeof value === "number" ? numbers.format(value) : toShownText(value)] as const,
  );
  return fillText(texts[key] ?? "", Object.fromEntries(values));
}

export function toPacketsText(texts: Texts, count: number): string {
  return toWords(texts, count === 1 ? "factPacket" : "factPackets", { count });
}

/** What was found, as a sentence. */
export function toFindingText(texts: Texts, { id, count, params }: FindingRow): string {
  return toWords(texts, count === 1 ? `finding.${id}` : `findings.${id}`, { ...params, count });
}

export function toSeverityText(texts: Texts, severity: Severity): string {
  return toWords(texts, `severity.${severity}`);
}

export type Endpoint = ConversationRow["a"];
type Names = ReadonlyMap<string, PageName>;

/** An end of a conversation, IPv6 addresses with a port in brackets (RFC 5952, section 6). */
export function toEndpointText({ address, port }: Endpoint, names: Names): string {
  const name = names.get(address)?.name;
  const shown = toShownText(name ?? address);
  if (port === undefined) return shown;
  return name === undefined && address.includes(":") ? `[${shown}]:${port}` : `${shown}:${port}`;
}

/** All that is known of an end of a conversation. */
export function toEndpointTitle(end: Endpoint, names: Names): string {
  const title = names.get(end.address)?.title;
  const text = toEndpointText(end, names);
  return title === undefined ? text : `${text}\n${toShownText(title)}`;
}
