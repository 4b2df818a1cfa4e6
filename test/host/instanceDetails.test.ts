import { after, before, describe, it } from "mocha";
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { createEciClient } from "../../src/eci/createEciClient.ts";
import type { EciClient } from "../../src/eci/eciClient.ts";
import { toAilment } from "../../src/eci/health.ts";
import type { Instance } from "../../src/eci/model.ts";
import { DetailsPanel } from "../../src/host/details/detailsPanel.ts";
import { readInstanceJson } from "../../src/host/details/instanceJson.ts";
import { toErrorText } from "../../src/host/errors/errorText.ts";
import { toHealthRows } from "../../src/host/instances/healthTexts.ts";
import { toInstanceTreeItem } from "../../src/host/instances/instanceTreeItem.ts";
import {
  detailsToPageSchema,
  type DetailsToHost,
  type DetailsToPage,
} from "../../src/protocol/instanceDetails.ts";
import { startSimulator, type Simulator } from "../../src/simulator/startSimulator.ts";
import { recordEditor } from "./recordedEditor.ts";
import { waitUntil } from "./taskBed.ts";

describe("an instance's details", () => {
  let simulator: Simulator;
  let client: EciClient;
  let instances: readonly Instance[];
  before(async () => {
    simulator = await startSimulator({ engine: "synthetic", regions: ["cn-hangzhou"], instances: 25 });
    const { endpoint } = simulator;
    const credentials = simulator.identities.full;
    client = createEciClient({ credentials, endpoint: () => endpoint, stsEndpoint: endpoint });
    ({ instances } = await client.describeInstances({ regionId: "cn-hangzhou" }));
  });
  after(async () => {
    client.dispose();
    await simulator.close();
  });

  const find = (name: string): Instance => {
    const instance = instances.find((each) => each.name === name);
    assert.ok(instance, name);
    return instance;
  };
  const toTarget = ({ id, regionId }: Instance) => ({ accountId: "a", regionId, instanceId: id });
  const toNode = (name: string) => ({ kind: "instance", accountId: "a", instance: find(name) }) as const;

  it("stand out in the tree where something is wrong, with what helps one click away", () => {
    const rowsOf = (name: string) => {
      const node = toNode(name);
      return toHealthRows(node, toAilment(node.instance, Date.now()), Date.now());
    };
    const commandsOf = (name: string) => rowsOf(name).map(({ command }) => command?.id);
    assert.deepEqual(commandsOf("web-1"), []);
    assert.deepEqual(commandsOf("recommender"), [
      ...["eciOps.showInstanceDetails", "eciOps.enableCoreDump", "eciOps.showPreviousLog"],
    ]);
    assert.deepEqual(commandsOf("notifier"), [
      ...["eciOps.showInstanceDetails", "eciOps.capturePackets", "eciOps.showPreviousLog"],
    ]);
    assert.deepEqual(commandsOf("worker-images"), ["eciOps.showInstanceDetails", "eciOps.showPreviousLog"]);
    assert.deepEqual(commandsOf("cron-import-catalog"), ["eciOps.showInstanceDetails"]);
    const [what, arm] = rowsOf("recommender");
    assert.match(what?.label ?? "", /crash.*exit code 139.*restarts: 9/u);
    assert.deepEqual(arm?.command?.argument, toNode("recommender"));
    const describe = (name: string) =>
      String(toInstanceTreeItem(toNode(name), { nowMs: Date.now() }).description);
    assert.match(describe("worker-images"), /^Running · out of memory · /u);
    assert.match(describe("recommender"), /^Running · crashed \(SIGSEGV\) · /u);
    assert.match(describe("notifier"), /crash loop/u);
    assert.doesNotMatch(describe("web-1"), /crash|memory|restarts/u);
  });

  it("are JSON with every environment value hidden, as the service tells it now", async () => {
    const text = await readInstanceJson(client, toTarget(find("api-1")));
    const values = [...text.matchAll(/"EnvironmentVars": \[(.*?)\]/gsu)].flatMap(([, list]) =>
      [...(list ?? "").matchAll(/"Value": "([^"]*)"/gu)].map(([, value]) => value),
    );
    assert.ok(values.length > 0, "the world has environment variables");
    assert.deepEqual([...new Set(values)], ["***"]);
    const gone = { accountId: "a", regionId: "cn-hangzhou", instanceId: "eci-gone" };
    assert.match(await readInstanceJson(client, gone), /gone/u);
  });

  it("tell their page state, events and metrics from real answers, and nothing secret; do what it asks", async () => {
    const extension = vscode.extensions.getExtension("eci-ops.eci-ops");
    assert.ok(extension);
    const told: DetailsToPage[] = [];
    const received = new vscode.EventEmitter<unknown>();
    const hidden = new vscode.EventEmitter<undefined>();
    const panel = {
      ...{ title: "details", visible: true },
      ...{ onDidDispose: new vscode.EventEmitter<undefined>().event, onDidChangeViewState: hidden.event },
      webview: {
        ...{ html: "", options: {}, cspSource: "'self'", asWebviewUri: (uri: vscode.Uri) => uri },
        onDidReceiveMessage: received.event,
        postMessage: (data: unknown) => {
          told.push(detailsToPageSchema.parse(data));
          return Promise.resolve(true);
        },
      },
    };
    const timers: (() => void)[] = [];
    let isAccountGone = false;
    const recommender = find("recommender");
    const log = {
      warn: () => undefined,
      error: () => undefined,
      show: () => undefined,
      dispose: () => undefined,
    };
    const details = new DetailsPanel(panel as unknown as vscode.WebviewPanel, toTarget(recommender), {
      extensionUri: extension.extensionUri,
      clientFor: () => (isAccountGone ? Promise.reject(new Error("no key")) : Promise.resolve(client)),
      account: () => ({ name: "Shop", isDemo: true }),
      ...{ toErrorText, log, showError: () => Promise.resolve() },
      startTimer: (callback) => {
        timers.push(callback);
        return () => undefined;
      },
    });
    const editor = recordEditor();
    const asked: unknown[] = [];
    const command = vscode.commands.registerCommand("eciOps.showPreviousLog", (node: unknown) =>
      asked.push(node),
    );
    const { executeCommand } = vscode.commands;
    Object.assign(vscode.commands, { executeCommand: (id: string, node: unknown) => editor.run(id, node) });
    const ask = async (request: DetailsToHost) => {
      received.fire(request);
      await waitUntil(`an answer to ${request.type}`, () =>
        told.some((message) => "id" in message && message.id === request.id),
      );
    };
    const last = <Type extends DetailsToPage["type"]>(type: Type) =>
      told.findLast((message): message is Extract<DetailsToPage, { type: Type }> => message.type === type);
    try {
      await ask({ type: "ready", id: 1, range: 300 });
      const instance = last("instance");
      assert.deepEqual([instance?.ailment?.helps, instance?.takesTasks], ["coreDump", true]);
      assert.ok(
        last("events")?.events.some(({ reason, isWarning }) => isWarning && reason === "ContainerCrashed"),
      );
      assert.equal(last("metrics")?.cpuLimitCores, recommender.cpu);
      assert.ok((last("metrics")?.points.length ?? 0) >= 15);
      assert.ok(last("metrics")?.points.some(({ receivedPerSecond }) => (receivedPerSecond ?? 0) > 0));
      await ask({ type: "range", id: 2, range: 86_400 });
      assert.ok((last("metrics")?.points.length ?? 0) > 20);
      const { containerName = "" } = instance?.ailment ?? {};
      await ask({ type: "showLog", id: 3, containerName, isPrevious: true });
      assert.equal((asked[0] as { container: { name: string } }).container.name, containerName);
      assert.doesNotMatch(JSON.stringify(told), /fake-|LTAI|EnvironmentVars/u);
      isAccountGone = true;
      await ask({ type: "refresh", id: 4 });
      assert.deepEqual(
        told.flatMap((message) => (message.type === "partFailed" ? message.part : [])).sort(),
        ["events", "instance", "metrics"],
      );
      isAccountGone = false;
      const before = told.length;
      timers.at(-1)?.();
      await waitUntil("the next reading", () => told.slice(before).some(({ type }) => type === "events"));
      received.fire({ type: "act", id: 9, what: "delete" });
      await waitUntil("the refusal", () => last("failed")?.id === 9);
    } finally {
      Object.assign(vscode.commands, { executeCommand });
      command.dispose();
      editor.restore();
      details.dispose();
    }
  });
});
