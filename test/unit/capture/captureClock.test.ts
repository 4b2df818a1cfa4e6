import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { createCaptureClock, setTime, toReading } from "../../../src/capture/captureClock.ts";
import { createPacketRecord } from "../../../src/capture/recordReader.ts";

/** The time of a reading by the draft's own words, in arithmetic that has no limits. */
function toReference(resolution: number, reading: bigint) {
  const perSecond = (resolution & 0x80 ? 2n : 10n) ** BigInt(resolution & 0x7f);
  const nanoseconds = (reading * 1_000_000_000n) / perSecond;
  return { seconds: nanoseconds / 1_000_000_000n, nanoseconds: Number(nanoseconds % 1_000_000_000n) };
}

const resolution = fc.oneof(fc.integer({ min: 0, max: 31 }), fc.integer({ min: 128, max: 191 }), fc.nat(255));
const reading = fc.oneof(
  fc.bigInt(0n, (1n << 64n) - 1n),
  // Around the ends of what a number holds, of words, and of seconds.
  fc
    .tuple(fc.constantFrom(0n, 1n << 32n, 1n << 53n, (1n << 64n) - 4n, 1n << 63n), fc.bigInt(-3n, 3n))
    .map(([from, by]) => BigInt.asUintN(64, from + by)),
  fc
    .tuple(
      fc.bigInt(0n, 1n << 33n),
      fc.constantFrom(1_000_000n, 1_000_000_000n, 1n << 20n),
      fc.bigInt(-2n, 2n),
    )
    .map(([seconds, ticks, by]) => BigInt.asUintN(64, seconds * ticks + by)),
);

describe("setTime", () => {
  it("gives the seconds and nanoseconds that unlimited arithmetic gives, for every clock and reading", () => {
    const record = createPacketRecord();
    fc.assert(
      fc.property(resolution, reading, fc.integer({ min: -100_000, max: 100_000 }), (byte, ticks, offset) => {
        const expected = toReference(byte, ticks);
        setTime(record, createCaptureClock(byte, offset), Number(ticks >> 32n), Number(ticks & 0xffff_ffffn));
        assert.equal(record.nanoseconds, expected.nanoseconds);
        if (expected.seconds < 1n << 52n) assert.equal(record.seconds, Number(expected.seconds) + offset);
        else assert.ok(Math.abs(record.seconds / Number(expected.seconds) - 1) < 1e-9);
      }),
      { numRuns: 20_000 },
    );
  });
});

describe("toReading", () => {
  it("gives a reading of the same time, for every clock", () => {
    const record = createPacketRecord();
    fc.assert(
      fc.property(resolution, reading, fc.integer({ min: -100_000, max: 100_000 }), (byte, ticks, offset) => {
        const clock = createCaptureClock(byte, offset);
        setTime(record, clock, Number(ticks >> 32n), Number(ticks & 0xffff_ffffn));
        const { seconds, nanoseconds } = record;
        fc.pre(Math.abs(seconds) < 2 ** 52);
        const again = toReading(clock, seconds, nanoseconds);
        assert.ok(again <= ticks);
        setTime(record, clock, Number(again >> 32n), Number(again & 0xffff_ffffn));
        assert.deepEqual([record.seconds, record.nanoseconds], [seconds, nanoseconds]);
      }),
      { numRuns: 5_000 },
    );
  });

  it("brings what is before or after all readings to the nearest one", () => {
    const clock = createCaptureClock(9);
    assert.equal(toReading(clock, -1, 5), 0n);
    assert.equal(toReading(clock, 1e12, 0), (1n << 64n) - 1n);
  });
});
