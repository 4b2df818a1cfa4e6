import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import { openLog } from "../../src/host/log.ts";
import { registerTaskDownloads } from "../../src/host/tasks/taskDownloads.ts";
import type { Task } from "../../src/task/task.ts";
import { sampleTask } from "../unit/task/sampleTask.ts";
import { waitUntil, withTaskBed, type TaskBed } from "./taskBed.ts";

const shortCapture = { packetCount: 20 } as const;
/** Nothing answers there. */
const nowhere = "http://127.0.0.1:9";

async function withSetting(value: boolean, run: () => Promise<void>): Promise<void> {
  const settings = vscode.workspace.getConfiguration("eciOps");
  await settings.update("fetchResults", value, vscode.ConfigurationTarget.Global);
  try {
    await run();
  } finally {
    await settings.update("fetchResults", undefined, vscode.ConfigurationTarget.Global);
  }
}

/** What an editor that is opened later does with the tasks that are there. */
async function withLaterEditor(
  { ledger, downloads, timerSeconds }: TaskBed,
  run: () => Promise<void>,
): Promise<void> {
  const log = openLog();
  const startTimer = (_callback: () => void, delayMs: number) => {
    timerSeconds.push(delayMs / 1000);
    return () => undefined;
  };
  const later = registerTaskDownloads({ ledger, downloads, log, startTimer });
  try {
    await run();
  } finally {
    later.dispose();
    log.dispose();
  }
}

describe("results, before they expire", () => {
  it("are fetched again and again after a failure that may pass, which is told once", async function () {
    this.timeout(60_000);
    await withTaskBed(async (bed) => {
      const { runner, running, until, editor, simulator, ledger } = bed;
      let failures = 0;
      const stop = ledger.onChange(({ before, after }) => {
        if (after?.state.kind !== "succeeded") return;
        bed.endpoint = nowhere;
        if (before?.state.kind === "downloading") failures += 1;
      });
      const { id } = await runner.startCapture(running, shortCapture);
      await waitUntil("it failed twice", () => failures === 2);
      assert.equal(editor.shown.length, 1);
      assert.match(
        editor.shown[0]?.message ?? "",
        /could not be fetched: the service did not give the result.s address \(Network\)/,
      );
      stop();
      bed.endpoint = simulator.endpoint;
      await until(id, "downloaded");
      await waitUntil("it is told", () => editor.shown.length > 1);
      assert.match(editor.shown[1]?.message ?? "", /^Capture ready/);
    });
  });

  it("are fetched by the next editor, although the link has lapsed", () =>
    withTaskBed(
      async (bed) => {
        const { runner, running, until, ledger } = bed;
        const { id } = await runner.startCapture(running, shortCapture);
        while (ledger.get(id)?.state.kind !== "succeeded") {
          await runner.lookForTasks(running);
          await delay(100);
        }
        // Longer than a link lives.
        await delay(1_500);
        await withLaterEditor(bed, () => until(id, "downloaded").then(() => undefined));
      },
      { polls: false, ops: { linkSeconds: 1 } },
    ));

  it("that expired while the editor was closed are said to be too late, and not asked for again", () =>
    withTaskBed(
      async (bed) => {
        const { ledger, running, editor, timerSeconds } = bed;
        const past = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
        const record = { createTime: past(30), expireTime: past(18) };
        await ledger.add(sampleTask({ target: running, state: { kind: "succeeded", record } }));
        await withLaterEditor(bed, () => waitUntil("it is told", () => editor.shown.length > 0));
        assert.match(
          editor.shown[0]?.message ?? "",
          /could not be fetched: .+ It is too late to download it/,
        );
        assert.deepEqual(timerSeconds, []);
      },
      { polls: false },
    ));

  it("of a capture that the service still calls Ready are fetched after its own end, or just before they expire", () =>
    withTaskBed(
      async (bed) => {
        const { ledger, runner, running, until, timerSeconds } = bed;
        const sent = await runner.startCapture(running, shortCapture);
        while (ledger.get(sent.id)?.state.kind !== "succeeded") {
          await runner.lookForTasks(running);
          await delay(100);
        }
        const { state } = ledger.get(sent.id) ?? sent;
        assert.ok(state.kind === "succeeded");
        const { createTime } = state.record;
        const after = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
        const hold = async (options: Task["options"], sentMinutes: number, expireTime: string) => {
          for (const { id } of ledger.all()) await ledger.remove(id);
          const task = sampleTask({
            ...{ id: randomUUID(), target: running, options, sentTime: after(sentMinutes) },
            state: { kind: "ready", record: { createTime, expireTime }, hasResult: true },
          });
          await ledger.add(task);
          // The runner's own.
          timerSeconds.length = 0;
          return task.id;
        };
        const seconds = { durationSeconds: 90 };
        for (const [options, sentMinutes, expireTime] of [
          [seconds, -3, after(60)],
          [{}, -3, after(9)],
        ] as const) {
          const id = await hold(options, sentMinutes, expireTime);
          await withLaterEditor(bed, () => until(id, "downloaded").then(() => undefined));
        }
        for (const [options, expireTime, waitSeconds] of [
          [seconds, after(60), 150],
          [{}, after(30), 1_200],
          [{}, "2099-01-01T00:00:00Z", 3_600],
        ] as const) {
          const id = await hold(options, 0, expireTime);
          await withLaterEditor(bed, () => delay(100));
          assert.equal(ledger.get(id)?.state.kind, "ready");
          assert.equal(timerSeconds.length, 1);
          assert.ok(Math.abs((timerSeconds[0] ?? 0) - waitSeconds) < 5, `in ${timerSeconds[0]} s`);
        }
      },
      { polls: false },
    ));

  it("wait where the user fetches them by hand", () =>
    withSetting(false, () =>
      withTaskBed(async ({ runner, running, until, editor, ledger }) => {
        const { id } = await runner.startCapture(running, shortCapture);
        await until(id, "succeeded");
        await waitUntil("it is told", () => editor.shown.length > 0);
        assert.match(editor.shown[0]?.message ?? "", /waits to be downloaded/);
        await delay(500);
        assert.equal(ledger.get(id)?.state.kind, "succeeded");
      }),
    ));
});
