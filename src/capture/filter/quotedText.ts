import { FilterError } from "./filterError.ts";
import type { Token } from "./tokens.ts";

const encoder = new TextEncoder();

const escapes = new Map([
  ["a", "\x07"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
  ["'", "'"],
  ['"', '"'],
  ["\\", "\\"],
]);

/**
 * Reads a string in double quotes at `start`, raw (`r"..."`: a backslash stays, and one before a quote does not end
 * it) or with the escapes of C (Wireshark's User's Guide, "Building Display Filter Expressions").
 */
export function readQuoted(text: string, start: number, isRaw: boolean): Token {
  let at = start + (isRaw ? 2 : 1);
  let said = "";
  while (at < text.length) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    if (character === '"') return { kind: "string", text: said, start, end: at + 1 };
    if (character !== "\\") {
      said += toByteText(character);
      at += character.length;
    } else if (isRaw) {
      const next = text.codePointAt(at + 1);
      const escaped = next === undefined ? "" : String.fromCodePoint(next);
      said += `\\${toByteText(escaped)}`;
      at += 1 + escaped.length;
    } else {
      const [value, length] = readEscape(text, at);
      said += value;
      at += length;
    }
  }
  throw new FilterError("unclosedString", start, text.length);
}

/** What the escape sequence at `at` stands for, and how long it is. */
function readEscape(text: string, at: number): readonly [string, number] {
  const simple = escapes.get(text.charAt(at + 1));
  if (simple !== undefined) return [simple, 2];
  const number = /^\\(?:x([0-9A-Fa-f]{1,2})|([0-7]{1,3}))/u.exec(text.slice(at, at + 4));
  const value =
    number?.[1] === undefined ? Number.parseInt(number?.[2] ?? "", 8) : Number.parseInt(number[1], 16);
  if (number && value < 256) return [String.fromCharCode(value), number[0].length];
  const escaped = text.codePointAt(at + 1);
  const end = escaped === undefined ? text.length : at + 1 + String.fromCodePoint(escaped).length;
  throw new FilterError("badEscape", at, end, { text: text.slice(at, end) });
}

function toByteText(character: string): string {
  return String.fromCharCode(...encoder.encode(character));
}
