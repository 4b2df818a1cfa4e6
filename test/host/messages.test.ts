import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import type { Instance } from "../../src/eci/model.ts";
import * as captureFormParts from "../../src/host/captures/captureFormParts.ts";
import { CaptureFormPanel } from "../../src/host/captures/captureFormPanel.ts";
import { buildPresetStore } from "../../src/host/captures/presetStore.ts";
import { toPageSchema, type ToPage } from "../../src/protocol/captureForm.ts";
import { createRandom } from "../../src/simulator/synthetic/random.ts";
import { tellRow } from "../faults/tellRow.ts";
import { mutateMessage, type SampleMessage } from "../faults/messages/mutateMessage.ts";
import { formRequests, viewRequests } from "../unit/protocol/sampleRequests.ts";
import { isRead, withCaptureView } from "./captureViewBed.ts";
import { recordEditor } from "./recordedEditor.ts";

const tries = 10_000;
/** Read now and then, so that what was sent is worked off before the next. */
const pauseEvery = 500;

/** What an end of the letterbox did with what it was sent. */
type Dropped = { readonly answeredIds: readonly unknown[]; readonly counted: number };

/** The ids of what asks for an answer: whoever waits for one is told, whatever else is wrong. */
function toDueIds(messages: readonly unknown[]): readonly unknown[] {
  return messages.flatMap((message) => {
    const id = typeof message === "object" && message !== null ? (message as { id?: unknown }).id : undefined;
    return Number.isSafeInteger(id) && Number(id) > 0 ? [id] : [];
  });
}

async function sendMutations(
  samples: readonly SampleMessage["message"][],
  send: (message: unknown) => void,
): Promise<readonly unknown[]> {
  const random = createRandom(20_260_401);
  const sent: unknown[] = [];
  for (let index = 0; index < tries; index += 1) {
    const sample = samples[index % samples.length];
    assert.ok(sample);
    const { message } = mutateMessage({ message: sample }, random);
    send(message);
    sent.push(message);
    if (index % pauseEvery === 0) await delay(0);
  }
  await delay(50);
  return sent;
}

function assertDropped(what: string, { answeredIds, counted }: Dropped, sent: readonly unknown[]): void {
  const due = toDueIds(sent);
  assert.ok(due.length > tries / 3, "enough of them ask for an answer");
  assert.deepEqual(answeredIds, due);
  tellRow({ row: "Messages", what, tries, survived: counted, worst: `${due.length} answered` });
  assert.equal(counted, tries);
  assert.equal(({} as { polluted?: unknown }).polluted, undefined);
}

const toCount = (lines: readonly unknown[]) =>
  Number(/: (\d+) messages dropped/u.exec(String(lines.at(-1)))?.[1]);

const instance: Instance = {
  ...{ id: "eci-1", name: "web", regionId: "cn-hangzhou", status: "Running", privateIp: "10.0.0.1" },
  ...{ tags: [], containers: [], events: [], isWhole: true },
};

/** A form in the extension host, with the test in the place of the page. */
function openForm() {
  const extension = vscode.extensions.getExtension("eci-ops.eci-ops");
  assert.ok(extension);
  const told: ToPage[] = [];
  const warned: unknown[] = [];
  const acts: string[] = [];
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
  const memento = {
    keys: () => [],
    get: () => undefined,
    update: () => {
      acts.push("kept");
      return Promise.resolve();
    },
  } as unknown as vscode.Memento;
  const act = (name: string) => () => {
    acts.push(name);
    return Promise.resolve(undefined);
  };
  const form = new CaptureFormPanel(
    panel as unknown as vscode.WebviewPanel,
    {
      targets: [{ accountId: "a", regionId: "cn-hangzhou", instanceId: "eci-1" }],
      instances: [{ accountId: "a", instance }],
    },
    {
      extensionUri: extension.extensionUri,
      loadFormParts: () => Promise.resolve(captureFormParts),
      memento,
      log: {
        warn: (line) => warned.push(line),
        error: (error) => acts.push(`failed ${String(error)}`),
        ...{ show: () => undefined, dispose: () => undefined },
      },
      findInstance: () => Promise.resolve(instance),
      pickInstance: act("picked"),
      accountName: () => "Somebody",
      isDemo: () => false,
      endpointFor: () => Promise.resolve("https://eci.cn-hangzhou.aliyuncs.com"),
      startCapture: () => Promise.reject(new Error(`started ${acts.push("started")}`)),
      confirmProduction: () => Promise.resolve(true),
      whose: () => undefined,
      showError: async () => {
        await act("shown")();
      },
    },
    buildPresetStore(memento),
  );
  return { told, warned, acts, form, send: (data: unknown) => received.fire(data) };
}

describe("malformed messages from a page", () => {
  it(`${tries} to the form: dropped, counted, answered where one waits, and nothing done`, async () => {
    const editor = recordEditor();
    const { told, warned, acts, form, send } = openForm();
    try {
      await vscode.env.clipboard.writeText("untouched");
      const sent = await sendMutations(formRequests, send);
      const failed = told.filter((message) => message.type === "failed");
      assert.equal(failed.length, told.length, "nothing but failures is told");
      const dropped = { answeredIds: failed.map(({ id }) => id), counted: toCount(warned) };
      assertDropped("malformed from the form's page", dropped, sent);
      assert.deepEqual(acts, []);
      assert.deepEqual([editor.shown, editor.picks], [[], []]);
      assert.equal(await vscode.env.clipboard.readText(), "untouched");
      told.length = 0;
      send({ type: "ready", id: 7 });
      send({ type: "ready", id: 7 });
      for (let waits = 0; told.length < 6 && waits < 100; waits += 1) await delay(20);
      // Two requests of one id are two requests.
      assert.deepEqual(told.map(({ type }) => type).sort(), [
        ...["done", "done", "setup", "setup", "texts", "texts"],
      ]);
    } finally {
      form.dispose();
      editor.restore();
    }
  });

  it(`${tries} to a capture: dropped, counted, answered where one waits, and still readable`, async () => {
    const folder = vscode.extensions.getExtension("eci-ops.eci-ops")?.extensionPath ?? "";
    const uri = vscode.Uri.file(`${folder}/test/fixtures/captures/ethernet.pcap`);
    await withCaptureView(uri, async ({ ask, told, until, send, logged }) => {
      await ask({ type: "ready" });
      await until(isRead);
      await vscode.env.clipboard.writeText("untouched");
      const before = told.length;
      const rows = await ask({ type: "rows", from: 0, count: 40 });
      const sent = await sendMutations(viewRequests, send);
      const since = told.slice(before + 1);
      const failed = since.filter((message) => message.type === "failed");
      assert.equal(failed.length, since.length, "nothing but failures is told");
      const dropped = { answeredIds: failed.map(({ id }) => id), counted: toCount(logged) };
      assertDropped("malformed from a capture's page", dropped, sent);
      assert.equal(logged.length, tries);
      assert.equal(await vscode.env.clipboard.readText(), "untouched");
      assert.deepEqual(await ask({ type: "rows", from: 0, count: 40 }), rows);
    });
  });
});
