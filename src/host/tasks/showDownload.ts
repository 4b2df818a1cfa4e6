import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import type { ResultDownloads } from "../../task/download/resultDownloads.ts";
import type { DownloadedFile, Task } from "../../task/task.ts";
import { toInstanceText, toProgressText } from "./taskTexts.ts";

/** A notification with a progress stands for 0.8 s at least: one of a short download would stand beside that of its end. */
const quietMs = 2_000;

/**
 * Shows a task's download that was just begun; one that takes longer has its progress in a notification that can cancel
 * it. Settles as the download does.
 */
export async function showDownload<File extends DownloadedFile | undefined>(
  downloads: ResultDownloads,
  task: Task,
  finished: Promise<File>,
): Promise<File> {
  await Promise.race([finished, delay(quietMs)]);
  // Of a download that is over there is none.
  if (!downloads.progress(task.id)) return finished;
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
        return await finished;
      } finally {
        stop();
        cancelling.dispose();
      }
    },
  );
}
