import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import type { Instance } from "../../src/eci/model.ts";
import * as captureFormParts from "../../src/host/captures/captureFormParts.ts";
import { CaptureFormPanel } from "../../src/host/captures/captureFormPanel.ts";
import { buildPresetStore } from "../../src/host/captures/presetStore.ts";
import { confirmProduction } from "../../src/host/tasks/confirmProduction.ts";
import { toPageSchema, type ToPage } from "../../src/protocol/captureForm.ts";
import type { Fault } from "../../src/simulator/faults/fault.ts";
import { toFormInput } from "../../src/task/tcpdump/formInput.ts";
import { waitUntil, withTaskBed, type TaskBed } from "./taskBed.ts";

const input = toFormInput({ durationSeconds: 600, packetCount: 1_000_000 });

/** Sees every task that is sent, by its number from 1; `meddle` answers in the simulator's place where it gives true. */
function watchSends(
  meddle: Fault extends (...given: infer Given) => unknown
    ? (number: number, ...given: Given) => Promise<boolean>
    : never,
) {
  let count = 0;
  const fault: Fault = async (request, response, next) => {
    if (request.headers["x-acs-action"] !== "CreateInstanceOpsTask") return next();
    count += 1;
    if (!(await meddle(count, request, response, next))) await next();
  };
  return { fault, count: () => count };
}

/** Answers one task that is sent as a service does that has too much to do. */
function throttle(number: number) {
  return watchSends((each, _request, response) => {
    if (each !== number) return Promise.resolve(false);
    response.writeHead(400, { "content-type": "application/json", "retry-after": "1" });
    response.end('{"Code":"Throttling.User","Message":"Too many.","RequestId":"r","HostId":"h"}');
    return Promise.resolve(true);
  });
}

/** Twelve instances: ten that run, one that has ended, and one where captures are not offered. */
async function chooseTwelve({ simulator, colleague }: TaskBed): Promise<readonly Instance[]> {
  const { running, ended, unsupportedRegion } = simulator.examples;
  assert.ok(running && ended && unsupportedRegion);
  const [page, ...others] = await Promise.all([
    colleague.describeInstances({ regionId: running.regionId, status: "Running" }),
    colleague.describeInstances({ regionId: ended.regionId, ids: [ended.instanceId] }),
    colleague.describeInstances({
      regionId: unsupportedRegion.regionId,
      ids: [unsupportedRegion.instanceId],
    }),
  ]);
  const isPlain = ({ tags }: Instance) => !tags.some(({ key }) => key === "simulator");
  const chosen = [
    ...page.instances.filter(isPlain).slice(0, 10),
    ...others.flatMap(({ instances }) => instances),
  ];
  assert.equal(chosen.length, 12);
  return chosen;
}

/** A form for instances, with the test in the place of its page; its captures go to the bed's simulator. */
function openForm(bed: TaskBed, instances: readonly Instance[]) {
  const extension = vscode.extensions.getExtension("eci-ops.eci-ops");
  assert.ok(extension);
  const told: ToPage[] = [];
  const received = new vscode.EventEmitter<unknown>();
  const none = new vscode.EventEmitter<undefined>().event;
  const panel = {
    ...{ title: "form", visible: true, onDidDispose: none, onDidChangeViewState: none },
    webview: {
      ...{ html: "", options: {}, cspSource: "'self'", asWebviewUri: (uri: vscode.Uri) => uri },
      onDidReceiveMessage: received.event,
      postMessage: (data: unknown) => {
        told.push(toPageSchema.parse(data));
        return Promise.resolve(true);
      },
    },
  };
  const memento = { get: () => undefined, update: () => Promise.resolve() } as unknown as vscode.Memento;
  const log = {
    warn: () => undefined,
    error: () => undefined,
    show: () => undefined,
    dispose: () => undefined,
  };
  const form = new CaptureFormPanel(
    panel as unknown as vscode.WebviewPanel,
    {
      targets: instances.map(({ regionId, id }) => ({ accountId: "account", regionId, instanceId: id })),
      instances: instances.map((instance) => ({ accountId: "account", instance })),
    },
    {
      extensionUri: extension.extensionUri,
      loadFormParts: () => Promise.resolve(captureFormParts),
      ...{ memento, log, confirmProduction },
      findInstance: () => Promise.resolve(undefined),
      pickInstance: () => Promise.resolve(undefined),
      accountName: () => "Somebody",
      isDemo: () => false,
      endpointFor: () => Promise.resolve(bed.endpoint),
      startCapture: bed.runner.startCapture.bind(bed.runner),
      whose: () => undefined,
      showError: () => Promise.reject(new Error("Nothing of this is shown as an error.")),
    },
    buildPresetStore(memento),
  );
  const answerOf = async (id: number) => {
    await waitUntil(`an answer to ${id}`, () => told.some((message) => "id" in message && message.id === id));
    return told.find((message) => "id" in message && message.id === id);
  };
  return { told, form, send: (data: unknown) => received.fire(data), answerOf };
}

