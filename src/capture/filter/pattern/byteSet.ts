/** Which of the 256 bytes are meant: 1 for those, 0 for the others. */
export type ByteSet = Uint8Array;

/** The set of the bytes from `low` to `high` of each pair. */
export function toByteSet(...ranges: readonly (readonly [low: number, high: number])[]): ByteSet {
  const set = new Uint8Array(256);
  for (const [low, high] of ranges) set.fill(1, low, high + 1);
  return set;
}

/** All bytes that are not in a set. */
export function toInverse(set: ByteSet): ByteSet {
  return set.map((member) => 1 - member);
}

/** The set with the other case of every ASCII letter in it. */
export function toCaseless(set: ByteSet): ByteSet {
  const folded = set.slice();
  for (let upper = 0x41; upper <= 0x5a; upper += 1) {
    const lower = upper + 0x20;
    const isIn = (set[upper] ?? 0) | (set[lower] ?? 0);
    folded[upper] = isIn;
    folded[lower] = isIn;
  }
  return folded;
}

const digit = toByteSet([0x30, 0x39]);
const word = toByteSet([0x30, 0x39], [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a]);
const space = toByteSet([0x09, 0x0d], [0x20, 0x20]);
const horizontal = toByteSet([0x09, 0x09], [0x20, 0x20], [0xa0, 0xa0]);
const vertical = toByteSet([0x0a, 0x0d], [0x85, 0x85]);

/** The sets that a letter behind a backslash stands for (PCRE2, "pcre2pattern": Generic character types). */
export const escapedSets: ReadonlyMap<string, ByteSet> = new Map(
  Object.entries({ d: digit, w: word, s: space, h: horizontal, v: vertical }).flatMap(([letter, set]) => [
    [letter, set],
    [letter.toUpperCase(), toInverse(set)],
  ]),
);

/** The sets that a name in `[:` and `:]` stands for (PCRE2, "pcre2pattern": POSIX character classes). */
export const namedSets: ReadonlyMap<string, ByteSet> = new Map(
  Object.entries({
    alnum: toByteSet([0x30, 0x39], [0x41, 0x5a], [0x61, 0x7a]),
    alpha: toByteSet([0x41, 0x5a], [0x61, 0x7a]),
    ascii: toByteSet([0x00, 0x7f]),
    blank: toByteSet([0x09, 0x09], [0x20, 0x20]),
    cntrl: toByteSet([0x00, 0x1f], [0x7f, 0x7f]),
    digit,
    graph: toByteSet([0x21, 0x7e]),
    lower: toByteSet([0x61, 0x7a]),
    print: toByteSet([0x20, 0x7e]),
    punct: toByteSet([0x21, 0x2f], [0x3a, 0x40], [0x5b, 0x60], [0x7b, 0x7e]),
    space,
    upper: toByteSet([0x41, 0x5a]),
    word,
    xdigit: toByteSet([0x30, 0x39], [0x41, 0x46], [0x61, 0x66]),
  }),
);
