import * as vscode from "vscode";
import type { Task } from "../../../task/task.ts";
import { CapturePage } from "./capturePage.ts";
import { toCaptureRequest } from "./captureRequest.ts";
import type { CaptureViewDeps } from "./captureViewDeps.ts";
import { OpenedCapture } from "./openedCapture.ts";
import { readReport, type ShortReport } from "./readReport.ts";

/* What the extension loads when a capture is first opened or reported; it is a bundle of its own. */

function toWorkerPath({ extensionUri }: Pick<CaptureViewDeps, "extensionUri">): string {
  return vscode.Uri.joinPath(extensionUri, "dist", "captureWorker.cjs").fsPath;
}

/** Opens a capture: its worker begins to read at once. */
export function openCapture(uri: vscode.Uri, deps: CaptureViewDeps): OpenedCapture {
  return new OpenedCapture(uri, toWorkerPath(deps), deps);
}

/** Shows an open capture in an editor. */
export function showCapture(panel: vscode.WebviewPanel, capture: OpenedCapture, deps: CaptureViewDeps): void {
  // It lives as long as its panel.
  new CapturePage(panel, capture, deps);
}

/** Counts the packets and findings of a task's result; undefined when the task left none here. Rejects when it is no capture. */
export async function reportCapture(
  task: Task,
  deps: Pick<CaptureViewDeps, "extensionUri">,
): Promise<ShortReport | undefined> {
  if (task.state.kind !== "downloaded") return undefined;
  return await readReport(toWorkerPath(deps), task.state.file.path, toCaptureRequest(task));
}