/** The editor's progress, with its Cancel in the hands of the test. */
function watchProgress() {
  const { withProgress } = vscode.window;
  const lines: string[] = [];
  const cancel = new vscode.CancellationTokenSource();
  vscode.window.withProgress = ({ title = "" }, work) =>
    Promise.resolve(
      work({ report: ({ message }) => lines.push(`${title}: ${message ?? ""}`) }, cancel.token),
    );
  return {
    lines,
    cancel: () => cancel.cancel(),
    restore: () => {
      vscode.window.withProgress = withProgress;
    },
  };
}

describe("captures on several instances", () => {
  it("are sent once each, with one progress and one summary of what failed and why; only what may be cured is tried again", async () => {
    const sends = throttle(4);
    await withTaskBed(
      async (bed) => {
        const { editor, ledger } = bed;
        const chosen = await chooseTwelve(bed);
        const [ended, away] = [chosen[10]?.name ?? "", chosen[11]?.name ?? ""];
        const { told, form, send, answerOf } = openForm(bed, chosen);
        const progress = watchProgress();
        try {
          send({ type: "ready", id: 1 });
          await answerOf(1);
          const setup = told.find((message) => message.type === "setup");
          assert.deepEqual(
            setup?.instances.map(({ id }) => id),
            chosen.filter((_, index) => index !== 10).map(({ id }) => id),
          );
          assert.deepEqual(setup.leftOut, [`Left out (status Succeeded): ${ended}.`]);
          assert.equal(setup.instances.at(-1)?.regionWithoutTcpdump, true);

          editor.answers.push("Send", "Wait and Try Again");
          send({ type: "start", id: 2, input });
          send({ type: "start", id: 3, input });
          assert.equal((await answerOf(3))?.type, "failed", "a double click sends once");
          const answer = await answerOf(2);
          assert.deepEqual(answer, { type: "done", id: 2, value: "Captures running: 9 of 12." });
          assert.equal(
            editor.shown[0]?.message.includes("production instances"),
            true,
            editor.shown[0]?.message,
          );
          assert.deepEqual(
            progress.lines.filter((line) => line.startsWith("Starting captures")).slice(0, 12),
            Array.from({ length: 12 }, (_, index) => `Starting captures: ${index} of 11`),
          );

          await waitUntil("what failed is tried again", () => editor.shown.length >= 3);
          const [, first, second] = editor.shown;
          assert.ok(first);
          assert.match(first.message, /^Captures running: 9 of 12\./);
          assert.ok(
            first.message.includes(`Failed on ${away}: Packet capture is not offered in this region.`),
            first.message,
          );
          assert.match(
            first.message,
            /Failed on [^:]+: The service is getting too many requests from this identity\./,
          );
          assert.ok(first.message.includes(`Left out (status Succeeded): ${ended}.`));
          assert.deepEqual(first.titles, ["Wait and Try Again", "Show Tasks", "Show Log"]);
          assert.match(second?.message ?? "", /^Captures running: 1 of 1\.$/);
          assert.equal(sends.count(), 12, "eleven, and one of them again");
          const kinds = ledger.tasks().map(({ state, target }) => `${target.instanceId} ${state.kind}`);
          assert.equal(new Set(ledger.tasks().map(({ target }) => target.instanceId)).size, 11);
          assert.deepEqual(
            kinds.filter((line) => !line.endsWith(" ready")),
            [`${chosen[11]?.id ?? ""} failed`],
          );
        } finally {
          progress.restore();
          form.dispose();
        }
      },
      { polls: false, fault: sends.fault },
    );
  });

  it("that are not sent yet are not sent once that is cancelled, also after the form was closed; what was sent is followed", async () => {
    const progress = watchProgress();
    const sends = watchSends(async (number) => {
      if (number === 3) progress.cancel();
      await delay(50);
      return false;
    });
    await withTaskBed(
      async (bed) => {
        const { editor, ledger } = bed;
        const chosen = (await chooseTwelve(bed)).slice(0, 10);
        const { form, send } = openForm(bed, chosen);
        try {
          editor.answers.push("Send");
          send({ type: "start", id: 2, input });
          form.dispose();
          await waitUntil("the summary", () =>
            editor.shown.some(({ message }) => message.startsWith("Captures running")),
          );
          const summary = editor.shown.at(-1)?.message ?? "";
          const count = sends.count();
          assert.ok(count >= 3 && count < 10, `${count} were sent`);
          assert.ok(
            summary.startsWith(`Captures running: ${count} of 10. Not sent, because you cancelled: `),
            summary,
          );
          assert.deepEqual(
            ledger.tasks().map(({ state }) => state.kind),
            Array.from({ length: count }, () => "ready"),
          );
        } finally {
          progress.restore();
          form.dispose();
        }
      },
      { polls: false, fault: sends.fault },
    );
  });

  it("stop together, each instance once, whatever rows were selected; ended ones are named", async () => {
    const sends = watchSends(() => Promise.resolve(false));
    await withTaskBed(
      async (bed) => {
        const { editor, runner } = bed;
        const chosen = await chooseTwelve(bed);
        const nodes = chosen
          .slice(8, 11)
          .map((instance) => ({ kind: "instance", accountId: "account", instance }));
        const others = [{ kind: "region", regionId: "cn-hangzhou" }, nodes[0]];
        await editor.run("eciOps.stopCapture", nodes[0], [...nodes, ...others]);
        assert.match(
          editor.shown[0]?.message ?? "",
          /^Captures told to stop: 2 of 3\. Left out \(status Succeeded\): /,
        );
        assert.equal(sends.count(), 2);

        editor.answers.push("Send");
        const isProduction = ({ tags }: Instance) =>
          tags.some(({ key, value }) => key === "env" && value === "production");
        const count = chosen.slice(0, 2).filter(isProduction).length;
        assert.ok(count > 0);
        // As their rows tell them: the tags are still to be read.
        const plain = chosen
          .slice(0, 2)
          .map((instance) => ({ ...nodes[0], instance: { ...instance, isWhole: false, tags: [] } }));
        await editor.run("eciOps.enableCoreDump", plain[0], plain);
        const question = editor.shown[1]?.message ?? "";
        assert.ok(question.startsWith(`${count} of the 2 instances are production instances.`), question);
        await waitUntil("the summary", () => editor.shown.length >= 3);
        assert.match(editor.shown.at(-1)?.message ?? "", /^Core dumps armed: 2 of 2\.$/);
        const tasks = bed.ledger.tasks().map(({ id }) => ({ kind: "task", taskId: id }));
        assert.equal(tasks.length, 2);
        await editor.run("eciOps.disableCoreDump", tasks[0], tasks);
        await waitUntil("the second summary", () => editor.shown.length >= 4);
        assert.match(editor.shown.at(-1)?.message ?? "", /^Core dumps disabled: 2 of 2\.$/);
        await runner.refresh();
      },
      { polls: false, fault: sends.fault, ops: { intervalSeconds: 0 } },
    );
  });
});
