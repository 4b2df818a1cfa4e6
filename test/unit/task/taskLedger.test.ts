import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { Task } from "../../../src/task/task.ts";
import { TaskLedger, type TaskChange } from "../../../src/task/taskLedger.ts";
import { toTaskText } from "../../../src/task/taskSchema.ts";
import { at, sampleRecord, sampleTask } from "./sampleTask.ts";
import { withSmallDisk } from "./smallDisk.ts";

const nowMs = Date.parse(at(0));

async function withFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "eci-ledger-"));
  try {
    await run(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The files of the tasks, and whatever else is there but the locks. */
async function readNames(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => name !== "locks");
}

async function reopen(folder: string): Promise<readonly Task[]> {
  const ledger = await TaskLedger.open(folder, nowMs);
  await ledger.dispose();
  return ledger.tasks();
}

describe("TaskLedger", () => {
  it("gives back every state after a reload; what was under way is unanswered, or waits", () =>
    withFolder(async (folder) => {
      const record = { createTime: at(1), expireTime: at(99) };
      const file = { path: "/r/web.pcap", sizeBytes: 9, sha256: "a".repeat(64), format: "pcap" } as const;
      const states: Task["state"][] = [
        { kind: "unknownOutcome" },
        { kind: "ready", record: undefined },
        { kind: "ready", record, hasResult: true },
        { kind: "stopping", record, sinceTime: at(2) },
        { kind: "succeeded", record, problem: { code: "diskFull", neededBytes: 2, freeBytes: 1 } },
        { kind: "downloaded", record, file },
        { kind: "failed", failure: { code: "Ops.ExecuteTaskFail", message: "x", requestId: "r" } },
        { kind: "expired", record },
        { kind: "closed", record: undefined },
      ];
      const tasks = states.map((state) => sampleTask({ state }));
      const ledger = await TaskLedger.open(folder, nowMs);
      for (const task of tasks) await ledger.add(task);
      const sending = await ledger.add(sampleTask({ state: { kind: "sending" } }));
      const downloading = await ledger.add(sampleTask({ state: { kind: "downloading", record } }));
      await ledger.dispose();
      const again = new Map((await reopen(folder)).map((task) => [task.id, task]));
      for (const task of tasks) assert.deepEqual(again.get(task.id), task);
      assert.deepEqual(again.get(sending.id)?.state, { kind: "unknownOutcome" });
      assert.deepEqual(again.get(downloading.id)?.state, { kind: "succeeded", record });
    }));

  it("writes neither addresses nor fields that are not a task's", () =>
    withFolder(async (folder) => {
      const ledger = await TaskLedger.open(folder, nowMs);
      const extra = { accessKeySecret: "s3cret" };
      const task = await ledger.add({ ...sampleTask(), ...extra });
      const record = sampleRecord(1, { opsStatus: "Success", resultUrl: "https://b/?Signature=s3cret" });
      await ledger.advance(task.id, { kind: "recordSeen", record, nowMs });
      await ledger.dispose();
      const text = await readFile(join(folder, `${task.id}.json`), "utf8");
      assert.ok(text.includes('"succeeded"') && !text.includes("s3cret") && !text.includes("https:"), text);
      assert.deepEqual(await readNames(folder), [`${task.id}.json`]);
    }));

  it("sets damaged files aside and keeps the rest", () =>
    withFolder(async (folder) => {
      const ledger = await TaskLedger.open(folder, nowMs);
      const task = await ledger.add(sampleTask());
      await ledger.dispose();
      const text = await readFile(join(folder, `${task.id}.json`), "utf8");
      await writeFile(join(folder, "half.json"), text.slice(0, 100));
      await writeFile(join(folder, "other.json"), text);
      await writeFile(join(folder, "empty.json"), "");
      await writeFile(join(folder, "deep.json"), "[".repeat(100_000));
      const again = await TaskLedger.open(folder, nowMs);
      await again.dispose();
      assert.deepEqual(again.tasks(), [task]);
      assert.deepEqual([...again.damaged].sort(), ["deep.json", "empty.json", "half.json", "other.json"]);
      assert.ok((await readdir(folder)).includes("half.json.damaged"));
    }));

  it("keeps the tasks of a disk that is full or read-only", async (context) => {
    const skipped = await withSmallDisk(async (disk, remount) => {
      const ledger = await TaskLedger.open(disk, nowMs);
      const task = await ledger.add(sampleTask({ sentTime: at(1) }));
      await ledger.add(sampleTask({ state: { kind: "sending" } }));
      await ledger.dispose();
      await assert.rejects(writeFile(join(disk, "full"), Buffer.alloc(2_000_000)), { code: "ENOSPC" });
      const kinds = async () => (await reopen(disk)).map(({ state }) => state.kind);
      assert.deepEqual(await kinds(), ["ready", "unknownOutcome"]);
      await rm(join(disk, "full"));
      await writeFile(join(disk, "half.json"), "{");
      remount("ro");
      assert.deepEqual(await kinds(), ["ready", "unknownOutcome"]);
      assert.ok((await readdir(disk)).includes(`${task.id}.json`));
    });
    if (skipped !== undefined) context.skip(skipped);
  });

  it("leaves a file alone that cannot be read, and names it", () =>
    withFolder(async (folder) => {
      await mkdir(join(folder, "odd.json"));
      const ledger = await TaskLedger.open(folder, nowMs);
      await ledger.dispose();
      assert.deepEqual([ledger.damaged, await readNames(folder)], [["odd.json"], ["odd.json"]]);
    }));

  it("reads many tasks side by side: an editor that is busy starting comes to each wait late", () =>
    withFolder(async (folder) => {
      const tasks = Array.from({ length: 200 }, () =>
        sampleTask({ state: { kind: "closed", record: undefined } }),
      );
      for (const task of tasks) await writeFile(join(folder, `${task.id}.json`), toTaskText(task));
      let turns = 0;
      let isOver = false;
      const turn = () => {
        turns += 1;
        for (const endMs = performance.now() + 2; performance.now() < endMs;);
        if (!isOver) setImmediate(turn);
      };
      setImmediate(turn);
      const ledger = await TaskLedger.open(folder, nowMs);
      isOver = true;
      await ledger.dispose();
      assert.equal(ledger.tasks().length, tasks.length);
      assert.ok(turns < tasks.length, `${turns} turns of the event loop`);
    }));

  it("survives a crash between writing and renaming", () =>
    withFolder(async (folder) => {
      const ledger = await TaskLedger.open(folder, nowMs);
      const task = await ledger.add(sampleTask());
      await ledger.dispose();
      // Of a process that no computer has.
      const temporary = `${task.id}.json.999999999-0b0c7b7e-7f0e-4b43-9d3f-3f9ad7f6a222.tmp`;
      await writeFile(join(folder, temporary), "{");
      assert.deepEqual(await reopen(folder), [task]);
      assert.deepEqual(await readNames(folder), [`${task.id}.json`]);
    }));

  it("keeps a forgotten task's record from being found, until long after", () =>
    withFolder(async (folder) => {
      const ledger = await TaskLedger.open(folder, nowMs);
      const bound = await ledger.add(
        sampleTask({ state: { kind: "closed", record: { createTime: at(1) } } }),
      );
      const unbound = await ledger.add(sampleTask({ state: { kind: "closed", record: undefined } }));
      await ledger.forget(bound.id, nowMs);
      await ledger.forget(unbound.id, nowMs);
      assert.deepEqual(ledger.tasks(), []);
      assert.equal(ledger.get(bound.id), undefined);
      assert.deepEqual(
        ledger.all().map(({ id }) => id),
        [bound.id],
      );
      await ledger.dispose();
      const later = await TaskLedger.open(folder, nowMs + 91 * 86_400_000);
      await later.dispose();
      assert.deepEqual([later.all(), await readNames(folder)], [[], []]);
    }));

  it("adds nothing when it cannot be written, and shows a step all the same", () =>
    withFolder(async (folder) => {
      const ledger = await TaskLedger.open(join(folder, "gone"), nowMs);
      const { id } = await ledger.add(sampleTask({ state: { kind: "sending" } }));
      await rm(join(folder, "gone"), { recursive: true });
      await assert.rejects(ledger.add(sampleTask()), { code: "ENOENT" });
      await assert.rejects(ledger.advance(id, { kind: "accepted" }), { code: "ENOENT" });
      assert.deepEqual(
        ledger.tasks().map((task) => [task.id, task.state.kind]),
        [[id, "ready"]],
      );
      await ledger.dispose();
    }));

  it("follows another window", { timeout: 10_000 }, () =>
    withFolder(async (folder) => {
      const mine = await TaskLedger.open(folder, nowMs);
      const theirs = await TaskLedger.open(folder, nowMs);
      const own: TaskChange[] = [];
      theirs.onChange((change) => own.push(change));
      const heard = (kind: string) =>
        new Promise<TaskChange>((resolve) => {
          const stop = mine.onChange((change) => {
            if ((change.after?.state.kind ?? "gone") !== kind) return;
            stop();
            resolve(change);
          });
        });
      let wait = heard("sending");
      const task = await theirs.add(sampleTask({ state: { kind: "sending" } }));
      assert.deepEqual(await wait, { before: undefined, after: task, elsewhere: true });
      wait = heard("ready");
      await theirs.advance(task.id, { kind: "accepted" });
      assert.equal((await wait).elsewhere, true);
      // A copy of a task is no task, as at the start.
      await writeFile(join(folder, "copy.json"), toTaskText(sampleTask()));
      wait = heard("gone");
      await theirs.remove(task.id);
      await wait;
      assert.deepEqual(mine.tasks(), []);
      assert.ok(own.every(({ elsewhere }) => !elsewhere));
      await mine.dispose();
      await theirs.dispose();
    }),
  );
});
