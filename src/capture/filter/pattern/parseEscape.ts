import { escapedSets, toByteSet, type ByteSet } from "./byteSet.ts";
import type { PatternCursor } from "./patternCursor.ts";
import { PatternError } from "./patternError.ts";

const controls = new Map([
  ["a", 0x07],
  ["e", 0x1b],
  ["f", 0x0c],
  ["n", 0x0a],
  ["r", 0x0d],
  ["t", 0x09],
]);

/** What PCRE2 knows and this does not: references, properties, quoting and such. */
const unsupported = /[1-9CEGKNPQRXcgkop]/u;

/** One byte, as a number, or a set of them, for what follows a backslash; throws a PatternError. */
export function parseEscape(cursor: PatternCursor): number | ByteSet {
  const letter = cursor.take();
  const set = escapedSets.get(letter);
  if (set !== undefined) return set;
  const control = controls.get(letter);
  if (control !== undefined) return control;
  if (letter === "x") {
    // PCRE2 takes no digits for a 0.
    const digits = cursor.takeMatch(/\{([0-9A-Fa-f]{1,2})\}|(?!\{)([0-9A-Fa-f]{0,2})/uy);
    if (digits === undefined) throw new PatternError("badPattern");
    return Number.parseInt(`0${digits[1] ?? digits[2] ?? ""}`, 16);
  }
  if (letter === "0") return Number.parseInt(`0${cursor.takeMatch(/[0-7]{1,2}/uy)?.[0] ?? ""}`, 8);
  if (unsupported.test(letter)) throw new PatternError("patternNotSupported");
  if (/[A-Za-z]/u.test(letter)) throw new PatternError("badPattern");
  return letter.charCodeAt(0);
}

/** A byte as the set that it is alone in. */
export function toSet(value: number | ByteSet): ByteSet {
  return typeof value === "number" ? toByteSet([value, value]) : value;
}
