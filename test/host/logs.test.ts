import { after, afterEach, before, describe, it } from "mocha";
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { createEciClient } from "../../src/eci/createEciClient.ts";
import type { EciClient } from "../../src/eci/eciClient.ts";
import type { Container, Instance } from "../../src/eci/model.ts";
import { toErrorText } from "../../src/host/errors/errorText.ts";
import * as logParts from "../../src/host/logs/logParts.ts";
import { registerLogs } from "../../src/host/logs/registerLogs.ts";
import { UserError } from "../../src/host/errors/userError.ts";
import { chooseFault } from "../../src/simulator/faults/chooseFault.ts";
import { rewriteAnswer } from "../../src/simulator/faults/rewriteAnswer.ts";
import { startSimulator, type Simulator } from "../../src/simulator/startSimulator.ts";
import { recordEditor, type RecordedEditor } from "./recordedEditor.ts";
import { waitUntil } from "./taskBed.ts";

const scheme = "eciops-log-test";
const at = (line: number) => new Date(Date.UTC(2026, 10, 30) + line * 1000).toISOString();

/** The logs of an editor as `extension.ts` registers them, with a log of the test's own on real sockets. */
describe("a container's log in the editor", () => {
  let simulator: Simulator;
  let client: EciClient;
  let editor: RecordedEditor;
  let registration: vscode.Disposable;
  let instances: readonly Instance[];
  /** What the container has written, a line a second; undefined leaves the simulator's own. */
  let written: string[] | undefined;
  /** What each call asked for. */
  const asked: Readonly<Record<string, string>>[] = [];
  /** Of the call that is under way. */
  let current: AbortSignal | undefined;
  const failures: unknown[] = [];
  let isAccountGone = false;

  before(async () => {
    await vscode.extensions.getExtension("eci-ops.eci-ops")?.activate();
    simulator = await startSimulator({
      ...{ engine: "synthetic", regions: ["cn-hangzhou"], instances: 25 },
      fault: chooseFault((action) => {
        const lines = action === "DescribeContainerLog" ? written : undefined;
        const from = Date.parse(asked.at(-1)?.["StartTime"] ?? at(0));
        const shown = lines?.flatMap((text, index) =>
          Date.parse(at(index)) >= from ? [`${at(index)} ${text}\n`] : [],
        );
        return shown && rewriteAnswer((fields) => ({ ...fields, Content: shown.join("") }));
      }),
    });
    const { endpoint } = simulator;
    const credentials = simulator.identities.full;
    client = createEciClient({ credentials, endpoint: () => endpoint, stsEndpoint: endpoint });
    ({ instances } = await client.describeInstances({ regionId: "cn-hangzhou" }));
    editor = recordEditor();
    registration = registerLogs(
      {
        loadLogParts: () => Promise.resolve(logParts),
        clientFor: () =>
          isAccountGone
            ? Promise.reject(new UserError("It is gone.", "Add it."))
            : Promise.resolve({
                ...client,
                read: async (regionId, action, params, schema, signal) => {
                  assert.ok(current?.aborted !== false, "one call at a time");
                  current = signal;
                  asked.push(params);
                  try {
                    return await client.read(regionId, action, params, schema, signal);
                  } finally {
                    if (current === signal) current = undefined;
                  }
                },
              }),
        pickInstance: () => Promise.resolve(undefined),
        showError: (error) => {
          failures.push(error);
          return Promise.resolve();
        },
        toErrorText,
        log: {
          warn: () => undefined,
          error: () => undefined,
          show: () => undefined,
          dispose: () => undefined,
        },
        // As often as possible, so that nothing hangs on a time.
        startTimer: (callback) => {
          const timer = setTimeout(callback, 20);
          return () => clearTimeout(timer);
        },
      },
      scheme,
    );
  });
  after(async () => {
    registration.dispose();
    editor.restore();
    client.dispose();
    await simulator.close();
  });
  afterEach(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    written = undefined;
    isAccountGone = false;
    failures.length = 0;
  });

  const find = (name: string): Instance => {
    const instance = instances.find((each) => each.name === name);
    assert.ok(instance, name);
    return instance;
  };
  const open = async (name: string, command = "eciOps.showContainerLog"): Promise<vscode.TextEditor> => {
    const instance = find(name);
    const container = instance.containers.find(({ isInit }) => !isInit) as Container;
    await editor.run(command, { kind: "container", accountId: "a", instance, container });
    const shown = vscode.window.activeTextEditor;
    assert.equal(shown?.document.uri.scheme, scheme);
    return shown;
  };
  const textOf = ({ document }: vscode.TextEditor) => document.getText();
  const number = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}`);
  const isWhole = (shown: vscode.TextEditor) =>
    textOf(shown) === written?.map((line) => `${line}\n`).join("");

  it("shows the lines and follows them: none twice, none lost, one call at a time", async () => {
    written = number(30);
    const shown = await open("web-1");
    await waitUntil("the first lines", () => isWhole(shown));
    assert.equal(asked[0]?.["Tail"], "500");
    for (const count of [31, 40, 2_000]) {
      written = number(count);
      await waitUntil(`${count} lines`, () => isWhole(shown));
    }
    const last = asked.at(-1);
    assert.equal(last?.["Timestamps"], "true");
    assert.ok(Date.parse(last["StartTime"] ?? "") > 0, "the service's own time, not ours, says from when on");
    assert.equal(shown.document.languageId, "log");
  });

  it("keeps the end in sight where it was, and stays where the reader has gone", async () => {
    written = number(400);
    const shown = await open("api-1");
    const lastShown = () => shown.visibleRanges.at(-1)?.end.line ?? 0;
    await waitUntil("the end in sight", () => isWhole(shown) && lastShown() >= 395);
    written = number(600);
    await waitUntil("the new end in sight", () => isWhole(shown) && lastShown() >= 595);
    shown.revealRange(new vscode.Range(100, 0, 100, 0), vscode.TextEditorRevealType.AtTop);
    shown.selection = new vscode.Selection(110, 0, 110, 4);
    const top = () => shown.visibleRanges[0]?.start.line ?? 0;
    await waitUntil("line 100 in sight", () => top() <= 100 && lastShown() >= 100);
    await waitUntil("the selection", () => shown.selection.start.line === 110);
    const topBefore = top();
    written = number(6_000);
    await waitUntil("all the lines", () => isWhole(shown));
    assert.equal(top(), topBefore);
    assert.deepEqual([shown.selection.start.line, shown.selection.end.character], [110, 4]);
  });

  it("asks nothing while it is hidden, stopped or closed, and goes on where it was", async () => {
    written = number(10);
    const shown = await open("payments-1");
    await waitUntil("the first lines", () => isWhole(shown));
    await editor.run("eciOps.stopFollowingLog");
    const rests = async () => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      const before = asked.length;
      await new Promise((resolve) => setTimeout(resolve, 200));
      return asked.length === before;
    };
    assert.ok(await rests(), "stopped");
    written = number(12);
    await editor.run("eciOps.followLog");
    await waitUntil("two more", () => isWhole(shown));
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: "other" }));
    assert.ok(await rests(), "hidden");
    written = number(14);
    const again = await open("payments-1");
    await waitUntil("two more, again", () => isWhole(again));
  });

  it("says in its last line what fails, and goes on when that is over", async () => {
    written = number(3);
    const shown = await open("redis-cache");
    await waitUntil("the first lines", () => isWhole(shown));
    isAccountGone = true;
    await waitUntil("the reason", () => textOf(shown).includes("— It is gone. Add it. —"));
    assert.ok(textOf(shown).startsWith("line 0\nline 1\nline 2\n"), "what was read stays");
    assert.equal(failures.length, 1, "shown once");
    isAccountGone = false;
    written = number(5);
    await editor.run("eciOps.followLog");
    await waitUntil("the lines alone", () => isWhole(shown));
  });

  it("takes the lines and times that are chosen", async () => {
    written = number(3);
    const shown = await open("mysql-orders");
    await waitUntil("the first lines", () => isWhole(shown));
    const from = asked.length;
    await editor.run("eciOps.chooseLogLines");
    await waitUntil("the choice", () => asked.slice(from).some((params) => params["Tail"] === "100"));
    const labels = (editor.picks.at(-1) ?? []).map(({ label }) => label);
    assert.ok(
      labels.includes("The last hour") && labels.includes("Show the time of each line"),
      labels.join(),
    );
  });

  it("shows what a container wrote before its last restart, once and harmlessly", async () => {
    const shown = await open("notifier", "eciOps.showPreviousLog");
    await waitUntil("its last words", () => /FATAL config: SMTP_HOST is not set/u.test(textOf(shown)));
    assert.equal(asked.at(-1)?.["LastTime"], "true");
    assert.match(shown.document.fileName, /notifier\.previous\.log$/u);
    const before = asked.length;
    await editor.run("eciOps.followLog");
    await new Promise((resolve) => setTimeout(resolve, 150));
    assert.equal(asked.length, before, "it cannot grow");
  });

  it("asks which container where an instance has several, and takes an instance's only one", async () => {
    const several = instances.find(({ containers }) => containers.length > 1);
    const single = instances.find(({ containers }) => containers.length === 1);
    assert.ok(several && single);
    await editor.run("eciOps.showContainerLog", { kind: "instance", accountId: "a", instance: several });
    assert.deepEqual(
      editor.picks.at(-1)?.map(({ label }) => label),
      several.containers.map(({ name }) => name),
    );
    const picks = editor.picks.length;
    await editor.run("eciOps.showContainerLog", { kind: "instance", accountId: "a", instance: single });
    assert.equal(editor.picks.length, picks);
  });

  it("cannot be written to", async () => {
    const shown = await open("ledger");
    await assert.rejects(
      Promise.resolve(vscode.workspace.fs.writeFile(shown.document.uri, Buffer.from("x"))),
    );
  });
});
