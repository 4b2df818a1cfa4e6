import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { toResultNames } from "../../src/task/download/resultFolder.ts";
import type { Task, TaskState } from "../../src/task/task.ts";
import { at, sampleTask } from "../unit/task/sampleTask.ts";
import { toText, waitUntil, withTaskBed } from "./taskBed.ts";

const hostileName = "web [click](command:eciOps.removeAccount) $(zap)\u202e\u2066gnp.exe\n<b>x</b>";
/** What an editor would act on: a link, an icon, a change of direction, a line of its own. */
const harmful = /\]\(|\$\(|[\u202a-\u202e\u2066-\u2069]/u;
/** The tasks are made up: the service would know nothing of them. */
const still = { polls: false } as const;
const record = { createTime: at(1), expireTime: at(1000) };
const file = { path: "/x/web.pcap", sizeBytes: 1_200_000, sha256: "0".repeat(64), format: "pcap" } as const;
const problem = { code: "network", systemCode: "ECONNRESET" } as const;
const failure = { code: "Ops.ExecuteTaskFail", message: "no", requestId: "R-1" };

type Look = readonly [state: TaskState, group: string, description: RegExp, icon: string, context: string];
const looks: readonly Look[] = [
  [{ kind: "sending" }, "Running", /^sending$/, "arrow-up", "task.sending.tcpdump.options"],
  [{ kind: "unknownOutcome" }, "Running", /^no answer/, "question", "task.unknownOutcome.tcpdump.options"],
  [{ kind: "ready", record }, "Running", /^capturing$/, "record", "task.ready.tcpdump.options"],
  [
    { kind: "ready", record, hasResult: true },
    "Running",
    /a result waits/,
    "record",
    "task.ready.tcpdump.result.options",
  ],
  [
    { kind: "stopping", record, sinceTime: at(2) },
    "Running",
    /^stopping$/,
    "debug-stop",
    "task.stopping.tcpdump.options",
  ],
  [
    { kind: "downloading", record },
    "Running",
    /^downloading$/,
    "cloud-download",
    "task.downloading.tcpdump.options",
  ],
  [
    { kind: "succeeded", record },
    "Waiting for you",
    /^a result waits$/,
    "inbox",
    "task.succeeded.tcpdump.result.options",
  ],
  [
    { kind: "succeeded", record, problem },
    "Waiting for you",
    /can't be reached \(ECONNRESET\)/,
    "warning",
    "task.succeeded.tcpdump.result.options",
  ],
  [
    { kind: "downloaded", record, file },
    "Done",
    /^downloaded, 1\.2 MB$/,
    "pass",
    "task.downloaded.tcpdump.options",
  ],
  [
    { kind: "failed", failure },
    "Ended without a result",
    /^failed: no \(Ops/,
    "error",
    "task.failed.tcpdump.options.requestId",
  ],
  [
    { kind: "expired", record },
    "Ended without a result",
    /^expired$/,
    "history",
    "task.expired.tcpdump.options",
  ],
  [
    { kind: "closed", record },
    "Ended without a result",
    /^stopped/,
    "circle-slash",
    "task.closed.tcpdump.options",
  ],
];

describe("the tasks view", () => {
  it("shows each state with its group, words, icon and menu, newest first", () =>
    withTaskBed(async ({ ledger, rows }) => {
      const kept: Task[] = [];
      for (const [index, [state]] of looks.entries()) {
        kept.push(await ledger.add(sampleTask({ sentTime: at(index), state })));
      }
      const shown = rows();
      assert.equal(shown.length, looks.length);
      for (const [index, [state, group, words, icon, context]] of looks.entries()) {
        const row = shown.find(({ id }) => id === kept[index]?.id);
        assert.ok(row, state.kind);
        assert.equal(row.group, group);
        assert.match(row.description, words);
        assert.equal(row.icon, icon);
        assert.equal(row.context, context);
        assert.match(row.tooltip, /Instance: eci-1, cn-hangzhou/);
        const canExpire = "record" in state && ["Running", "Waiting for you"].includes(group);
        assert.equal(row.tooltip.includes("Expires: "), canExpire, state.kind);
        assert.ok(row.spoken.startsWith("Capture of web-1"));
      }
      assert.deepEqual(
        [...new Set(shown.map(({ group }) => group))],
        ["Running", "Waiting for you", "Done", "Ended without a result"],
      );
      const running = shown.filter(({ group }) => group === "Running").map(({ id }) => id);
      assert.deepEqual(
        running,
        kept
          .slice(0, 6)
          .map(({ id }) => id)
          .reverse(),
      );
      const armed = await ledger.add(
        sampleTask({ opsType: "coredump", options: undefined, state: { kind: "ready", record } }),
      );
      const core = rows().find(({ id }) => id === armed.id);
      assert.equal(core?.description, "armed, waits for a crash");
      assert.equal(core.context, "task.ready.coredump");
    }, still));

  it("keeps a hostile name harmless in rows, picks, notifications, the status bar and file names", () =>
    withTaskBed(async ({ ledger, rows, editor }) => {
      const target = {
        accountId: "a",
        regionId: "cn-hangzhou",
        instanceId: "eci-1\n$(zap)",
        instanceName: hostileName,
      };
      const task = await ledger.add(sampleTask({ target, state: { kind: "ready", record } }));
      const [row] = rows();
      const [bar] = editor.statusBarItems;
      assert.ok(row && bar);
      const texts = [
        row.label,
        row.tooltip,
        row.spoken,
        bar.text.replace("$(record)", ""),
        toText(bar.tooltip),
      ];
      assert.equal(row.tooltip.split("\n").length, 5, "no line but our own");
      editor.answers.push("Remove from List");
      await editor.run("eciOps.copyTaskRequestId");
      await ledger.advance(task.id, { kind: "stopAsked", time: at(3) });
      await ledger.advance(task.id, {
        kind: "recordSeen",
        record: { opsType: "tcpdump", opsStatus: "Closed", createTime: at(1) },
        nowMs: Date.parse(at(4)),
      });
      await waitUntil("the end is told", () => editor.shown.length > 0);
      await editor.run("eciOps.forgetTask", { kind: "task", taskId: task.id });
      assert.deepEqual(rows(), []);
      assert.equal(editor.shown.length, 2);
      assert.equal(editor.picks.length, 1);
      for (const { message } of editor.shown) texts.push(message);
      for (const pick of editor.picks.flat()) texts.push(pick.label);
      for (const text of texts) {
        assert.ok(text.includes("web"), text);
        assert.doesNotMatch(text, harmful);
      }
      const { folder, stem } = toResultNames(task);
      for (const name of [folder, stem]) assert.match(name, /^[\p{L}\p{N}._-]+$/u);
    }, still));
});
