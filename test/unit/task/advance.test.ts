import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { OpsRecord } from "../../../src/eci/model.ts";
import {
  advanceTask,
  recordGoneSeconds,
  stoppingSeconds,
  type TaskEvent,
} from "../../../src/task/advance.ts";
import type { Task, TaskState } from "../../../src/task/task.ts";
import { at, sampleRecord, sampleTask } from "./sampleTask.ts";

const failure = { code: "Ops.ExecuteTaskFail", message: "no", requestId: "R" };
const record = { createTime: at(1), expireTime: undefined };
const file = { path: "/x.pcap", sizeBytes: 1, sha256: "0".repeat(64), format: "pcap" } as const;

function seen(status: string, changes: Partial<OpsRecord> = {}, nowSeconds = 5): TaskEvent {
  return {
    kind: "recordSeen",
    record: sampleRecord(1, { opsStatus: status, ...changes }),
    nowMs: Date.parse(at(nowSeconds)),
  };
}

function missing(missingSeconds: number, nowSeconds = 5): TaskEvent {
  return { kind: "recordMissing", missingSeconds, nowMs: Date.parse(at(nowSeconds)) };
}

function run(state: TaskState, ...events: TaskEvent[]): TaskState {
  return events.reduce(advanceTask, sampleTask({ state })).state;
}

