import { randomBytes } from "node:crypto";
import { mkdtemp, realpath, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import * as vscode from "vscode";
import { toPlainText } from "../../plainText.ts";
import { WorkerFailureError } from "./captureWorkerClient.ts";

export type ExportChoice = { readonly format: "pcap" | "pcapng"; readonly isShare: boolean };

/** Writes a new file at the path; rejects with a WorkerFailureError and then leaves none. */
type Write = (path: string, signal: AbortSignal) => Promise<unknown>;

/**
 * Asks where to, writes, and resolves with the file's name; null when the user backed out. The file gets its name only
 * once it is whole. Never replaces the capture itself.
 */
export async function exportPackets(
  opened: vscode.Uri,
  choice: ExportChoice,
  write: Write,
): Promise<string | null> {
  const target = await vscode.window.showSaveDialog({
    defaultUri: toProposal(opened, choice),
    filters: { [choice.format]: [choice.format] },
    title: choice.isShare
      ? vscode.l10n.t("Write a copy to share")
      : vscode.l10n.t("Write the packets in the list"),
  });
  if (!target) return null;
  if (await isSameFile(opened, target)) {
    throw new Error(vscode.l10n.t("The capture itself is not overwritten. Choose another name."));
  }
  try {
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: toTitle(target), cancellable: true },
      async (_progress, token) => {
        const abort = new AbortController();
        const cancelling = token.onCancellationRequested(() => abort.abort());
        try {
          await writeTo(target, (path) => write(path, abort.signal));
        } finally {
          cancelling.dispose();
        }
      },
    );
  } catch (error) {
    if (error instanceof WorkerFailureError && error.failure.kind === "cancelled") return null;
    throw error;
  }
  return toPlainText(toName(target));
}

function toName({ path }: vscode.Uri): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function toTitle(target: vscode.Uri): string {
  return vscode.l10n.t("Writing {0}", toPlainText(toName(target), 80));
}

/** Beside the capture where that is on a disk, under a name that says what it is. */
function toProposal(opened: vscode.Uri, { format, isShare }: ExportChoice): vscode.Uri {
  const stem = toName(opened).replace(/(\.(pcap|pcapng|cap))?(\.gz)?$/iu, "");
  const name = `${stem}-${isShare ? "share" : "filtered"}.${format}`;
  return vscode.Uri.joinPath(
    opened.scheme === "file" ? opened : vscode.Uri.file(join(tmpdir(), "x")),
    "..",
    name,
  );
}

async function isSameFile(one: vscode.Uri, other: vscode.Uri): Promise<boolean> {
  if (one.toString() === other.toString()) return true;
  if (one.scheme !== "file" || other.scheme !== "file") return false;
  const [first, second] = await Promise.all(
    [one, other].map(({ fsPath }) => realpath(fsPath).catch(() => fsPath)),
  );
  return first === second;
}

/** Beside the target, so that giving it its name is one step; elsewhere than on a disk, by way of the temporary folder. */
async function writeTo(target: vscode.Uri, write: (path: string) => Promise<unknown>): Promise<void> {
  if (target.scheme === "file") {
    const { fsPath } = target;
    const path = join(
      dirname(fsPath),
      `.${basename(fsPath).slice(0, 100)}.${randomBytes(6).toString("hex")}.tmp`,
    );
    try {
      await write(path);
      await rename(path, fsPath);
    } finally {
      await rm(path, { force: true });
    }
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), "eci-ops-export-"));
  try {
    const path = join(folder, "capture");
    await write(path);
    await vscode.workspace.fs.copy(vscode.Uri.file(path), target, { overwrite: true });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
