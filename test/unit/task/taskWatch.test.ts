import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toFirstSeconds, toWish } from "../../../src/task/taskWatch.ts";
import { at, sampleTask } from "./sampleTask.ts";

describe("toFirstSeconds", () => {
  it("leaves an armed core dump alone for a while, and nothing that is about to change", () => {
    const opsType = "coredump";
    assert.equal(toFirstSeconds(sampleTask()), 5);
    assert.equal(toFirstSeconds(sampleTask({ opsType })), 30);
    assert.equal(toFirstSeconds(sampleTask({ opsType, state: { kind: "unknownOutcome" } })), 5);
  });
});

describe("toWish", () => {
  const task = sampleTask({ options: { durationSeconds: 100 } });
  const wish = (seconds: number, retryAfterSeconds?: number) =>
    toWish([task, sampleTask()], Date.parse(at(seconds)), retryAfterSeconds);

  it("asks soon after a capture's end, and for a minute more", () => {
    assert.deepEqual(
      [90, 100, 159, 160].map((seconds) => wish(seconds)),
      [{ atMostSeconds: 11 }, { atMostSeconds: 5 }, { atMostSeconds: 5 }, {}],
    );
    const closed = sampleTask({ ...task, state: { kind: "closed", record: undefined } });
    assert.deepEqual(toWish([closed], Date.parse(at(90)), undefined), {});
  });

  it("has the patience that a service asks for, five minutes at most", () => {
    assert.deepEqual([wish(200, 200), wish(200, 86_400)], [{ atLeastSeconds: 200 }, { atLeastSeconds: 300 }]);
  });
});
