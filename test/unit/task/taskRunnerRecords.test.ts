import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { CloudError, type CloudErrorDetails } from "../../../src/eci/cloudError.ts";
import type { EciClient, OpsCall } from "../../../src/eci/eciClient.ts";
import type { OpsRecord } from "../../../src/eci/model.ts";
import { TaskLedger } from "../../../src/task/taskLedger.ts";
import { TaskRunner } from "../../../src/task/taskRunner.ts";
import { at, sampleRecord, sampleTask } from "./sampleTask.ts";

const { target } = sampleTask();
const nowMs = Date.parse(at(5));

function refusal(code: string, details: Partial<CloudErrorDetails> = {}): CloudError {
  const all = { kind: "service", code, retryable: false, outcomeUnknown: false, ...details } as const;
  return new CloudError(code, all);
}

/** A runner whose service, clock and accounts a test moves by hand; its timers ring when it says so. */
async function withRunner(run: (bed: Awaited<ReturnType<typeof openBed>>) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "eci-runner-"));
  const bed = await openBed(folder);
  try {
    await run(bed);
  } finally {
    await bed.runner.dispose();
    await bed.ledger.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

async function openBed(folder: string) {
  const service = {
    records: [] as readonly OpsRecord[],
    error: undefined as Error | undefined,
    sendError: undefined as Error | undefined,
  };
  const clock = { elapsedSeconds: 0, aheadMs: 0 };
  const accounts = new Set(["a"]);
  const sent: OpsCall[] = [];
  const delaysMs: number[] = [];
  const timers: (() => void)[] = [];
  const notAsked = () => Promise.reject(new Error("not asked for here"));
  const client: EciClient = {
    describeRegions: notAsked,
    describeInstances: notAsked,
    describeStatuses: notAsked,
    read: notAsked,
    getCallerIdentity: notAsked,
    describeOpsRecords: () =>
      service.error ? Promise.reject(service.error) : Promise.resolve(service.records),
    createOpsTask(call) {
      sent.push(call);
      return service.sendError
        ? Promise.reject(service.sendError)
        : Promise.resolve({ requestId: "r", result: "" });
    },
    clockAheadMs: () => clock.aheadMs,
    dispose: () => undefined,
  };
  const ledger = await TaskLedger.open(folder, nowMs);
  const runner = new TaskRunner({
    ledger,
    clientFor: (id) => (accounts.has(id) ? Promise.resolve(client) : Promise.reject(new Error(`no ${id}`))),
    hasAccount: (id) => accounts.has(id),
    clock: { nowMs: () => nowMs, elapsedMs: () => clock.elapsedSeconds * 1000 },
    startTimer: (callback, delayMs) => {
      delaysMs.push(delayMs);
      timers.push(callback);
      return () => undefined;
    },
  });
  return { folder, service, clock, accounts, sent, delaysMs, timers, ledger, runner };
}

describe("TaskRunner and the records", () => {
  it("takes an instance that is gone for one without records, and no other refusal", () =>
    withRunner(async ({ service, clock, ledger, runner }) => {
      const { id } = await ledger.add(sampleTask());
      const gone = refusal("InvalidInstanceId.NotFound");
      service.error = gone;
      await runner.lookForTasks(target);
      clock.elapsedSeconds = 600;
      service.error = refusal("Forbidden.RAM");
      await assert.rejects(runner.lookForTasks(target), service.error);
      assert.equal(ledger.get(id)?.state.kind, "ready");
      service.error = gone;
      await runner.lookForTasks(target);
      const state = ledger.get(id)?.state;
      assert.ok(state?.kind === "failed" && state.failure.code === "RecordGone");
    }));

  it("counts from the last time that the record was there", () =>
    withRunner(async ({ service, clock, ledger, runner }) => {
      const { id } = await ledger.add(sampleTask());
      const kinds: unknown[] = [];
      for (const [elapsedSeconds, records] of [
        [0, []],
        [300, [sampleRecord(1)]],
        [500, []],
        [1099, []],
        [1100, []],
      ] as const) {
        clock.elapsedSeconds = elapsedSeconds;
        service.records = records;
        await runner.lookForTasks(target);
        kinds.push(ledger.get(id)?.state.kind);
      }
      assert.deepEqual(kinds, ["ready", "ready", "ready", "ready", "failed"]);
    }));

  for (const [what, present, accountId] of [
    ["leaves a task with its own account", ["a", "b"], "a"],
    ["gives a task of a removed account to the one that sees its record", ["b"], "b"],
  ] as const) {
    it(what, () =>
      withRunner(async ({ service, accounts, ledger, runner }) => {
        accounts.clear();
        for (const account of present) accounts.add(account);
        const { id } = await ledger.add(sampleTask());
        service.records = [sampleRecord(1)];
        await runner.lookForTasks({ ...target, accountId: "b" });
        const task = ledger.get(id);
        assert.deepEqual(
          [task?.target, task?.state],
          [
            { ...target, accountId },
            { kind: "ready", record: { createTime: at(1), expireTime: undefined } },
          ],
        );
        assert.equal(ledger.tasks().length, 1);
      }),
    );
  }

  it("stops a capture although the disk takes nothing, shows it, and asks at once", () =>
    withRunner(async ({ folder, sent, delaysMs, ledger, runner }) => {
      const { id } = await ledger.add(sampleTask());
      await rm(folder, { recursive: true });
      await runner.stop(id);
      assert.deepEqual(
        sent.map(({ opsType, opsValue }) => [opsType, opsValue]),
        [["tcpdump", '{"Enable":false}']],
      );
      assert.equal(ledger.get(id)?.state.kind, "stopping");
      assert.equal(delaysMs.at(-1), 0);
    }));

  it("shows a stop whose answer was lost as under way, and no error", () =>
    withRunner(async ({ service, ledger, runner }) => {
      const { id } = await ledger.add(sampleTask());
      service.sendError = refusal("Timeout", { kind: "timeout", outcomeUnknown: true });
      await runner.stop(id);
      assert.equal(ledger.get(id)?.state.kind, "stopping");
    }));

  it("keeps no task of a request that reached nobody", () =>
    withRunner(async ({ service, ledger, runner }) => {
      service.sendError = refusal("Network", { kind: "network" });
      await assert.rejects(runner.startCapture(target, {}), service.sendError);
      assert.deepEqual(ledger.tasks(), []);
    }));

  it("notes the newest record before it sends, in whatever order they come", () =>
    withRunner(async ({ service, runner }) => {
      service.records = [sampleRecord(-9), sampleRecord(-2), sampleRecord(-5, { createTime: "soon" })];
      assert.equal((await runner.startCapture(target, {})).newestBefore, at(-2));
    }));

  it("asks for nothing in the name of a removed account when it refreshes", () =>
    withRunner(async ({ ledger, runner }) => {
      const state = { kind: "closed", record: { createTime: at(1) } } as const;
      await ledger.add(sampleTask({ state }));
      await ledger.add(sampleTask({ state, target: { ...target, accountId: "removed" } }));
      await runner.refresh();
    }));

  it("asks no sooner than the service wants", () =>
    withRunner(async ({ service, delaysMs, timers, ledger, runner }) => {
      await ledger.add(sampleTask());
      service.error = refusal("Throttling", { retryAfterSeconds: 200 });
      const asked = new Promise<void>((resolve) => runner.onProblem(resolve));
      timers.at(-1)?.();
      await asked;
      await new Promise(setImmediate);
      assert.deepEqual(delaysMs, [5000, 200_000]);
    }));
});
