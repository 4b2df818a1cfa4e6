import { afterEach, beforeEach, describe, it } from "mocha";
import assert from "node:assert/strict";
import { appendFile, copyFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import { captureViewTextKeys } from "../../src/protocol/captureViewTextKeys.ts";
import { isRead, withCaptureView } from "./captureViewBed.ts";

const projectFolder = vscode.extensions.getExtension("eci-ops.eci-ops")?.extensionPath ?? "";
const fixture = (name: string) => join(projectFolder, "test/fixtures/captures", name);

/** The tabs that show a capture in the extension's own editor. */
function captureTabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputCustom && input.viewType === "eciOps.captureView");
}

describe("the capture view", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "eci-host-capture-"));
  });
  afterEach(async () => {
    await vscode.window.tabGroups.close(captureTabs());
    await rm(folder, { recursive: true, force: true });
  });

  const copyOf = async (name: string): Promise<vscode.Uri> => {
    const path = join(folder, name);
    await copyFile(fixture(name), path);
    return vscode.Uri.file(path);
  };

  it("opens a capture by its name, twice beside each other, and closes", async () => {
    const uri = await copyOf("ethernet.pcap");
    await vscode.commands.executeCommand("vscode.open", uri);
    await vscode.commands.executeCommand(
      "vscode.openWith",
      uri,
      "eciOps.captureView",
      vscode.ViewColumn.Beside,
    );
    for (let tries = 0; captureTabs().length < 2 && tries < 100; tries += 1) await delay(50);
    assert.equal(captureTabs().length, 2);
    assert.ok(await vscode.window.tabGroups.close(captureTabs()));
    assert.equal(captureTabs().length, 0);
  });

  it("tells a page what it needs, and answers it", async () =>
    withCaptureView(await copyOf("ethernet.pcap"), async ({ ask, told, until, html, send, logged }) => {
      assert.match(html(), /dist\/media\/captureView\.js/);
      assert.equal(told.length, 0, "nothing before the page is there");
      assert.equal(await ask({ type: "ready" }), null);
      const texts = told[0];
      assert.ok(texts?.type === "texts");
      assert.deepEqual(Object.keys(texts.texts).sort(), [...captureViewTextKeys].sort());
      const opened = await until(({ type }) => type === "opened");
      assert.ok(opened.type === "opened" && opened.fileName === "ethernet.pcap" && opened.sizeBytes > 1000);
      const read = await until(isRead);
      assert.ok(read.type === "progress" && read.packets === 40 && read.overview?.packets === 40);
      assert.equal((await ask({ type: "rows", from: 0, count: 500 })).rows.length, 40);
      const { filterId } = await ask({ type: "filter", expression: "tcp.flags.syn == 1" });
      const matched = await until(
        (message) => message.type === "matched" && message.filterId === filterId && message.isDone,
      );
      assert.ok(matched.type === "matched" && matched.matched > 0);
      assert.equal((await ask({ type: "rows", from: 0, count: 500 })).rows.length, matched.matched);
      assert.equal((await ask({ type: "packet", number: 4 })).layers[0]?.protocol, "eth");
      assert.ok((await ask({ type: "stream", conversation: 0, from: 0, count: 10 })).parts.length > 0);
      await assert.rejects(ask({ type: "filter", expression: "tcp.port ==" }), /character 12/);
      await assert.rejects(ask({ type: "packet", number: 41 }), /no such packet/);
      send({ type: "rows", id: 99, from: -1, count: 1e9 });
      send("<script>");
      assert.equal(logged.length, 2, String(logged));
    }));

  it("writes what is listed under its name only when it is whole, and never over the capture", async () => {
    const uri = await copyOf("ethernet.pcap");
    const before = await readFile(uri.fsPath);
    const { showSaveDialog } = vscode.window;
    let answer: vscode.Uri | undefined;
    Object.assign(vscode.window, { showSaveDialog: () => Promise.resolve(answer) });
    try {
      await withCaptureView(uri, async ({ ask }) => {
        await ask({ type: "ready" });
        await ask({ type: "filter", expression: "frame.number <= 5" });
        const write = (isShare: boolean) => ask({ type: "export", format: "pcapng", isShare });
        assert.equal(await write(false), null, "the user backed out");
        answer = vscode.Uri.file(join(folder, "part.pcapng"));
        assert.equal(await write(false), "part.pcapng");
        await withCaptureView(answer, async ({ ask: askPart, until }) => {
          await askPart({ type: "ready" });
          const read = await until(isRead);
          assert.ok(read.type === "progress" && read.packets === 5);
        });
        assert.equal(await write(true), "part.pcapng", "the dialog has asked whether to replace it");
        answer = uri;
        await assert.rejects(write(false), /not overwritten/);
        answer = vscode.Uri.file(join(folder, "none", "x.pcapng"));
        await assert.rejects(write(false), /gone/);
      });
    } finally {
      Object.assign(vscode.window, { showSaveDialog });
    }
    assert.deepEqual(await readFile(uri.fsPath), before);
    assert.deepEqual((await readdir(folder)).sort(), ["ethernet.pcap", "part.pcapng"]);
  });

  it("reads a file again that has changed, and says when it is gone (F4)", async () => {
    const uri = await copyOf("ethernet.pcap");
    await withCaptureView(uri, async ({ ask, told, until }) => {
      await ask({ type: "ready" });
      await until(isRead);
      told.length = 0;
      await appendFile(uri.fsPath, (await readFile(fixture("ethernet.pcap"))).subarray(24));
      await until((message) => message.type === "changed" && message.what === "readAgain");
      const again = await until(isRead);
      assert.ok(again.type === "progress" && again.packets === 80);
      await rm(uri.fsPath);
      await until((message) => message.type === "changed" && message.what === "gone");
      await ask({ type: "rows", from: 0, count: 500 });
      told.length = 0;
      await copyFile(fixture("merged.pcapng"), uri.fsPath);
      await until((message) => message.type === "changed" && message.what === "readAgain");
      await until((message) => message.type === "progress" && message.overview?.format === "pcapng");
      assert.equal(await ask({ type: "reload" }), null);
    });
  });

  it("says in words why a file is none", async () => {
    const path = join(folder, "refused.pcap");
    await writeFile(path, '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>');
    await withCaptureView(vscode.Uri.file(path), async ({ ask, until }) => {
      await ask({ type: "ready" });
      const refused = await until(({ type }) => type === "refused");
      assert.ok(refused.type === "refused");
      assert.match(refused.message, /object storage/);
      assert.notEqual(refused.next, "");
    });
  });

  it("shows a file that is not on the disk", async () => {
    const bytes = await readFile(fixture("merged.pcapng"));
    const files = vscode.workspace.registerFileSystemProvider("eci-test", {
      onDidChangeFile: new vscode.EventEmitter<vscode.FileChangeEvent[]>().event,
      watch: () => new vscode.Disposable(() => undefined),
      stat: () => ({ type: vscode.FileType.File, ctime: 1, mtime: 1, size: bytes.length }),
      readFile: () => bytes,
      readDirectory: () => [],
      createDirectory: () => undefined,
      writeFile: () => undefined,
      delete: () => undefined,
      rename: () => undefined,
    });
    try {
      await withCaptureView(vscode.Uri.parse("eci-test:/a/merged.pcapng"), async ({ ask, until }) => {
        await ask({ type: "ready" });
        const read = await until(isRead);
        assert.ok(read.type === "progress" && read.packets > 0);
      });
    } finally {
      files.dispose();
    }
  });
});
