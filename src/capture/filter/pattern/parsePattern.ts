import { toByteSet, toCaseless, toInverse } from "./byteSet.ts";
import { parseClass } from "./parseClass.ts";
import { parseEscape, toSet } from "./parseEscape.ts";
import { createPatternCursor, type PatternCursor } from "./patternCursor.ts";
import { PatternError } from "./patternError.ts";
import type { Assertion, PatternNode } from "./patternNode.ts";

/** Caseless; a line break is one of what a dot stands for; `^` and `$` are about lines. */
type Flags = { readonly i: boolean; readonly s: boolean; readonly m: boolean };

const maxDepth = 100;
/** PCRE2 has the same limit. */
const maxRepeats = 65_535;
const lineBreak = toByteSet([0x0a, 0x0a]);

/**
 * Parses a regular expression of PCRE2 ("pcre2pattern") over bytes, without what needs to go back: references, looking
 * ahead and behind, atomic groups. Letters mean both cases, unless `(?-i)` says otherwise. Throws a PatternError.
 */
export function parsePattern(text: string): PatternNode {
  const cursor = createPatternCursor(text);
  const node = parseEither(cursor, { i: true, s: false, m: false }, 0);
  if (!cursor.isAtEnd) throw new PatternError("badPattern");
  return node;
}

function parseEither(cursor: PatternCursor, outer: Flags, depth: number): PatternNode {
  if (depth > maxDepth) throw new PatternError("patternTooLarge");
  const alternatives: PatternNode[] = [];
  let flags = outer;
  let parts: PatternNode[] = [];
  while (!cursor.isAtEnd && cursor.peek() !== ")") {
    if (cursor.takeText("|")) {
      alternatives.push({ kind: "sequence", parts });
      parts = [];
      continue;
    }
    const setting = cursor.takeMatch(/\(\?([a-z]*)(?:-([a-z]*))?\)/uy);
    if (setting === undefined) parts.push(parseRepeated(cursor, flags, depth));
    else flags = toFlags(flags, setting[1], setting[2]);
  }
  alternatives.push({ kind: "sequence", parts });
  return { kind: "either", parts: alternatives };
}

function parseRepeated(cursor: PatternCursor, flags: Flags, depth: number): PatternNode {
  const part = parseAtom(cursor, flags, depth);
  const quantifier = cursor.takeMatch(/[*+?]|\{([0-9]{1,5})(,([0-9]{0,5}))?\}/uy);
  if (quantifier === undefined) return part;
  if (cursor.takeText("+")) throw new PatternError("patternNotSupported");
  // As few or as many as can be makes no difference to whether there is a match.
  cursor.takeText("?");
  if (cursor.takeMatch(/[*+?]|\{[0-9]{1,5}(?:,[0-9]{0,5})?\}/uy)) throw new PatternError("badPattern");
  const [sign, low, rest, high] = quantifier;
  const minimum = sign === "+" ? 1 : Number(low ?? 0);
  const bounded = sign === "?" ? 1 : Infinity;
  const maximum = low === undefined ? bounded : rest === undefined ? minimum : Number(high || Infinity);
  if (minimum > maximum || minimum > maxRepeats || (maximum !== Infinity && maximum > maxRepeats)) {
    throw new PatternError("badPattern");
  }
  return { kind: "repeat", part, minimum, maximum };
}

function parseAtom(cursor: PatternCursor, flags: Flags, depth: number): PatternNode {
  if (cursor.takeMatch(/\{[0-9]{1,5}(?:,[0-9]{0,5})?\}/uy)) throw new PatternError("badPattern");
  const character = cursor.take();
  switch (character) {
    case "(":
      return parseGroup(cursor, flags, depth);
    case "[":
      return { kind: "set", set: parseClass(cursor, flags.i) };
    case ".":
      return { kind: "set", set: flags.s ? toByteSet([0, 255]) : toInverse(lineBreak) };
    case "^":
      return toAssertion(flags.m ? "lineStart" : "textStart");
    case "$":
      return toAssertion(flags.m ? "lineEnd" : "lastLineEnd");
    case "*":
    case "+":
    case "?":
      throw new PatternError("badPattern");
    case "\\":
      return parseBackslash(cursor, flags);
    default: {
      const set = toSet(character.charCodeAt(0));
      return { kind: "set", set: flags.i ? toCaseless(set) : set };
    }
  }
}

function parseBackslash(cursor: PatternCursor, flags: Flags): PatternNode {
  if (cursor.takeText("b")) return toAssertion("wordEdge");
  if (cursor.takeText("B")) return toAssertion("noWordEdge");
  if (cursor.takeText("A")) return toAssertion("textStart");
  if (cursor.takeText("z")) return toAssertion("textEnd");
  if (cursor.takeText("Z")) return toAssertion("lastLineEnd");
  const set = toSet(parseEscape(cursor));
  return { kind: "set", set: flags.i ? toCaseless(set) : set };
}

function parseGroup(cursor: PatternCursor, outer: Flags, depth: number): PatternNode {
  let flags = outer;
  if (cursor.takeText("?")) {
    const setting = cursor.takeMatch(/([a-z]*)(?:-([a-z]*))?:/uy);
    if (setting !== undefined) flags = toFlags(flags, setting[1], setting[2]);
    else if (!cursor.takeMatch(/P?<[A-Za-z_]\w*>|'[A-Za-z_]\w*'/uy)) {
      throw new PatternError("patternNotSupported");
    }
  } else if (cursor.peek() === "*") throw new PatternError("patternNotSupported");
  const node = parseEither(cursor, flags, depth + 1);
  if (!cursor.takeText(")")) throw new PatternError("badPattern");
  return node;
}

function toFlags(flags: Flags, on = "", off = ""): Flags {
  if (/[^ims]/u.test(on + off)) throw new PatternError("patternNotSupported");
  const toFlag = (letter: "i" | "m" | "s") => (flags[letter] || on.includes(letter)) && !off.includes(letter);
  return { i: toFlag("i"), s: toFlag("s"), m: toFlag("m") };
}

function toAssertion(assertion: Assertion): PatternNode {
  return { kind: "assertion", assertion };
}
