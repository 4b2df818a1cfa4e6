import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { OpsRecord } from "../../../src/eci/model.ts";
import { matchRecords } from "../../../src/task/matchRecords.ts";
import type { Task } from "../../../src/task/task.ts";
import { at, sampleRecord, sampleTask } from "./sampleTask.ts";

function match(tasks: readonly Task[], records: readonly OpsRecord[]) {
  const { assigned, unmatched } = matchRecords({ opsType: "tcpdump", tasks, records });
  return { times: tasks.map((task) => assigned.get(task)?.createTime), unmatched };
}

describe("matchRecords", () => {
  it("keeps a bound task's record, by its time and not by its spelling", () => {
    const task = sampleTask({ state: { kind: "ready", record: { createTime: "2026-01-02T00:01:40Z" } } });
    assert.deepEqual(match([task], [sampleRecord(50), sampleRecord(100)]).times, [at(100)]);
  });

  it("takes nothing that was there before", () => {
    const task = sampleTask({ newestBefore: at(-5) });
    const { times, unmatched } = match([task], [sampleRecord(2), sampleRecord(-5), sampleRecord(-80)]);
    assert.deepEqual(times, [at(2)]);
    assert.deepEqual(
      unmatched.map(({ createTime }) => createTime),
      [at(-80), at(-5)],
    );
  });

  it("tells two of ours in flight apart, in any order, with any clock", () => {
    for (const skew of [-86_400, -840, -300, 0, 300, 86_400]) {
      const first = sampleTask({ newestBefore: at(skew - 9) });
      const second = sampleTask({ sentTime: at(30), newestBefore: at(skew + 1) });
      const records = [sampleRecord(skew + 31), sampleRecord(skew + 1), sampleRecord(skew - 9)];
      assert.deepEqual(match([first, second], records).times, [at(skew + 1), at(skew + 31)]);
      assert.deepEqual(match([second, first], records.toReversed()).times, [at(skew + 31), at(skew + 1)]);
      // The first one's record does not show yet.
      assert.deepEqual(match([first, second], records.slice(0, 1)).times, [undefined, at(skew + 31)]);
    }
  });

  it("keeps the order of two of ours that saw the same records before they were sent", () => {
    const states = [{ kind: "ready", record: undefined }, { kind: "unknownOutcome" }] as const;
    for (const state of states) {
      const first = sampleTask({ state });
      const second = sampleTask({ sentTime: at(30) });
      const records = [sampleRecord(31), sampleRecord(1)];
      assert.deepEqual(match([first, second], records).times, [at(1), at(31)]);
      // Only one of them was carried out, and the second was confirmed.
      assert.deepEqual(match([first, second], records.slice(0, 1)).times, [undefined, at(31)]);
    }
  });

  it("gives an unanswered task only what is near it in time", () => {
    const task = sampleTask({ state: { kind: "unknownOutcome" } });
    assert.deepEqual(match([task], [sampleRecord(20)]).times, [at(20)]);
    assert.deepEqual(match([task], [sampleRecord(3600)]).times, [undefined]);
    const stopping = sampleTask({ state: { kind: "stopping", record: undefined, sinceTime: at(9) } });
    assert.deepEqual(match([stopping], [sampleRecord(3600)]).times, [at(3600)]);
  });

  it("holds the record of a request under way, so that it is not found as somebody else's", () => {
    const task = sampleTask({ state: { kind: "sending" } });
    assert.deepEqual(match([task], [sampleRecord(1)]).unmatched, []);
  });

  it("leaves other types and unreadable times alone, and compares types without case", () => {
    const task = sampleTask();
    const records = [
      sampleRecord(1, { opsType: "coredump" }),
      sampleRecord(2, { createTime: "soon" }),
      sampleRecord(3, { opsType: "Tcpdump" }),
    ];
    assert.deepEqual(match([task], records), { times: [at(3)], unmatched: [] });
  });

  it("takes the further one of two records with one time", () => {
    const task = sampleTask({ state: { kind: "ready", record: { createTime: at(1) } } });
    const success = sampleRecord(1, { opsStatus: "Success", resultUrl: "https://x" });
    for (const records of [
      [success, sampleRecord(1)],
      [sampleRecord(1), success],
    ]) {
      const { assigned, unmatched } = matchRecords({ opsType: "tcpdump", tasks: [task], records });
      assert.equal(assigned.get(task), success);
      assert.deepEqual(unmatched, []);
    }
  });

  it("finds each of ours among a thousand records, shuffled", () => {
    const others = Array.from({ length: 1000 }, (_, index) => -10 - 7 * index);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 5, max: 600 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: -800, max: 800 }),
        fc.array(fc.nat(), { minLength: 1010, maxLength: 1010 }),
        (gaps, skew, order) => {
          let seconds = 0;
          const sent = gaps.map((gap) => (seconds += gap));
          const tasks = sent.map((second, index) =>
            sampleTask({
              sentTime: at(second),
              newestBefore: at(skew + (index === 0 ? -10 : sent[index - 1]!)),
            }),
          );
          const records = [...others, ...sent].map((second) => sampleRecord(second + skew));
          const shuffled = records
            .map((record, index) => ({ record, key: order[index]! }))
            .sort((a, b) => a.key - b.key)
            .map(({ record }) => record);
          const { times, unmatched } = match(tasks, shuffled);
          assert.deepEqual(
            times,
            sent.map((second) => at(second + skew)),
          );
          assert.equal(unmatched.length, others.length);
        },
      ),
      { numRuns: 20 },
    );
  });

  it("gives each record to one task at most", () => {
    const second = fc.integer({ min: -50, max: 50 });
    fc.assert(
      fc.property(fc.array(second, { maxLength: 8 }), fc.array(second, { maxLength: 12 }), (sent, made) => {
        const tasks = sent.map((time) => sampleTask({ sentTime: at(time) }));
        const { assigned, unmatched } = matchRecords({
          opsType: "tcpdump",
          tasks,
          records: made.map((time) => sampleRecord(time)),
        });
        const taken = [...assigned.values()].map(({ createTime }) => createTime);
        assert.equal(new Set(taken).size, taken.length);
        assert.equal(taken.length + unmatched.length, new Set(made).size);
        assert.equal(taken.length, Math.min(tasks.length, new Set(made).size));
      }),
    );
  });

  it("takes, of two records with one time, the one that is further: its status first, then its result", () => {
    const task = sampleTask({ state: { kind: "ready", record: { createTime: at(1) } } });
    const pairs = [
      [sampleRecord(1), sampleRecord(1, { resultUrl: "https://oss/a" })],
      [sampleRecord(1, { resultUrl: "https://oss/a" }), sampleRecord(1, { opsStatus: "Closed" })],
      [sampleRecord(1, { opsStatus: "Expired" }), sampleRecord(1, { opsStatus: "Success" })],
    ] as const;
    for (const [less, more] of pairs)
      for (const records of [
        [less, more],
        [more, less],
      ]) {
        const { assigned, unmatched } = matchRecords({ opsType: "tcpdump", tasks: [task], records });
        assert.equal(assigned.get(task), more);
        assert.deepEqual(unmatched, []);
      }
  });
});
