const maxDepth = 100;

/** Thrown for an answer that is nested deeper than any of the API's. */
export class TooDeepError extends Error {
  override readonly name = "TooDeepError";
}

/**
 * What pop-core's parser gives, as ordinary data: BigNumber objects become numbers, or strings where a number would
 * lose digits, and every key becomes an own property, `__proto__` too. Throws a `TooDeepError` beyond 100 levels.
 */
export function toPlainJson(value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth > maxDepth) throw new TooDeepError();
  if (Array.isArray(value)) return value.map((item) => toPlainJson(item, depth + 1));
  if (isBigNumber(value)) return toNumberOrText(value.toFixed());
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toPlainJson(item, depth + 1)]));
}

/** No JSON text gives an object that holds a function. */
function isBigNumber(value: object): value is { toFixed(): string } {
  return "toFixed" in value && typeof value.toFixed === "function";
}

function toNumberOrText(digits: string): number | string {
  const number = Number(digits);
  return Number.isSafeInteger(number) || !Number.isInteger(number) ? number : digits;
}
