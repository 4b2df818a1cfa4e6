import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import type { CaptureEngine } from "../../src/simulator/engine.ts";
import { at, sampleTask } from "../unit/task/sampleTask.ts";
import { startDroppingProxy } from "../unit/task/taskBed.ts";
import { toText, waitUntil, withTaskBed } from "./taskBed.ts";

const shortCapture = { packetCount: 20 } as const;
const longCapture = { durationSeconds: 600 } as const;
const quick = { ops: { intervalSeconds: 0 } } as const;

/** An engine whose captures are a file of that many bytes, or fail. */
function engineOf(sizeBytes: number | undefined): CaptureEngine {
  return {
    name: "synthetic",
    start: (_request, folder) => ({
      stop: () => undefined,
      finished: (async () => {
        if (sizeBytes === undefined) throw new Error("The agent died.");
        const path = join(folder, `${randomUUID()}.pcap`);
        const bytes = Buffer.alloc(sizeBytes, 7);
        bytes.set([0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0]);
        await writeFile(path, bytes);
        return { path, sizeBytes };
      })(),
    }),
    dispose: () => Promise.resolve(),
  };
}

const node = (taskId: string) => ({ kind: "task", taskId });

describe("tasks in the editor and the simulator", () => {
  it("go from a capture to its file, which opens, and whose end is told once", () =>
    withTaskBed(async ({ runner, running, until, editor, errors, rows, ledger, simulator }) => {
      const { id } = await runner.startCapture(running, shortCapture);
      const [bar] = editor.statusBarItems;
      assert.equal(bar?.text, "$(record) api-1: capturing");
      const done = await until(id, "downloaded");
      assert.ok(done.state.kind === "downloaded");
      const { path } = done.state.file;
      await waitUntil("the end is told", () => editor.shown.length > 0);
      assert.match(String(editor.shown[0]?.message), /^Capture ready: 3,412 packets, .+ 2 findings\.$/);
      assert.deepEqual(
        editor.shown[0]?.titles,
        ["Open", "Copy Path"],
        "a program opens on the user's computer",
      );
      await editor.run("eciOps.copyResultPath", node(id));
      assert.deepEqual(errors.map(String), []);
      assert.deepEqual([editor.statusBarMessages, editor.shown.slice(1)], [["The path was copied."], []]);
      const copied = await vscode.env.clipboard.readText();
      // A browser without the permission keeps no clipboard: then there is nothing to read.
      if (copied === "") console.log("This editor has no clipboard: what was copied is not looked at.");
      else assert.equal(copied, path);
      await editor.run("eciOps.openResult", node(id));
      const isOpen = ({ input }: vscode.Tab) =>
        typeof input === "object" &&
        input !== null &&
        "uri" in input &&
        String(input.uri) === `file://${path}`;
      const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs).filter(isOpen);
      await waitUntil("the file is open", () => tabs().length === 1);
      await vscode.window.tabGroups.close(tabs());
      const uri = vscode.Uri.from({ scheme: "eciops-task", path: "/x.json", query: id });
      const texts = [await editor.readText(uri), await readFile(join(dirname(path), "task.json"), "utf8")];
      for (const text of texts) {
        assert.match(text, /packetCount/);
        assert.doesNotMatch(text, /https?:|Signature|Expires=/);
        assert.ok(!text.includes(simulator.accessKeySecret));
      }
      assert.equal(editor.shown.length, 1);
      assert.equal(rows()[0]?.group, "Done");

      await rm(path);
      await editor.run("eciOps.openResult", node(id));
      assert.match(editor.shown[1]?.message ?? "", /The file of api-1 is gone/);
      await delay(300);
      assert.equal(
        ledger.get(id)?.state.kind,
        "succeeded",
        "who deleted a file does not get it again unasked",
      );
      assert.match(rows()[0]?.description ?? "", /its file is gone/);
      editor.answers.push("Remove from List");
      await editor.run("eciOps.forgetTask", node(id));
      await runner.lookForTasks(running);
      assert.deepEqual(rows(), [], "what was forgotten is not found again");
      assert.deepEqual(await readdir(dirname(dirname(path))), []);
    }, quick));

  it("find what a colleague began, one row each, and stop it", () =>
    withTaskBed(async ({ runner, running, colleague, rows, editor, until }) => {
      const { regionId, instanceId } = running;
      await colleague.createOpsTask({
        regionId,
        instanceId,
        opsType: "tcpdump",
        opsValue: JSON.stringify({ Enable: true, Duration: 600 }),
      });
      await colleague.createOpsTask({ regionId, instanceId, opsType: "coredump", opsValue: "enable" });
      await Promise.all([runner.lookForTasks(running), runner.lookForTasks(running)]);
      await runner.refresh();
      assert.equal(rows().length, 2);
      for (const { tooltip, context } of rows()) {
        assert.match(tooltip, /Begun elsewhere/);
        assert.doesNotMatch(context, /options/, "nobody knows its options");
      }
      const idOf = (type: string) => rows().find(({ context }) => context.includes(type))?.id ?? "";
      const [capture, core] = [idOf("tcpdump"), idOf("coredump")];
      await delay(200);
      await editor.run("eciOps.stopCapture", node(capture));
      await editor.run("eciOps.disableCoreDump", node(core));
      await until(capture, "succeeded");
      await until(core, "closed");
      const told = editor.shown.map(({ message }) => message).sort();
      assert.deepEqual(told, [
        "A result of api-1 waits to be downloaded.",
        "The core dump of api-1 is disabled.",
      ]);
      assert.equal(rows().length, 2);
    }, quick));

  it("end as closed, expired or failed, each in its own words", async () => {
    const ends: string[] = [];
    await withTaskBed(
      async ({ runner, running, until, editor }) => {
        const { id } = await runner.startCapture(running, longCapture);
        await editor.run("eciOps.stopCapture", node(id));
        await until(id, "closed");
        const armed = await runner.armCoreDump(running);
        await until(armed.id, "expired");
        await waitUntil("both are told", () => editor.shown.length === 2);
        ends.push(...editor.shown.map(({ message }) => message));
      },
      { ops: { intervalSeconds: 0, stopYields: "Closed", expirySeconds: 3 } },
    );
    await withTaskBed(
      async ({ runner, running, until, editor, rows }) => {
        const { id } = await runner.startCapture(running, longCapture);
        await until(id, "failed");
        await waitUntil("it is told", () => editor.shown.length === 1);
        assert.deepEqual(editor.shown[0]?.titles, ["Try Again", "Details"]);
        assert.equal(rows()[0]?.group, "Ended without a result");
        ends.push(editor.shown[0].message);
      },
      { engine: engineOf(undefined) },
    );
    assert.deepEqual(ends, [
      "The capture of api-1 was stopped and left no result.",
      "The core dump of api-1 expired: nothing crashed in its time.",
      "The task on api-1 failed: the service says that it failed, and not why.",
    ]);
  });

  it("send once though the answer is lost, and say so until the records tell", () =>
    withTaskBed(async (bed) => {
      const { runner, running, rows, until, simulator, editor } = bed;
      const proxy = await startDroppingProxy(simulator.endpoint, () => true);
      try {
        bed.endpoint = proxy.endpoint;
        const { id } = await runner.startCapture(running, longCapture);
        assert.equal(rows()[0]?.description, "no answer, looking whether it runs");
        await until(id, "ready");
        assert.equal(proxy.sent.length, 1);
        // A stop without an answer is no error either: the records tell its end.
        await editor.run("eciOps.stopCapture", node(id));
        assert.deepEqual(editor.statusBarMessages, ["The stop was sent to api-1."]);
        await until(id, "downloaded");
        assert.equal(proxy.sent.length, 2);
        assert.equal(rows().length, 1);
      } finally {
        await proxy.close();
      }
    }, quick));

  it("count down where a stop comes too soon, and then stop", () =>
    withTaskBed(
      async ({ runner, running, editor, rows, until }) => {
        const { id } = await runner.startCapture(running, longCapture);
        editor.answers.push("Wait and Try Again");
        const stopped = editor.run("eciOps.stopCapture", node(id));
        await waitUntil("it is told", () => editor.shown.length > 0);
        assert.match(editor.shown[0]?.message ?? "", /sent a moment ago\. \(Ops\.IntervalTooShort/);
        assert.deepEqual(editor.shown[0]?.titles, ["Wait and Try Again", "Copy Request ID", "Show Log"]);
        assert.equal(rows()[0]?.description, "capturing", "the stop did not happen");
        await stopped;
        await until(id, "downloaded");
      },
      { ops: { intervalSeconds: 3 } },
    ));

  it("cancel a download, and go on where it stopped", () =>
    withTaskBed(
      async (bed) => {
        const ranges: (string | null)[] = [];
        bed.fetch = async (input, init) => {
          ranges.push(new Headers(init?.headers).get("range"));
          const answer = await fetch(input, init);
          const slow = new TransformStream<Uint8Array, Uint8Array>({
            async transform(chunk, controller) {
              await delay(20);
              controller.enqueue(chunk);
            },
          });
          return new Response(answer.body?.pipeThrough(slow) ?? null, answer);
        };
        const { runner, running, until, rows, editor, downloads, tree } = bed;
        const { id } = await runner.startCapture(running, shortCapture);
        await until(id, "downloading");
        assert.equal(rows().length, 1);
        let repaints = 0;
        tree.onDidChangeTreeData((changed) => {
          if (changed) repaints += 1;
        });
        await waitUntil("some of it is here", () => (downloads.progress(id)?.receivedBytes ?? 0) > 300_000);
        assert.match(rows()[0]?.description ?? "", /^downloading, \d+% \([\d.]+ [kM]B of 4 MB\)$/);
        assert.ok(repaints > 0, "its own row is painted again");
        await editor.run("eciOps.cancelDownload", node(id));
        assert.equal(rows()[0]?.description, "a result waits: the download was cancelled");
        assert.equal(editor.shown.length, 0, "a cancellation is no error");
        await editor.run("eciOps.downloadResult", node(id));
        const done = await until(id, "downloaded");
        assert.ok(done.state.kind === "downloaded");
        assert.equal((await readFile(done.state.file.path)).length, 4_000_000);
        assert.match(ranges.at(-1) ?? "", /^bytes=[1-9]\d{5,}-$/);
        await waitUntil("it is told", () => editor.shown.length > 0);
        assert.match(editor.shown[0]?.message ?? "", /^Capture ready: 3,412 packets, 4 MB\. 2 findings\.$/);
      },
      { engine: engineOf(4_000_000) },
    ));

  it("run two at a time, poll fast at first, and not at all when nothing runs", () =>
    withTaskBed(async ({ runner, running, crashing, editor, until, timerSeconds, rows }) => {
      await runner.refresh();
      assert.deepEqual(timerSeconds, []);
      const [one, two] = await Promise.all([
        runner.startCapture(running, shortCapture),
        runner.startCapture(crashing, longCapture),
      ]);
      assert.equal(editor.statusBarItems[0]?.text, "$(record) 2 tasks run");
      assert.equal(toText(editor.statusBarItems[0].tooltip).split("\n").length, 2);
      assert.deepEqual(timerSeconds, [5, 5]);
      await until(one.id, "downloaded");
      await editor.run("eciOps.stopCapture", node(two.id));
      await until(two.id, "downloaded", "closed");
      assert.equal(rows().length, 2);
      const polls = timerSeconds.length;
      await delay(1000);
      assert.equal(timerSeconds.length, polls);
    }, quick));

  it("go on when their account is removed: the row says so, and another account that sees it takes over", () =>
    withTaskBed(async ({ runner, running, accounts, rows, editor, until, ledger }) => {
      const { id } = await runner.startCapture(running, longCapture);
      await until(id, "ready");
      accounts.delete("account");
      runner.resume();
      await waitUntil("the row says so", () => rows()[0]?.description.includes("not up to date") === true);
      assert.equal(rows()[0]?.description, "capturing (not up to date)");
      assert.match(rows()[0]?.tooltip ?? "", /The account was removed\. Add it again\./);
      await editor.run("eciOps.refreshTasks");
      assert.equal(editor.shown.length, 0, "the row has said it");
      accounts.add("again");
      await runner.lookForTasks({ ...running, accountId: "again" });
      assert.equal(ledger.get(id)?.target.accountId, "again");
      await waitUntil("the row is up to date", () => rows()[0]?.description === "capturing");
      await editor.run("eciOps.stopCapture", node(id));
      await until(id, "downloaded");
      accounts.delete("again");
      assert.equal(rows().length, 1);
    }, quick));

  it("say that a result cannot be fetched for an account that was removed", () =>
    withTaskBed(async ({ ledger, editor, rows }) => {
      const target = {
        accountId: "gone",
        regionId: "cn-hangzhou",
        instanceId: "eci-1",
        instanceName: "web-1",
      };
      const { id } = await ledger.add(
        sampleTask({ target, state: { kind: "succeeded", record: { createTime: at(1) } } }),
      );
      await waitUntil("it is told", () => editor.shown.length > 0);
      assert.match(
        editor.shown[0]?.message ?? "",
        /could not be fetched: the account of this task was removed\./,
      );
      assert.equal(rows()[0]?.id, id);
      assert.equal(editor.shown.length, 1);
    }));
});
