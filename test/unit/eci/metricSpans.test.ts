import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { metricRanges, toMetricPoints, toMetricSpans } from "../../../src/eci/metricSpans.ts";

const anyTime = fc.integer({ min: 1_600_000_000_000, max: 2_000_000_000_000 });

describe("the spans that metrics are asked for", () => {
  it("leave no gap, stay below 50 samples each, and end where the live samples begin", () => {
    fc.assert(
      fc.property(fc.constantFrom(...metricRanges), anyTime, (range, nowMs) => {
        const all = toMetricSpans(range, nowMs);
        assert.equal(all.at(-1), undefined);
        const spans = all.flatMap((span) => span ?? []);
        assert.equal(all.length - spans.length, 1);
        if (range === 300) {
          assert.equal(spans.length, 0);
          return;
        }
        for (const [index, { startMs, endMs, periodSeconds }] of spans.entries()) {
          assert.ok(endMs > startMs);
          assert.ok((endMs - startMs) / 1000 / periodSeconds + 1 <= 50);
          if (index > 0) assert.equal(startMs, spans[index - 1]!.endMs);
        }
        const period = spans[0]!.periodSeconds * 1000;
        assert.ok(
          spans[0]!.startMs <= nowMs - range * 1000 && spans[0]!.startMs > nowMs - range * 1000 - period,
        );
        assert.ok(spans.at(-1)!.endMs <= nowMs - 300_000 && spans.at(-1)!.endMs > nowMs - 300_000 - period);
        assert.ok(spans.length <= 3);
      }),
      { numRuns: 10_000 },
    );
  });
});

describe("the points of metrics", () => {
  const at = (timeMs: number, receivedBytes?: number) => ({
    timeMs,
    receivedBytes,
    sentBytes: receivedBytes,
  });

  it("tell what went over the network a second, and nothing where that cannot be known", () => {
    const points = toMetricPoints([
      at(60_000, 900),
      at(0, 300),
      at(30_000, 600),
      at(90_000),
      at(120_000, 50),
      at(150_000, 20),
    ]);
    assert.deepEqual(
      points.map(({ timeMs, receivedPerSecond, sentPerSecond }) => [
        timeMs,
        receivedPerSecond,
        sentPerSecond,
      ]),
      [
        [0, null, null],
        [30_000, 10, 10],
        [60_000, 10, 10],
        [90_000, null, null],
        [120_000, null, null],
        [150_000, null, null],
      ],
    );
  });

  it("hold a time once, as the later call tells it", () => {
    const points = toMetricPoints([
      { timeMs: 1, cpuCores: 1 },
      { timeMs: 1, cpuCores: 2, memoryBytes: 3 },
    ]);
    assert.deepEqual(points, [
      { timeMs: 1, cpuCores: 2, memoryBytes: 3, receivedPerSecond: null, sentPerSecond: null },
    ]);
  });
});
