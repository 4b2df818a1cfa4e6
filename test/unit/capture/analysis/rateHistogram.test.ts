import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { maxBuckets } from "../../../../src/capture/analysis/captureAnalysis.ts";
import { createRateHistogram } from "../../../../src/capture/analysis/createRateHistogram.ts";

describe("createRateHistogram", () => {
  it("counts every packet in the bucket of its time, in any order", () => {
    const time = fc.oneof(
      fc.integer({ min: -5000, max: 2_000_000 }),
      fc.integer({ min: -(2 ** 50), max: 2 ** 53 }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(time, fc.integer({ min: 0, max: 70_000 })), { minLength: 1 }),
        (packets) => {
          const histogram = createRateHistogram();
          for (const [nanoseconds, bytes] of packets)
            histogram.add({ relativeNanoseconds: nanoseconds, wireBytes: bytes });
          const { bucketNanoseconds, packets: counts, bytes } = histogram.rate();
          const times = packets.map(([nanoseconds]) => nanoseconds);
          const earliest = Math.min(...times);
          assert.equal(histogram.durationNanoseconds(), Math.max(...times) - earliest);
          assert.ok(counts.length <= maxBuckets);
          const expected = new Array<number>(counts.length).fill(0);
          const expectedBytes = new Array<number>(counts.length).fill(0);
          const first = Math.floor(earliest / bucketNanoseconds);
          for (const [nanoseconds, size] of packets) {
            const place = Math.floor(nanoseconds / bucketNanoseconds) - first;
            expected[place] = (expected[place] ?? NaN) + 1;
            expectedBytes[place] = (expectedBytes[place] ?? NaN) + size;
          }
          assert.deepEqual(counts, expected);
          assert.deepEqual(bytes, expectedBytes);
          // Half as long buckets would not have been enough.
          const halves =
            Math.floor(Math.max(...times) / (bucketNanoseconds / 2)) -
            Math.floor(earliest / (bucketNanoseconds / 2));
          assert.ok(bucketNanoseconds === 1000 || halves >= maxBuckets);
        },
      ),
    );
  });

  it("leaves out packets without a time", () => {
    const histogram = createRateHistogram();
    histogram.add({ relativeNanoseconds: NaN, wireBytes: 60 });
    assert.deepEqual(histogram.rate().packets, []);
    assert.equal(histogram.durationNanoseconds(), 0);
    histogram.add({ relativeNanoseconds: 0, wireBytes: 60 });
    histogram.add({ relativeNanoseconds: NaN, wireBytes: 60 });
    assert.deepEqual(histogram.rate(), { bucketNanoseconds: 1000, packets: [1], bytes: [60] });
  });

  it("takes descending times as quickly as ascending ones", () => {
    const histogram = createRateHistogram();
    for (let packet = 0; packet < 300_000; packet += 1)
      histogram.add({ relativeNanoseconds: -packet * 1_000_000, wireBytes: 1 });
    assert.equal(
      histogram.rate().packets.reduce((sum, count) => sum + count, 0),
      300_000,
    );
  });
});
