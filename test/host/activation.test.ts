import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";

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
});
