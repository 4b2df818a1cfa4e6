import { invalidParameter, missingParameter } from "../rpc/rpcError.ts";

type Params = ReadonlyMap<string, string>;

/** A parameter that must come; throws MissingParameter. */
export function readRequired(params: Params, name: string): string {
  const value = params.get(name);
  if (value === undefined || value === "") throw missingParameter(name);
  return value;
}

/** A whole number between two bounds, both included, or undefined; throws InvalidParameter. */
export function readInteger(params: Params, name: string, low: number, high: number): number | undefined {
  const text = params.get(name);
  if (text === undefined || text === "") return undefined;
  const value = /^\d{1,15}$/u.test(text) ? Number(text) : NaN;
  if (!(value >= low && value <= high)) throw invalidParameter(name, `it must be from ${low} to ${high}`);
  return value;
}

/** `true` or `false` in any case, false when absent; throws InvalidParameter. */
export function readBoolean(params: Params, name: string): boolean {
  const text = (params.get(name) ?? "false").toLowerCase();
  if (text !== "true" && text !== "false") throw invalidParameter(name, "it must be true or false");
  return text === "true";
}

/** A time of RFC 3339 in milliseconds since 1970, or undefined; throws InvalidParameter. */
export function readTime(params: Params, name: string): number | undefined {
  const text = params.get(name);
  if (text === undefined || text === "") return undefined;
  // `Date.parse` alone takes much more.
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/u.test(text);
  const time = isTime ? Date.parse(text) : NaN;
  if (Number.isNaN(time)) throw invalidParameter(name, "it must be a time of RFC 3339");
  return time;
}

/** A JSON array of at most 20 texts, or undefined; throws InvalidParameter. */
export function readIds(params: Params, name: string): readonly string[] | undefined {
  const text = params.get(name);
  if (text === undefined || text === "") return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (!Array.isArray(value) || !value.every((id) => typeof id === "string")) {
    throw invalidParameter(name, "it must be a JSON array of strings");
  }
  if (value.length > 20) throw invalidParameter(name, "it holds more than 20 ids");
  return value;
}

export type TagFilter = { readonly key: string; readonly value: string | undefined };

/** `Tag.1.Key`, `Tag.1.Value`, … up to 20; throws InvalidParameter for a value without a key. */
export function readTags(params: Params): readonly TagFilter[] {
  const tags: TagFilter[] = [];
  for (let index = 1; index <= 20; index += 1) {
    const key = params.get(`Tag.${index}.Key`);
    const value = params.get(`Tag.${index}.Value`);
    if (key !== undefined && key !== "") tags.push({ key, value });
    else if (value !== undefined) throw invalidParameter(`Tag.${index}.Key`, "a tag needs a key");
  }
  return tags;
}
