import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import { confirmProduction } from "../../src/host/tasks/confirmProduction.ts";
import { pickTask } from "../../src/host/tasks/pickTask.ts";
import { registerTaskDetails } from "../../src/host/tasks/taskDetails.ts";
import { registerTaskNotifications } from "../../src/host/tasks/taskNotifications.ts";
import { registerTaskStatusBar } from "../../src/host/tasks/taskStatusBar.ts";
import { toTaskTreeItem } from "../../src/host/tasks/taskTreeItem.ts";
import type { Task, TaskState } from "../../src/task/task.ts";
import { createEmitter } from "../../src/eci/emitter.ts";
import type { TaskChange, TaskLedger } from "../../src/task/taskLedger.ts";
import { assertHarmless, type ShownText } from "../faults/hostileText/assertHarmless.ts";
import { tellRow } from "../faults/tellRow.ts";
import { hostileTexts } from "../faults/hostileText/hostileTexts.ts";
import { recordEditor } from "./recordedEditor.ts";
import { waitUntil } from "./taskBed.ts";

const sentTime = "2026-04-01T08:00:00.000Z";
const record = { createTime: sentTime, expireTime: "2026-04-01T09:00:00Z" };

/** A task all of whose texts are hostile, the next one in each. */
function toTask(at: number, state: TaskState): Task {
  const text = (step: number) => hostileTexts[(at + step) % hostileTexts.length]?.text ?? "";
  return {
    id: randomUUID(),
    target: {
      accountId: "a",
      regionId: text(1),
      instanceId: text(2),
      instanceName: text(0),
      instanceIp: text(3),
    },
    ...{ opsType: "tcpdump", options: { protocol: "tcp" }, origin: "sent", sentTime, state },
  };
}

describe("hostile text in tasks", function () {
  this.timeout(60_000);

  it("is plain text in rows, picks, the status bar, questions and notifications; details can be shown", async () => {
    /** The tasks that there are, and what is told of them; a disk would add nothing here. */
    let tasks: readonly Task[] = [];
    const changes = createEmitter<TaskChange>();
    const ledger = {
      tasks: () => tasks,
      get: (id: string) => tasks.find((task) => task.id === id),
      onChange: changes.on.bind(changes),
    } as unknown as TaskLedger;
    const editor = recordEditor();
    const shown: ShownText[] = [];
    const log = {
      warn: () => undefined,
      error: () => undefined,
      show: () => undefined,
      dispose: () => undefined,
    };
    const registrations = vscode.Disposable.from(
      registerTaskStatusBar(ledger),
      registerTaskDetails(ledger),
      registerTaskNotifications(
        ledger,
        log,
        () => Promise.resolve(undefined),
        () => false,
      ),
    );
    try {
      const failed: Task[] = [];
      for (const [at, { text }] of hostileTexts.entries()) {
        const other = hostileTexts[at + 1]?.text ?? "";
        const failure = { code: other, message: text, requestId: text };
        const states: readonly TaskState[] = [
          { kind: "failed", failure },
          { kind: "ready", record: { createTime: sentTime, expireTime: text } },
          { kind: "succeeded", record, problem: { code: "cloud", systemCode: text } },
          { kind: "succeeded", record, problem: { code: "network", systemCode: text } },
        ];
        for (const state of states) {
          const task = toTask(at, state);
          const facts = { progress: undefined, pollProblem: new Error(text) };
          const item = toTaskTreeItem({ kind: "task", taskId: task.id }, task, facts);
          shown.push(
            ["label", item.label, { maxLength: 160 }],
            ["description", item.description],
            ["tooltip", item.tooltip, { lines: true, maxLength: 2_000 }],
            ["spoken", item.accessibilityInformation?.label],
          );
        }
        failed.push(toTask(at, { kind: "failed", failure }));
        const before = toTask(at, { kind: "unknownOutcome" });
        const after: Task = { ...before, state: { kind: "failed", failure } };
        tasks = [before];
        changes.emit({ before: undefined, after: before, elsewhere: false });
        for (const { text: status, tooltip, accessibilityInformation } of editor.statusBarItems)
          shown.push(
            ["status bar", status, { own: "$(record) " }],
            ["its tooltip", tooltip, { lines: true }],
            ["its words", accessibilityInformation?.label],
          );
        tasks = [after];
        changes.emit({ before, after, elsewhere: false });
        const production = { key: "env", value: "production" };
        const named = { id: text, name: text, regionId: "cn-hangzhou", status: "", isWhole: true };
        await confirmProduction([{ ...named, tags: [production], containers: [], events: [] }]);
      }
      await pickTask(failed, "Which?");
      await waitUntil("all were told", () => editor.shown.length >= hostileTexts.length);
      for (const { message, titles } of editor.shown)
        for (const text of [message, ...titles]) shown.push(["message", text]);
      assert.equal(editor.picks.at(-1)?.length, hostileTexts.length);
      for (const { label, description = "", detail = "" } of editor.picks.flat())
        shown.push(["pick", label], ["pick", description], ["pick", label + description], ["pick", detail]);
      assert.ok(shown.length > 20 * hostileTexts.length);
      assertHarmless(shown);
      tellRow({
        ...{ row: "Hostile text", what: "in tasks, their messages and the status bar" },
        ...{ tries: hostileTexts.length, survived: hostileTexts.length, worst: `${shown.length} texts` },
      });
    } finally {
      registrations.dispose();
      editor.restore();
    }
  });
});
