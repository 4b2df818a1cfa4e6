import { createKeyedRandom } from "./keyedRandom.ts";

/** A level that goes up and down between 0 and 1, and what it sums up to: gauges and counters that agree. */
export type Wave = {
  /** At a time in milliseconds since 1970. */
  at(time: number): number;
  /** Seconds at full level between two times, never shrinking. */
  sum(from: number, to: number): number;
};

const turn = 2 * Math.PI;

/** The same keys give the same wave: a slow and a quick swing around a level of its own. */
export function createWave(...keys: readonly (string | number)[]): Wave {
  const random = createKeyedRandom("wave", ...keys);
  const base = random.integer(10, 50) / 100;
  const swings = [
    { size: base * 0.55, seconds: random.integer(900, 2_400), phase: random.integer(0, 99) / 100 },
    { size: base * 0.25, seconds: random.integer(90, 400), phase: random.integer(0, 99) / 100 },
  ];
  const sumTo = (time: number) =>
    swings.reduce(
      (total, { size, seconds, phase }) =>
        total - ((size * seconds) / turn) * Math.cos(turn * (time / 1000 / seconds + phase)),
      (base * time) / 1000,
    );
  return {
    at: (time) =>
      swings.reduce(
        (level, { size, seconds, phase }) => level + size * Math.sin(turn * (time / 1000 / seconds + phase)),
        base,
      ),
    sum: (from, to) => Math.max(0, sumTo(to) - sumTo(from)),
  };
}
