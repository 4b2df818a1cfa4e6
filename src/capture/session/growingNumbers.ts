/** Numbers in growing order, 4 bytes each. */
export type GrowingNumbers = {
  readonly count: number;
  /** Adds numbers that are above all others. */
  add(numbers: Uint32Array): void;
  /** The number at a place; 0 where there is none. */
  at(place: number): number;
  /** The place of the number, or of the next one above it; `count` when there is none. */
  placeOf(number: number): number;
};

/** No numbers yet. */
export function createGrowingNumbers(): GrowingNumbers {
  let held = new Uint32Array(1024);
  let count = 0;
  return {
    get count() {
      return count;
    },
    add: (numbers) => {
      if (count + numbers.length > held.length) {
        const larger = new Uint32Array(Math.max(held.length * 2, count + numbers.length));
        larger.set(held.subarray(0, count));
        held = larger;
      }
      held.set(numbers, count);
      count += numbers.length;
    },
    at: (place) => (place < count ? (held[place] ?? 0) : 0),
    placeOf: (number) => {
      let low = 0;
      let high = count;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((held[middle] ?? 0) < number) low = middle + 1;
        else high = middle;
      }
      return low;
    },
  };
}
