import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import { openLog } from "../../src/host/log.ts";
import { registerTaskDownloads } from "../../src/host/tasks/taskDownloads.ts";
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
async function withLaterEditor({ ledger, downloads }: TaskBed, run: () => Promise<void>): Promise<void> {
  const log = openLog();
  const later = registerTaskDownloads({ ledger, downloads, log, startTimer: () => () => undefined });
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
