import { after, before, describe, it } from "mocha";
import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import type { Account } from "../../src/account/account.ts";
import { CloudError } from "../../src/eci/cloudError.ts";
import { createEciClient } from "../../src/eci/createEciClient.ts";
import type { EciClient } from "../../src/eci/eciClient.ts";
import { createShowError } from "../../src/host/errors/showError.ts";
import { toErrorText } from "../../src/host/errors/errorText.ts";
import * as detailParts from "../../src/host/details/detailParts.ts";
import { registerInstanceJson } from "../../src/host/details/registerInstanceJson.ts";
import { registerInstanceCommands } from "../../src/host/instances/instanceCommands.ts";
import type { InstanceNode, InstanceTreeNode } from "../../src/host/instances/instanceNode.ts";
import { InstanceStore } from "../../src/eci/listing/instanceStore.ts";
import { pickInstance } from "../../src/host/instances/pickInstance.ts";
import { toLogText } from "../../src/host/log.ts";
import { chooseFault } from "../../src/simulator/faults/chooseFault.ts";
import { rewriteAnswer } from "../../src/simulator/faults/rewriteAnswer.ts";
import { startSimulator, type Simulator } from "../../src/simulator/startSimulator.ts";
import { toFileName } from "../../src/task/download/fileName.ts";
import { assertHarmless, type ShownText } from "../faults/hostileText/assertHarmless.ts";
import { fillInstances } from "../faults/hostileText/fillInstances.ts";
import { tellRow } from "../faults/tellRow.ts";
import { hostileTexts } from "../faults/hostileText/hostileTexts.ts";
import { recordEditor } from "./recordedEditor.ts";
import { openTreeBed } from "./instancesBed.ts";
import { waitUntil } from "./taskBed.ts";

const count = hostileTexts.length;
const account: Account = {
  kind: "accessKey",
  id: "a",
  name: "[Shop](command:x) $(zap)",
  regions: ["cn-hangzhou"],
};

/** Every text of the corpus was there, and nothing came of any. */
function tellSurvived(what: string, worst: string): void {
  tellRow({ row: "Hostile text", what, tries: count, survived: count, worst });
}

