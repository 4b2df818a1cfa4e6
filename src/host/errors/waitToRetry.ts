import * as vscode from "vscode";

/** The service doesn't say how long its interval is; after this long a new try is polite. */
export const defaultWaitSeconds = 15;

/** Counts down in a notification that can be cancelled, then does it again. */
export async function waitToRetry(
  seconds: number | undefined,
  retry: () => Thenable<unknown>,
): Promise<void> {
  const total = Math.max(1, Math.ceil(seconds ?? defaultWaitSeconds));
  const waited = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t("Trying again soon"),
      cancellable: true,
    },
    async (progress, token) => {
      for (let left = total; left > 0 && !token.isCancellationRequested; left--) {
        progress.report({ message: vscode.l10n.t("in {0} s", left), increment: 100 / total });
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, 1000);
          token.onCancellationRequested(() => {
            clearTimeout(timer);
            resolve();
          });
        });
      }
      return !token.isCancellationRequested;
    },
  );
  if (waited) await retry();
}
