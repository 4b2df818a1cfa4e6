import * as vscode from "vscode";
import type { ResultDownloads } from "../../task/download/resultDownloads.ts";
import type { DownloadedFile, Task } from "../../task/task.ts";
import { toInstanceText, toProgressText } from "./taskTexts.ts";

/** Runs a task's download with its progress in a notification that can cancel it; rejects as the download does. */
export function showDownload(downloads: ResultDownloads, task: Task): Thenable<DownloadedFile> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t("Result of {0}", toInstanceText(task)),
      cancellable: true,
    },
    async (progress, token) => {
      let shownPercent = 0;
      const stop = downloads.onProgress((taskId) => {
        const made = taskId === task.id ? downloads.progress(taskId) : undefined;
        if (!made) return;
        const percent = made.totalBytes ? (100 * made.receivedBytes) / made.totalBytes : 0;
        // A download that begins again from zero goes back; the bar cannot.
        progress.report({ message: toProgressText(made), increment: Math.max(0, percent - shownPercent) });
        shownPercent = Math.max(percent, shownPercent);
      });
      const cancelling = token.onCancellationRequested(() => downloads.cancel(task.id));
      try {
        return await downloads.start(task.id);
      } finally {
        stop();
        cancelling.dispose();
      }
    },
  );
}
