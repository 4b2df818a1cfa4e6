import {
  FilterError,
  type FilterErrorCode,
  type FilterErrorParams,
} from "../../src/capture/filter/filterError.ts";
import { parseFilter } from "../../src/capture/filter/parseFilter.ts";
import { toWords, type Texts } from "./pageWords.ts";

/** What is wrong with a filter's text, and at which characters. */
export type FilterProblem = {
  readonly code: FilterErrorCode;
  readonly start: number;
  readonly end: number;
  readonly params: FilterErrorParams;
};

/** What is wrong with the text; undefined where it is a filter, or empty. */
export function findFilterProblem(text: string): FilterProblem | undefined {
  if (text.trim() === "") return undefined;
  try {
    parseFilter(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    const { code, start, end, params } = error;
    return { code, start, end, params };
  }
}

export function isFilter(text: string): boolean {
  return text.trim() !== "" && findFilterProblem(text) === undefined;
}

/** The problem in words, with the place of its first character counted from 1. */
export function toProblemText(texts: Texts, { code, start, params }: FilterProblem): string {
  const hasSuggestion = code === "unknownField" && params["suggestion"] !== "";
  const key = hasSuggestion ? "filterError.unknownFieldNear" : (`filterError.${code}` as const);
  return toWords(texts, "filterWrong", { place: String(start + 1), problem: toWords(texts, key, params) });
}

/** A text as a filter quotes it (Wireshark's User's Guide, "Building Display Filter Expressions"). */
function toQuoted(text: string): string {
  return `"${text.replaceAll(/["\\]/gu, String.raw`\$&`)}"`;
}

/** The filter that selects packets in which a field has the value that is shown of it; undefined where there is none. */
export function toFieldFilter(name: string, value: string): string | undefined {
  if (name === "") return undefined;
  const [head = ""] = value.split(" ");
  const inParentheses = /\(([^()]+)\)$/u.exec(value)?.[1] ?? "";
  const flag = /^(?:Set|True|1)$/u.test(value) ? "1" : "0";
  const candidates = [
    ...(value === "" ? [name] : []),
    ...(/^(?:Set|Not set|True|False|1|0)$/u.test(value) ? [`${name} == ${flag}`] : []),
    ...[value, head, inParentheses].filter((text) => text !== "").map((text) => `${name} == ${text}`),
    `${name} == ${toQuoted(value)}`,
  ];
  return candidates.find(isFilter);
}
