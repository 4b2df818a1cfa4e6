import { describe, it } from "mocha";
import assert from "node:assert/strict";
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
});