describe("advanceTask", () => {
  it("goes from sending to a downloaded file", () => {
    const states = [
      { kind: "accepted" },
      seen("Ready"),
      seen("Success", { resultUrl: "https://x" }),
      { kind: "downloadStarted" },
      { kind: "downloaded", file },
    ] satisfies TaskEvent[];
    let task = sampleTask({ state: { kind: "sending" } });
    const kinds = states.map((event) => (task = advanceTask(task, event)).state.kind);
    assert.deepEqual(kinds, ["ready", "ready", "succeeded", "downloading", "downloaded"]);
    assert.ok(!JSON.stringify(task).includes("https://x"), "no address is kept");
    const problem = { code: "fileGone" };
    assert.deepEqual(run(task.state, { kind: "fileGone" }), { kind: "succeeded", record, problem });
  });

  it("keeps a refusal with its request id", () => {
    assert.deepEqual(run({ kind: "sending" }, { kind: "refused", failure }), { kind: "failed", failure });
  });

  it("lets the records decide an unknown outcome, and gives up after two minutes without one", () => {
    const unknown = run({ kind: "sending" }, { kind: "outcomeUnknown" });
    assert.equal(unknown.kind, "unknownOutcome");
    assert.equal(run(unknown, seen("Ready")).kind, "ready");
    assert.equal(run(unknown, seen("Success")).kind, "succeeded");
    assert.equal(run(unknown, missing(119)).kind, "unknownOutcome");
    const given = run(unknown, missing(120));
    assert.ok(given.kind === "failed" && given.failure.code === "NotCarriedOut");
  });

  it("waits for the answer of a request that is under way, whatever the records say", () => {
    assert.equal(run({ kind: "sending" }, seen("Failed")).kind, "sending");
  });

  it("reads every end that the service has, and tells Closed with a result from Closed without", () => {
    const ready: TaskState = { kind: "ready", record };
    assert.equal(run(ready, seen("Failed")).kind, "failed");
    assert.equal(run(ready, seen("Expired")).kind, "expired");
    assert.equal(run(ready, seen("Closed")).kind, "closed");
    assert.equal(run(ready, seen("Closed", { resultUrl: "https://x" })).kind, "succeeded");
    assert.equal(run(ready, seen("success")).kind, "succeeded");
    assert.deepEqual(run(ready, seen("Ready", { resultUrl: "https://x" })), {
      kind: "ready",
      record,
      hasResult: true,
    });
    const expireTime = at(100);
    assert.deepEqual(run(ready, seen("Ready", { expireTime })), {
      kind: "ready",
      record: { ...record, expireTime },
    });
    for (const word of ["Pending", "", "constructor", "__proto__"]) {
      assert.equal(run(ready, seen(word)).kind, "ready", word);
    }
  });

  it("counts a stop that did nothing as running again", () => {
    const stopping = run({ kind: "ready", record }, { kind: "stopAsked", time: at(0) });
    assert.equal(stopping.kind, "stopping");
    assert.deepEqual(run({ ...stopping, record: undefined }, seen("Ready")), stopping);
    assert.equal(run(stopping, seen("Ready", {}, stoppingSeconds - 1)).kind, "stopping");
    assert.equal(run(stopping, seen("Ready", {}, stoppingSeconds)).kind, "ready");
    assert.equal(run(stopping, { kind: "stopRefused" }).kind, "ready");
    assert.equal(run(stopping, seen("Closed")).kind, "closed");
  });

  it("takes an armed task whose time is over for expired when its record is gone, else for lost after ten minutes", () => {
    const ready: TaskState = { kind: "ready", record: { createTime: at(1), expireTime: at(100) } };
    assert.equal(run(ready, missing(0, 101)).kind, "expired");
    assert.equal(run(ready, missing(recordGoneSeconds - 1, 99)).kind, "ready");
    const lost = run(ready, missing(recordGoneSeconds, 99));
    assert.ok(lost.kind === "failed" && lost.failure.code === "RecordGone");
    const stopping: TaskState = { kind: "stopping", record, sinceTime: at(2) };
    assert.equal(run(stopping, missing(recordGoneSeconds)).kind, "failed");
  });

  it("finds a result that came after the end was told", () => {
    assert.equal(
      run({ kind: "closed", record }, seen("Success", { resultUrl: "https://x" })).kind,
      "succeeded",
    );
    for (const word of ["Ready", "Failed"])
      assert.equal(run({ kind: "closed", record }, seen(word, { resultUrl: "https://x" })).kind, "closed");
  });

  it("downloads a result that is there while the service still says Ready, and nothing before it is", () => {
    const ready: TaskState = { kind: "ready", record };
    assert.deepEqual(run({ ...ready, hasResult: true }, { kind: "downloadStarted" }), {
      kind: "downloading",
      record,
    });
    assert.deepEqual(run(ready, { kind: "downloadStarted" }), ready);
  });

  it("remembers why a download failed, and forgets one that the window's end cut off", () => {
    const problem = { code: "diskFull", neededBytes: 5, freeBytes: 1 } as const;
    const downloading: TaskState = { kind: "downloading", record };
    assert.deepEqual(run(downloading, { kind: "downloadEnded", problem }), {
      kind: "succeeded",
      record,
      problem,
    });
    assert.deepEqual(run(downloading, { kind: "reloaded" }), { kind: "succeeded", record });
    assert.deepEqual(run({ kind: "sending" }, { kind: "reloaded" }), { kind: "unknownOutcome" });
  });

  it("keeps a download that ended although another window took it for cut off", () => {
    const state = run(run({ kind: "downloading", record }, { kind: "reloaded" }), {
      kind: "downloaded",
      file,
    });
    assert.deepEqual(state, { kind: "downloaded", record, file });
  });

  it("never takes an end back, in any order of events", () => {
    const event = fc.oneof(
      fc.constantFrom<TaskEvent>(
        { kind: "accepted" },
        { kind: "refused", failure },
        { kind: "outcomeUnknown" },
        { kind: "reloaded" },
        { kind: "stopAsked", time: at(0) },
        { kind: "stopRefused" },
        { kind: "downloadStarted" },
        { kind: "downloadEnded" },
        { kind: "downloaded", file },
        { kind: "fileGone" },
      ),
      fc
        .tuple(fc.constantFrom("Ready", "Success", "Failed", "Expired", "Closed", "Odd"), fc.boolean())
        .map(([status, hasUrl]) => seen(status, hasUrl ? { resultUrl: "https://x" } : {})),
      fc.constantFrom(0, 130, 700).map((seconds) => missing(seconds)),
    );
    const ended = new Set(["succeeded", "downloading", "downloaded", "failed", "expired", "closed"]);
    fc.assert(
      fc.property(fc.array(event, { maxLength: 25 }), (events) => {
        let task: Task = sampleTask({ state: { kind: "sending" } });
        for (const step of events) {
          const next = advanceTask(task, step);
          if (ended.has(task.state.kind))
            assert.ok(ended.has(next.state.kind), `${step.kind}: ${next.state.kind}`);
          task = next;
        }
      }),
    );
  });
});