describe("hostile text", function () {
  this.timeout(120_000);
  let simulator: Simulator;
  let client: EciClient;
  let store: InstanceStore;
  let instances: readonly InstanceNode[];
  before(async () => {
    const numbers = new Map<string, number>();
    const numberOf = (id: string) => {
      const number = numbers.get(id) ?? numbers.size;
      numbers.set(id, number);
      return number;
    };
    simulator = await startSimulator({
      ...{ engine: "synthetic", regions: ["cn-hangzhou"], instances: count },
      fault: chooseFault((action) =>
        // Without rows of its own the list is read from DescribeContainerGroups, where ids may be hostile too.
        action === "DescribeContainerGroupStatus"
          ? rewriteAnswer((fields) => ({ ...fields, Data: [] }))
          : action === "DescribeContainerGroups"
            ? rewriteAnswer((fields) => fillInstances(fields, numberOf, true))
            : undefined,
      ),
    });
    const { endpoint } = simulator;
    const credentials = simulator.identities.full;
    client = createEciClient({ credentials, endpoint: () => endpoint, stsEndpoint: endpoint });
    store = new InstanceStore(() => Promise.resolve(client));
    await store.readWhole("a", "cn-hangzhou");
    instances = store
      .listing("a", "cn-hangzhou")
      .instances.map((instance) => ({ kind: "instance", accountId: "a", instance }));
  });
  after(async () => {
    store.dispose();
    client.dispose();
    await simulator.close();
  });

  it("of more than 200 kinds is there", () => {
    assert.ok(count >= 200);
    assert.equal(new Set(hostileTexts.map(({ text }) => text)).size, count);
    assert.equal(instances.length, count);
    assert.deepEqual(new Set(instances.map(({ instance }) => instance.name)).size, count);
  });

  it("is plain text in every row of the instances view", async () => {
    const bed = openTreeBed([account], store);
    const { tree } = bed;
    const shown: ShownText[] = [];
    let rows = 0;
    const walk = async (node?: InstanceTreeNode): Promise<void> => {
      for (const child of await tree.getChildren(node)) {
        const item = await tree.resolveTreeItem(tree.getTreeItem(child), child);
        rows += 1;
        const { tooltip, accessibilityInformation, command } = item;
        const [label, description] = [item.label, item.description ?? ""].map((text) => text as string);
        shown.push(
          ["label", label, { maxLength: 401 }],
          ["description", description, { maxLength: 401 }],
          ["tooltip", tooltip ?? "", { lines: true, maxLength: 3_000 }],
          ["spoken", accessibilityInformation?.label, { lines: true, maxLength: 700 }],
          // The editor shows one after the other.
          ["label and description", `${label ?? ""}${description ?? ""}`],
          ["command", command?.title ?? ""],
        );
        if (child.kind === "instance") assert.notEqual(label, "", "a row can be told from others");
        await walk(child);
      }
    };
    await walk();
    bed.dispose();
    assert.ok(rows > 20 * count, `${rows} rows`);
    assertHarmless(shown);
    tellSurvived("in every row of the instances view", `${rows} rows`);
  });

  it("is plain text in the pick of an instance", async () => {
    const { createQuickPick } = vscode.window;
    const picks: vscode.QuickPick<vscode.QuickPickItem>[] = [];
    vscode.window.createQuickPick = (() => {
      const pick = createQuickPick();
      picks.push(pick);
      return pick;
    }) as typeof createQuickPick;
    try {
      const none = new vscode.EventEmitter<unknown>();
      const picking = pickInstance({ accounts: [account], onDidChange: none.event }, store, "Which?");
      await waitUntil("the pick is filled", () => picks[0]?.busy === false);
      const [pick] = picks;
      assert.ok(pick && pick.items.length >= count);
      assertHarmless(
        pick.items.flatMap(({ label, description = "", detail = "" }) => [
          ["label", label] as const,
          ["description", description] as const,
          ["detail", detail] as const,
          ["label and description", label + description] as const,
        ]),
      );
      pick.hide();
      assert.equal(await picking, undefined);
      tellSurvived("in the pick of an instance", `${pick.items.length} items`);
    } finally {
      vscode.window.createQuickPick = createQuickPick;
    }
  });

  it("is plain text in a notification, the log and the clipboard, whatever the service refuses with", async () => {
    const editor = recordEditor();
    const shown: ShownText[] = [];
    const showError = createShowError({
      error: (thrown) => shown.push(["log", toLogText(thrown), { lines: true, maxLength: 25_000 }]),
      ...{ warn: () => undefined, show: () => undefined, dispose: () => undefined },
    });
    try {
      for (const [index, { text }] of hostileTexts.entries()) {
        const other = hostileTexts[(index + 1) % count]?.text ?? "";
        const details = { retryable: false, outcomeUnknown: false, kind: "service" } as const;
        editor.answers.splice(0, 1, "Copy Request ID");
        await showError(new CloudError(text, { ...details, code: other, requestId: text }));
        shown.push(["clipboard", await vscode.env.clipboard.readText(), { maxLength: 300 }]);
        await showError(new CloudError(other, { ...details, code: "Forbidden.RAM" }));
        await showError(new Error(text));
        await showError(text);
      }
      assert.equal(editor.shown.length, 4 * count);
      for (const { message, titles } of editor.shown) {
        shown.push(["notification", message]);
        for (const title of titles) shown.push(["button", title]);
      }
      assertHarmless(shown.filter(([what]) => what !== "log"));
      // A log is lines of text: what could paint, turn or forge one is what matters there.
      const lines = shown.flatMap(([what, text]) => (what === "log" ? String(text).split("\n") : []));
      assert.ok(lines.length > 4 * count);
      assert.deepEqual(
        lines.filter((line) => /(?!\t)[\p{Cc}\p{Cf}]/u.test(line) || /^\d{4}-/u.test(line)),
        [],
      );
      tellSurvived(
        "in notifications, the log, the clipboard",
        `${editor.shown.length} messages, ${lines.length} lines`,
      );
    } finally {
      editor.restore();
    }
  });

  it("is plain text in what is copied of an instance and said of it, and a document of it can be shown", async () => {
    const editor = recordEditor();
    const pickInstance = () => Promise.resolve(undefined);
    // The simulator knows none of the names by which its instances are called here.
    const anyOf: EciClient = {
      ...client,
      read: (region, action, _params, schema) => client.read(region, action, {}, schema),
    };
    const registration = vscode.Disposable.from(
      registerInstanceCommands({ store, pickInstance }),
      registerInstanceJson({
        clientFor: () => Promise.resolve(anyOf),
        loadDetailParts: () => Promise.resolve(detailParts),
        showError: () => Promise.reject(new Error("Nothing fails here.")),
        ...{ pickInstance, toErrorText },
      }),
    );
    const { openTextDocument } = vscode.workspace;
    const { showTextDocument } = vscode.window;
    const { openExternal } = vscode.env;
    const uris: vscode.Uri[] = [];
    const opened: vscode.Uri[] = [];
    Object.assign(vscode.workspace, { openTextDocument: (uri: vscode.Uri) => uris.push(uri) });
    Object.assign(vscode.window, { showTextDocument: () => Promise.resolve() });
    Object.assign(vscode.env, { openExternal: (uri: vscode.Uri) => opened.push(uri) });
    const shown: ShownText[] = [];
    try {
      for (const node of instances) {
        await editor.run("eciOps.copyInstanceId", node);
        shown.push(["the id", await vscode.env.clipboard.readText()]);
        await editor.run("eciOps.copyPrivateIp", node);
        if (node.instance.privateIp !== undefined)
          shown.push(["the address", await vscode.env.clipboard.readText()]);
        await editor.run("eciOps.showInstanceJson", node);
        await editor.run("eciOps.openInConsole", node);
      }
      for (const message of editor.statusBarMessages) shown.push(["status bar", message]);
      assert.ok(editor.statusBarMessages.length > count);
      assert.equal(uris.length, count);
      assert.equal(opened.length, count);
      for (const uri of uris) {
        const name = uri.path.slice(1);
        shown.push(["title of a document", name, { maxLength: 60, isFileName: true }]);
        assert.doesNotMatch(name, /[/\\]/u);
        // What the editor keeps of it, and asks for again.
        assert.equal(vscode.Uri.parse(uri.toString()).toString(), uri.toString());
        const text = await editor.readText(uri);
        assert.equal(typeof (JSON.parse(text) as { ContainerGroupId: unknown }).ContainerGroupId, "string");
      }
      for (const { scheme, authority } of opened)
        assert.equal(`${scheme}://${authority}`, "https://eci.console.aliyun.com");
      assertHarmless(shown);
      tellSurvived("in the status bar, titles, documents, links", `${shown.length} texts`);
    } finally {
      Object.assign(vscode.workspace, { openTextDocument });
      Object.assign(vscode.window, { showTextDocument });
      Object.assign(vscode.env, { openExternal });
      registration.dispose();
      editor.restore();
    }
  });

  it("is one plain name of a file in one folder", async () => {
    const folder = await mkdtemp(join(tmpdir(), "eci-host-names-"));
    try {
      const names = hostileTexts.map(({ text }) => toFileName(text));
      for (const name of names) {
        assert.match(name, /^[\p{L}\p{N}_][\p{L}\p{N}._-]{0,48}$/u);
        await writeFile(join(folder, name), name);
      }
      assert.deepEqual((await readdir(folder)).sort(), [...new Set(names)].sort());
      assertHarmless(names.map((name) => ["file name", name, { isFileName: true }]));
      tellSurvived("as names of files", `${new Set(names).size} names`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
