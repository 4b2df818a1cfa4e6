/** Numbers that depend on the seed alone. */
export type Random = {
  /** A whole number from `least` to `most`, both included. */
  integer(least: number, most: number): number;
  /** One of the items, of which there is at least one. */
  pick<T>(items: readonly [T, ...T[]]): T;
  bytes(length: number): Uint8Array;
};

/** A repeatable source of randomness (mulberry32, Tommy Ettinger, public domain); for made-up data, never for secrets. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const integer = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    integer,
    pick: (items) => items[integer(0, items.length - 1)] ?? items[0],
    bytes: (length) => Uint8Array.from({ length }, () => integer(0, 255)),
  };
}
