import { spawn } from "node:child_process";
import * as vscode from "vscode";
import { UserError } from "../errors/userError.ts";
import { findWireshark } from "./wiresharkPath.ts";

/** Whether the extension runs on the computer that the user sits at: programs with a window open only there. */
export function isOnThisComputer(): boolean {
  return vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
}

/** The Wireshark that a file can be opened in; undefined when there is none or it would open elsewhere. */
export async function findUsableWireshark(): Promise<string | undefined> {
  if (!isOnThisComputer()) return undefined;
  const setting = vscode.workspace.getConfiguration("eciOps").get<string>("wiresharkPath", "");
  return await findWireshark({ platform: process.platform, env: process.env, setting });
}

/** Opens a file in Wireshark; rejects with a `UserError` where that cannot be. */
export async function openWireshark(path: string): Promise<void> {
  if (!isOnThisComputer()) {
    throw new UserError(
      vscode.l10n.t(
        "Wireshark can't be opened from here: the file is on the computer that runs the extension.",
      ),
      vscode.l10n.t("Copy its path, fetch it to your own computer and open it there."),
    );
  }
  const program = await findUsableWireshark();
  if (program === undefined) {
    throw new UserError(
      vscode.l10n.t("Wireshark was not found on this computer."),
      vscode.l10n.t("Install it, or set its path in the setting eciOps.wiresharkPath."),
    );
  }
  // No shell: the file's name comes from other people.
  const child = spawn(program, [path], { detached: true, stdio: "ignore" });
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", reject);
  });
  child.unref();
}
