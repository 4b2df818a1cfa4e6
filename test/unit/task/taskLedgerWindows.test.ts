import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { TaskLedger, toTaskLock, type TaskChange } from "../../../src/task/taskLedger.ts";
import { watchAbandonedTasks } from "../../../src/task/watchAbandonedTasks.ts";
import { at, sampleRecord, sampleTask } from "./sampleTask.ts";

const nowMs = Date.parse(at(0));
const record = { createTime: at(1), expireTime: at(99) };
let folder: string;
const opened: TaskLedger[] = [];

async function openWindow(): Promise<TaskLedger> {
  const ledger = await TaskLedger.open(folder, nowMs);
  opened.push(ledger);
  return ledger;
}

describe("a ledger that several windows share", () => {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "eci-ledger-windows-"));
  });
  afterEach(async () => {
    for (const ledger of opened.splice(0)) await ledger.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it("takes each step from what another window wrote, also before it has heard of it", async () => {
    const [mine, theirs] = [await openWindow(), await openWindow()];
    const { id } = await mine.add(sampleTask({ state: { kind: "ready", record: undefined } }));
    const stopping = await theirs.advance(id, { kind: "stopAsked", time: at(3) });
    assert.equal(stopping?.state.kind, "stopping", "nobody told this window of the task yet");
    const changes: TaskChange[] = [];
    mine.onChange((change) => changes.push(change));
    const seen = sampleRecord(1, { opsStatus: "Success", resultUrl: "https://b/?Signature=s" });
    await mine.advance(id, { kind: "recordSeen", record: seen, nowMs });
    assert.deepEqual(
      changes.map(({ before, after, elsewhere }) => [before?.state.kind, after?.state.kind, elsewhere]),
      [
        ["ready", "stopping", true],
        ["stopping", "succeeded", false],
      ],
    );
    await theirs.advance(id, { kind: "stopRefused" });
    const third = await openWindow();
    assert.equal(third.get(id)?.state.kind, "succeeded", "a step that comes too late undoes nothing");
  });

  it("loses no step of many that several windows take at once", async () => {
    const windows = await Promise.all([openWindow(), openWindow(), openWindow()]);
    const tasks = Array.from({ length: 10 }, () => sampleTask({ state: { kind: "succeeded", record } }));
    for (const task of tasks) await windows[0].add(task);
    await Promise.all(
      tasks.flatMap(({ id }) => [
        windows[0].advance(id, { kind: "adopted", accountId: "another" }),
        windows[1].advance(id, { kind: "downloadStarted" }),
        windows[2].forget(id, nowMs),
      ]),
    );
    const later = await openWindow();
    assert.equal(later.all().length, 10);
    for (const task of later.all()) {
      assert.equal(task.target.accountId, "another");
      assert.ok(task.forgottenTime);
      // Nobody holds it: its window counts as dead, and the download as cut off.
      assert.equal(task.state.kind, "succeeded");
    }
  });

  it("adds a task that two windows found at the same time once, as it stands", async () => {
    const [mine, theirs] = [await openWindow(), await openWindow()];
    const found = sampleTask({ origin: "found", state: { kind: "succeeded", record } });
    await theirs.add(found);
    await theirs.advance(found.id, { kind: "downloadStarted" });
    assert.equal((await mine.add(found)).state.kind, "downloading");
  });

  it("leaves alone what a living window sends and fetches, and frees what a dead one did", async () => {
    const mine = await openWindow();
    const sending = await mine.add(sampleTask({ state: { kind: "sending" } }));
    const fetching = await mine.add(sampleTask({ state: { kind: "downloading", record } }));
    await mine.locks.take(toTaskLock(sending.id));
    await mine.locks.take(toTaskLock(fetching.id));
    const theirs = await openWindow();
    const kinds = (ledger: TaskLedger) => [sending, fetching].map(({ id }) => ledger.get(id)?.state.kind);
    assert.deepEqual(kinds(theirs), ["sending", "downloading"]);
    await mine.freeAbandoned();
    assert.deepEqual(kinds(mine), ["sending", "downloading"], "its own too");

    const timers: (() => void)[] = [];
    const stop = watchAbandonedTasks(theirs, (callback) => {
      timers.push(callback);
      return () => undefined;
    });
    assert.equal(timers.length, 1);
    await mine.dispose();
    const freed = new Promise<void>((resolve) => {
      theirs.onChange(() => {
        if (kinds(theirs).join() === "unknownOutcome,succeeded") resolve();
      });
    });
    timers[0]?.();
    await freed;
    stop();
    assert.equal(timers.length, 1, "nothing is left to look after");
  });
});
