import { buildAutomaton, type Automaton } from "./buildAutomaton.ts";
import { escapedSets } from "./byteSet.ts";
import { parsePattern } from "./parsePattern.ts";
import type { Assertion } from "./patternNode.ts";

/** Whether a pattern matches somewhere in `bytes[start]` to `bytes[end - 1]`. */
export type BytesPattern = (bytes: Uint8Array, start: number, end: number) => boolean;

/** Behind the 256 bytes: a line break that ends the text, and the text's end. */
const lastLineBreak = 256;
const textEnd = 257;
const symbolCount = 258;

/** What stands before: nothing, a letter, digit or underscore, a line break, or another byte. */
const before = { nothing: 0, word: 1, lineBreak: 2, other: 3 } as const;

/** A set of the automaton's states and what stands before, with where each symbol leads: unset, a match, or a state. */
type SearchState = {
  readonly members: readonly number[];
  readonly before: number;
  readonly nexts: Int32Array;
};
const unset = -1;
const matched = -2;

/** So many search states are kept, of about a kilobyte each; then they are made anew. */
const maxSearchStates = 500;

const wordBytes = escapedSets.get("w") ?? new Uint8Array(256);

/**
 * Compiles a regular expression, a byte a character, as `parsePattern` takes it; throws its PatternError. A search
 * takes a time that grows with the text's length alone, whatever the pattern and the text are: it follows all ways
 * through the pattern at once, and goes over every byte once.
 */
export function compilePattern(text: string): BytesPattern {
  const automaton = buildAutomaton(parsePattern(text));
  let searchStates: SearchState[] = [];
  let numbers = new Map<string, number>();

  const toNumber = (members: readonly number[], standing: number): number => {
    const key = `${standing}:${members.join()}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    if (searchStates.length >= maxSearchStates) {
      searchStates = [];
      numbers = new Map();
    }
    const nexts = new Int32Array(symbolCount).fill(unset);
    const number = searchStates.push({ members, before: standing, nexts }) - 1;
    numbers.set(key, number);
    return number;
  };

  const toNext = (state: SearchState, symbol: number): number => {
    const places = toPlaces(automaton, [...state.members, automaton.start], state.before, symbol);
    const byte = symbol === lastLineBreak ? 0x0a : symbol;
    const members: number[] = [];
    for (const place of places) {
      const at = automaton.states[place];
      if (at?.kind === "match") return matched;
      if (at?.kind === "set" && symbol !== textEnd && at.set[byte] === 1) members.push(at.next);
    }
    const unique = [...new Set(members)].sort((one, other) => one - other);
    return toNumber(unique, toBefore(byte));
  };

  const step = (number: number, symbol: number): number => {
    const state = searchStates[number];
    if (state === undefined) return matched;
    const known = state.nexts[symbol] ?? unset;
    if (known !== unset) return known;
    const next = toNext(state, symbol);
    // The state may be one that is not kept any more: then nobody asks it again.
    state.nexts[symbol] = next;
    return next;
  };

  return (bytes, start, end) => {
    let number = toNumber([], before.nothing);
    for (let at = start; at < end; at += 1) {
      const byte = bytes[at] ?? 0;
      number = step(number, byte === 0x0a && at === end - 1 ? lastLineBreak : byte);
      if (number === matched) return true;
    }
    return step(number, textEnd) === matched;
  };
}

/** All states that can be reached without a byte, between what stands before and the symbol that follows. */
function toPlaces(
  { states }: Automaton,
  from: readonly number[],
  standing: number,
  symbol: number,
): ReadonlySet<number> {
  const places = new Set<number>();
  const open = [...from];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (places.has(place)) continue;
    places.add(place);
    const state = states[place];
    if (state?.kind === "fork") open.push(...state.nexts);
    else if (state?.kind === "assertion" && holds(state.assertion, standing, symbol)) open.push(state.next);
  }
  return places;
}

function holds(assertion: Assertion, standing: number, symbol: number): boolean {
  switch (assertion) {
    case "textStart":
      return standing === before.nothing;
    case "textEnd":
      return symbol === textEnd;
    case "lastLineEnd":
      return symbol >= lastLineBreak;
    case "lineStart":
      // A line break that ends the text begins no line.
      return standing === before.nothing || (standing === before.lineBreak && symbol !== textEnd);
    case "lineEnd":
      return symbol >= lastLineBreak || symbol === 0x0a;
    case "wordEdge":
      return isWord(symbol) !== (standing === before.word);
    case "noWordEdge":
      return isWord(symbol) === (standing === before.word);
  }
}

function toBefore(byte: number): number {
  if (byte === 0x0a) return before.lineBreak;
  return isWord(byte) ? before.word : before.other;
}

function isWord(symbol: number): boolean {
  return wordBytes[symbol] === 1;
}
