import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { CloudError } from "../../../src/eci/cloudError.ts";
import { toRecordKey, type Task } from "../../../src/task/task.ts";
import { startDroppingProxy, withTaskBed } from "./taskBed.ts";

const shortCapture = { protocol: "tcp", packetCount: 20 } as const;
/** A service that takes a second setting long after the test has ended. */
const slow = { ops: { intervalSeconds: 600 } };
const longCapture = { durationSeconds: 600 } as const;

function isCloudError(code: string): (error: unknown) => boolean {
  return (error) => error instanceof CloudError && error.details.code === code;
}

function isIn(...states: Task["state"]["kind"][]): (task: Task) => boolean {
  return ({ state }) => states.includes(state.kind);
}

function kinds(tasks: readonly Task[]): string[] {
  return tasks.map(({ state, origin }) => `${origin} ${state.kind}`);
}

describe("TaskRunner and the simulator", { timeout: 120_000 }, () => {
  it("take a capture from sending to a file with the note that made it", () =>
    withTaskBed(async ({ open, running }) => {
      const { runner, until, downloads } = await open();
      const sent = await runner.startCapture(running, shortCapture);
      assert.deepEqual([sent.state, sent.options], [{ kind: "ready", record: undefined }, shortCapture]);
      await until(sent.id, isIn("succeeded"));
      const [file, same] = await Promise.all([downloads.start(sent.id), downloads.start(sent.id)]);
      assert.equal(file, same);
      const bytes = await readFile(file.path);
      assert.equal(file.sha256, createHash("sha256").update(bytes).digest("hex"));
      assert.equal((await until(sent.id, isIn("downloaded"))).state.kind, "downloaded");
      const folder = dirname(file.path);
      assert.equal((await readdir(folder)).length, 2);
      const note = JSON.parse(await readFile(join(folder, "task.json"), "utf8")) as Record<string, unknown>;
      assert.deepEqual([note["options"], note["sha256"]], [shortCapture, file.sha256]);
      assert.ok(!JSON.stringify(note).includes("Signature"));
    }));

  it("find a capture again after the window died, and stop it", () =>
    withTaskBed(async ({ open, running }) => {
      const first = await open();
      const { id } = await first.runner.startCapture(running, longCapture);
      await first.close();
      const second = await open();
      second.runner.resume();
      await second.until(id, (task) => toRecordKey(task) !== undefined);
      assert.equal(second.ledger.get(id)?.state.kind, "ready");
      // Long enough for the service to take another setting, and for packets to be caught.
      await new Promise((resolve) => setTimeout(resolve, 3200));
      await second.runner.stop(id);
      await second.until(id, isIn("succeeded", "closed"));
      assert.equal(second.ledger.tasks().length, 1);
    }));

  for (const [clocks, aheadMinutes] of [
    ["the same clock", 0],
    ["a clock that is ahead by 20 minutes", 20],
    ["a clock that is a day behind", -1_440],
  ] as const) {
    it(`never send twice when the answer is lost, and learn the truth from the records: ${clocks}`, () =>
      withTaskBed(
        async ({ open, running, simulator }) => {
          const proxy = await startDroppingProxy(simulator.endpoint, (opsValue) => opsValue.includes("true"));
          try {
            const { runner, until, ledger } = await open({ endpoint: proxy.endpoint });
            const sent = await runner.startCapture(running, shortCapture);
            assert.equal(sent.state.kind, "unknownOutcome");
            await until(sent.id, isIn("succeeded"));
            assert.equal(proxy.sent.length, 1);
            assert.deepEqual(kinds(ledger.tasks()), ["sent succeeded"]);
          } finally {
            await proxy.close();
          }
        },
        { clock: () => Date.now() + aheadMinutes * 60_000 },
      ));
  }

  it("keep a refused task with its code, and none where waiting helps", () =>
    withTaskBed(async ({ open, running, failing }) => {
      const { runner, ledger } = await open();
      await assert.rejects(runner.startCapture(failing, shortCapture), isCloudError("Ops.ExecuteTaskFail"));
      const [failed] = ledger.tasks();
      assert.ok(failed?.state.kind === "failed");
      assert.equal(failed.state.failure.code, "Ops.ExecuteTaskFail");
      assert.ok(failed.state.failure.requestId);
      await runner.startCapture(running, longCapture);
      await assert.rejects(runner.startCapture(running, longCapture), isCloudError("Ops.IntervalTooShort"));
      assert.deepEqual(kinds(ledger.tasks()), ["sent ready", "sent failed"]);
    }, slow));

  it("say that a stop was refused and go on", () =>
    withTaskBed(async ({ open, running, simulator }) => {
      const { runner, ledger, close } = await open();
      const { id } = await runner.startCapture(running, longCapture);
      await assert.rejects(runner.stop(id), isCloudError("Ops.IntervalTooShort"));
      assert.equal(ledger.get(id)?.state.kind, "ready");
      await close();
      const blocked = await open({ credentials: simulator.identities.readOnly });
      await assert.rejects(blocked.runner.stop(id), isCloudError("Forbidden.RAM"));
      assert.equal(blocked.ledger.get(id)?.state.kind, "ready");
    }, slow));

  it("find a capture that was begun elsewhere, once", () =>
    withTaskBed(async ({ open, running, folder }) => {
      const colleague = await open();
      const { id } = await colleague.runner.startCapture(running, longCapture);
      await colleague.close();
      await colleague.ledger.remove(id);
      const mine = await open();
      assert.deepEqual(mine.ledger.tasks(), [], folder);
      await Promise.all([mine.runner.lookForTasks(running), mine.runner.lookForTasks(running)]);
      assert.deepEqual(kinds(mine.ledger.tasks()), ["found ready"]);
      const [found] = mine.ledger.tasks();
      assert.equal(found?.options, undefined);
      await mine.ledger.forget(found?.id ?? "", Date.now());
      await mine.runner.lookForTasks(running);
      assert.deepEqual(mine.ledger.tasks(), []);
    }));

  it("find a capture once in two windows that look at the same moment", () =>
    withTaskBed(async ({ open, running }) => {
      const colleague = await open();
      const { id } = await colleague.runner.startCapture(running, longCapture);
      await colleague.close();
      await colleague.ledger.remove(id);
      const windows = [await open(), await open()] as const;
      await Promise.all(windows.map(({ runner }) => runner.lookForTasks(running)));
      // Each has heard of the other's files by then.
      await new Promise((resolve) => setTimeout(resolve, 400));
      for (const { ledger } of windows) assert.deepEqual(kinds(ledger.tasks()), ["found ready"]);
    }));

  it("arm a core dump, fetch the core, and disarm another", () =>
    withTaskBed(
      async ({ open, running, crashing }) => {
        const { runner, until, downloads } = await open();
        const crash = await runner.armCoreDump(crashing);
        const armed = await runner.armCoreDump(running);
        await until(crash.id, isIn("succeeded"));
        const file = await downloads.start(crash.id);
        assert.deepEqual([file.format, file.path.endsWith(".core")], ["elf", true]);
        await runner.stop(armed.id);
        await until(armed.id, isIn("closed"));
      },
      { ops: { intervalSeconds: 0, crashDelaySeconds: 1 } },
    ));

  it("keep what they know when a poll fails, and say why", () =>
    withTaskBed(async ({ open, running, simulator }) => {
      const { runner, ledger } = await open();
      const { id } = await runner.startCapture(running, longCapture);
      const failed = new Promise<void>((resolve) => {
        const stop = runner.onProblem(() => {
          stop();
          resolve();
        });
      });
      await simulator.close();
      runner.resume();
      await failed;
      const task = ledger.get(id);
      assert.ok(task?.state.kind === "ready");
      assert.ok(runner.problem(task) instanceof CloudError);
    }));
});
