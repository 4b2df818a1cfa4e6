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

const unset = -1;
const matched = -2;

/** So many states of a search are kept, of about a kilobyte each; then they are made anew. */
const maxSearchStates = 500;

const wordBytes = escapedSets.get("w") ?? new Uint8Array(256);

/**
 * Compiles a regular expression, a byte a character, as `parsePattern` takes it; throws its PatternError. A search
 * takes a time that grows with the text's length alone, whatever the pattern and the text are: it follows all ways
 * through the pattern at once, and goes over every byte once.
 */
export function compilePattern(text: string): BytesPattern {
  const search = new Search(buildAutomaton(parsePattern(text)));
  return (bytes, start, end) => {
    let number = search.begin();
    let { nexts } = search;
    const last = end - 1;
    for (let at = start; at < end; at += 1) {
      const byte = bytes[at] ?? 0;
      const symbol = byte === 0x0a && at === last ? lastLineBreak : byte;
      let next = nexts[number * symbolCount + symbol] ?? unset;
      if (next === unset) {
        next = search.step(number, symbol);
        nexts = search.nexts;
      }
      if (next === matched) return true;
      number = next;
    }
    return search.step(number, textEnd) === matched;
  };
}

/** The states of a search, made as they are needed: each is a set of the automaton's states and what stands before. */
class Search {
  readonly #automaton: Automaton;
  readonly #numbers = new Map<string, number>();
  readonly #states: { readonly members: readonly number[]; readonly before: number }[] = [];
  /** Where each symbol leads from each state: a state's number, `unset` or `matched`. */
  nexts = new Int32Array(symbolCount * 4);

  constructor(automaton: Automaton) {
    this.#automaton = automaton;
  }

  begin(): number {
    return this.#toNumber([], before.nothing);
  }

  /** The state behind a symbol, or `matched`; where too many are kept, all others become unknown. */
  step(number: number, symbol: number): number {
    const place = number * symbolCount + symbol;
    const known = this.nexts[place] ?? unset;
    const state = this.#states[number];
    if (known !== unset || state === undefined) return known;
    const members = this.#toMembers(state.members, state.before, symbol);
    if (members === undefined) {
      this.nexts[place] = matched;
      return matched;
    }
    const next = this.#toNumber(members, toBefore(symbol === lastLineBreak ? 0x0a : symbol));
    // The state may be one of those that are not kept any more.
    if (this.#states[number] === state) this.nexts[place] = next;
    return next;
  }

  /** Undefined for a match. */
  #toMembers(members: readonly number[], standing: number, symbol: number): readonly number[] | undefined {
    const { states, start } = this.#automaton;
    const byte = symbol === lastLineBreak ? 0x0a : symbol;
    const nexts = new Set<number>();
    for (const place of toPlaces(this.#automaton, [...members, start], standing, symbol)) {
      const state = states[place];
      if (state?.kind === "match") return undefined;
      if (state?.kind === "set" && symbol !== textEnd && state.set[byte] === 1) nexts.add(state.next);
    }
    return [...nexts].sort((one, other) => one - other);
  }

  #toNumber(members: readonly number[], standing: number): number {
    const key = `${standing}:${members.join()}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    if (this.#states.length >= maxSearchStates) {
      this.#states.length = 0;
      this.#numbers.clear();
    }
    const number = this.#states.push({ members, before: standing }) - 1;
    this.#numbers.set(key, number);
    const place = number * symbolCount;
    if (place >= this.nexts.length) {
      const larger = new Int32Array(this.nexts.length * 2);
      larger.set(this.nexts);
      this.nexts = larger;
    }
    this.nexts.fill(unset, place, place + symbolCount);
    return number;
  }
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
