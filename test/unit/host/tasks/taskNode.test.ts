import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toTaskContext } from "../../../../src/host/tasks/taskNode.ts";
import { sampleTask } from "../../task/sampleTask.ts";

describe("toTaskContext", () => {
  it("names state, type and what can be done, in this order", () => {
    const record = { createTime: "2026-01-02T00:00:00Z" };
    const failure = { code: "X", message: "", requestId: "r" };
    assert.equal(toTaskContext(sampleTask()), "task.ready.tcpdump.options");
    assert.equal(toTaskContext(sampleTask({ origin: "found" })), "task.ready.tcpdump");
    assert.equal(
      toTaskContext(sampleTask({ opsType: "coredump", state: { kind: "ready", record, hasResult: true } })),
      "task.ready.coredump.result",
    );
    assert.equal(
      toTaskContext(sampleTask({ state: { kind: "succeeded", record } })),
      "task.succeeded.tcpdump.result.options",
    );
    assert.equal(
      toTaskContext(sampleTask({ state: { kind: "failed", failure } })),
      "task.failed.tcpdump.options.requestId",
    );
  });
});
