/** Numbers of packets that grow while a filter is applied. */
export type Selection = {
  add(number: number): void;
  /** Tells the listener of the numbers that it has not heard of, if there are any. */
  report(): void;
  /** Reports for the last time, and gives all numbers. */
  finish(): Uint32Array;
};

/** An empty selection; the listener gets numbers as copies of its own. */
export function createSelection(onSelected?: (numbers: Uint32Array) => void): Selection {
  let numbers = new Uint32Array(1024);
  let count = 0;
  let reported = 0;
  const report = () => {
    if (reported < count) onSelected?.(numbers.slice(reported, count));
    reported = count;
  };
  return {
    add: (number) => {
      if (count === numbers.length) {
        const larger = new Uint32Array(count * 2);
        larger.set(numbers);
        numbers = larger;
      }
      numbers[count] = number;
      count += 1;
    },
    report,
    finish: () => {
      report();
      return numbers.slice(0, count);
    },
  };
}
