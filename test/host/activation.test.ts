import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import { activate } from "../../src/extension.ts";
import { recordEditor } from "./recordedEditor.ts";

type Manifest = { readonly contributes: { readonly commands: readonly { readonly command: string }[] } };

describe("the extension in a real editor", () => {
  it("activates and registers every command of its manifest", async () => {
    const extension = vscode.extensions.getExtension("eci-ops.eci-ops");
    assert.ok(extension, "the editor does not know the extension");
    await extension.activate();
    assert.equal(extension.isActive, true);
    const { commands } = (extension.packageJSON as Manifest).contributes;
    assert.ok(commands.length > 0, "the manifest contributes no command");
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = commands.map(({ command }) => command).filter((command) => !registered.has(command));
    assert.deepEqual(missing, []);
  });

  it("loads what shows captures only when one is opened", async () => {
    const extension = vscode.extensions.getExtension("eci-ops.eci-ops");
    assert.ok(extension);
    await extension.activate();
    const { extensionPath } = extension;
    const loaded = createRequire(join(extensionPath, "package.json")).cache;
    const parts = ["extension.cjs", "captureView.cjs"].map((name) => join(extensionPath, "dist", name));
    const areLoaded = () => parts.map((part) => part in loaded);
    assert.deepEqual(areLoaded(), [true, false]);
    const fixture = join(extensionPath, "test/fixtures/captures/ethernet.pcap");
    await vscode.commands.executeCommand("vscode.open", vscode.Uri.file(fixture));
    for (let tries = 0; areLoaded()[1] === false && tries < 100; tries += 1) await delay(50);
    assert.deepEqual(areLoaded(), [true, true]);
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
  });

  it("says so where it cannot keep its files, and what to do", async () => {
    const folder = await mkdtemp(join(tmpdir(), "eci-host-storage-"));
    const file = join(folder, "a file");
    await writeFile(file, "");
    const editor = recordEditor();
    const context = { subscriptions: [], globalStorageUri: vscode.Uri.file(join(file, "eci-ops.eci-ops")) };
    try {
      await assert.rejects(activate(context as unknown as vscode.ExtensionContext), { code: "ENOTDIR" });
      const [shown, ...more] = editor.shown;
      assert.deepEqual(more, []);
      assert.match(shown?.message ?? "", /cannot keep its files in .+a file.+ \(ENOTDIR\)\. Make room/);
      assert.deepEqual(shown?.titles, ["Show Log"]);
    } finally {
      for (const part of context.subscriptions as vscode.Disposable[]) void part.dispose();
      editor.restore();
      await rm(folder, { recursive: true });
    }
  });
});
