import type { TextKey } from "../../src/protocol/captureFormTextKeys.ts";
import { fillText } from "../../src/protocol/fillText.ts";
import type { FieldIssue } from "../../src/task/tcpdump/fieldIssue.ts";
import type { TcpdumpOptions } from "../../src/task/tcpdump/options.ts";
import { estimateLargestFile, type SizeEstimate } from "../../src/task/tcpdump/sizeEstimate.ts";

export type Texts = Readonly<Record<TextKey, string>>;
/** How many names of many one sentence has room for. */
const shownNames = 5;

type Params = Readonly<Record<string, string | number>>;

/** The editor's display language, which the host writes into the page. */
const language = document.documentElement.lang || "en";

const numbers = new Intl.NumberFormat(language);
const sizes = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
const list = new Intl.ListFormat(language, { type: "unit" });

/** A number with its unit in the words of the display language: `300 seconds`. */
export function toUnitText(value: number, unit: "second" | "byte"): string {
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(value);
}

/** Several texts in a row, as the display language separates them. */
export function toListText(texts: readonly string[]): string {
  return list.format(texts);
}

/** The first few of many texts in a row, and how many more there are. */
export function toShortListText(texts: Texts, names: readonly string[]): string {
  const shown = names.slice(0, shownNames);
  const count = names.length - shown.length;
  const text = toListText(shown);
  return count === 0 ? text : toWords(texts, "andMore", { names: text, count });
}

/** A size in the largest binary unit that leaves at least 1, as far as one decimal tells. */
export function toSizeWords(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB"];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(bytes) / 10)));
  return `${sizes.format(bytes / 1_024 ** power)} ${units[power] ?? ""}`;
}

/** A translated text with its gaps filled. */
export function toWords(texts: Texts, key: TextKey, params: Params = {}): string {
  const values = Object.entries(params).map(([name, value]) => [name, String(value)]);
  return fillText(texts[key], Object.fromEntries(values) as Record<string, string>);
}

/** Why a field is refused. */
export function toIssueText(texts: Texts, { field, code, params }: FieldIssue): string {
  const max = params?.["max"];
  if (typeof max !== "number") return toWords(texts, `issue.${code}`, params);
  const isSize = field === "fileSizeBytes" || field === "snaplenBytes";
  return toWords(texts, `issue.${code}`, {
    ...params,
    max: isSize ? toSizeWords(max) : numbers.format(max),
  });
}

/** How large the file can get, and why not larger; of several instances each file, and all of them. */
export function toEstimateText(texts: Texts, options: TcpdumpOptions, count: number): string {
  const { bytes, boundBy } = estimateLargestFile(options);
  const each = toWords(texts, estimateKeys[boundBy], { size: toSizeWords(bytes) });
  if (count <= 1) return each;
  return `${each} ${toWords(texts, "estimateTotal", { count, size: toSizeWords(bytes * count) })}`;
}

const estimateKeys: Readonly<Record<SizeEstimate["boundBy"], TextKey>> = {
  fileSize: "estimateFileSize",
  packets: "estimatePackets",
  serviceLimit: "estimateServiceLimit",
};
