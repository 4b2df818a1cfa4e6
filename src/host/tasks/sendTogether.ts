import * as vscode from "vscode";
import { sendToAll, type SentToAll } from "../../task/sendToAll.ts";
import type { Task, TaskTarget } from "../../task/task.ts";
import { waitToRetry } from "../errors/waitToRetry.ts";
import type { Log } from "../log.ts";
import {
  groupFailures,
  toTogetherSummary,
  toTogetherTitle,
  type LeftOut,
  type TogetherKind,
} from "./togetherTexts.ts";

/** What is sent to each of several instances. */
export type TogetherOrder = {
  readonly kind: TogetherKind;
  /** Rejects where nothing was carried out, and with the signal's reason where it had not begun. */
  readonly send: (target: TaskTarget, signal: AbortSignal) => Promise<Task | undefined>;
  /** The RAM actions that it needs. */
  readonly actions: readonly string[];
  readonly log: Pick<Log, "warn" | "error">;
};

/**
 * Sends to several instances, with one progress that can be cancelled and one summary; a failure of one stops no other.
 * The summary offers to try again those that failed and may be cured, and them alone. Resolves once all are sent, and
 * does not wait until somebody has read the summary. Never rejects.
 */
export async function sendTogether(
  order: TogetherOrder,
  targets: readonly TaskTarget[],
  leftOut: readonly LeftOut[] = [],
): Promise<SentToAll<TaskTarget>> {
  const { kind, send, log } = order;
  const outcome = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: toTogetherTitle(kind), cancellable: true },
    async (progress, token) => {
      const cancel = new AbortController();
      token.onCancellationRequested(() => cancel.abort());
      const tell = (done: number, more: number) =>
        progress.report({
          message: vscode.l10n.t("{0} of {1}", done, targets.length),
          increment: (100 * more) / Math.max(1, targets.length),
        });
      tell(0, 0);
      return await sendToAll(
        targets,
        async (target, signal) => {
          const task = await send(target, signal);
          return task?.state.kind === "unknownOutcome" ? "unanswered" : "sent";
        },
        { signal: cancel.signal, onSettled: (done) => tell(done, 1) },
      );
    },
  );
  for (const { target, error } of outcome.failed) {
    log.warn(`${kind} on ${target.instanceId} (${target.regionId}) failed:`);
    log.error(error);
  }
  showSummary(order, outcome, leftOut).catch(log.error);
  return outcome;
}

async function showSummary(
  order: TogetherOrder,
  outcome: SentToAll<TaskTarget>,
  leftOut: readonly LeftOut[],
): Promise<void> {
  const { kind, actions } = order;
  const offers = new Map<string, () => Thenable<unknown>>();
  const groups = groupFailures(outcome.failed);
  const curable = groups.filter(({ text }) => text.retry !== "never" || text.remedy !== undefined);
  if (curable.length > 0) {
    const again = () =>
      sendTogether(
        order,
        curable.flatMap(({ targets }) => targets),
      );
    const waits = curable.filter(({ text }) => text.retry === "countdown");
    const seconds = waits.map(({ text }) => text.retryAfterSeconds).filter((each) => each !== undefined);
    if (waits.length === 0) offers.set(vscode.l10n.t("Try Again"), again);
    else {
      const longest = seconds.length > 0 ? Math.max(...seconds) : undefined;
      offers.set(vscode.l10n.t("Wait and Try Again"), () => waitToRetry(longest, again));
    }
  }
  for (const { text, targets } of groups) {
    if (text.remedy === "eciOps.copyRamPolicy") {
      offers.set(vscode.l10n.t("Copy RAM Policy"), () =>
        vscode.commands.executeCommand("eciOps.copyRamPolicy", actions),
      );
    } else if (text.remedy === "eciOps.changeSecret") {
      const accountId = targets[0]?.accountId;
      offers.set(vscode.l10n.t("Change Key…"), () =>
        vscode.commands.executeCommand("eciOps.changeSecret", { accountId }),
      );
    }
  }
  const { sent, unanswered, failed, notSent } = outcome;
  if (sent.length + unanswered.length > 0) {
    offers.set(vscode.l10n.t("Show Tasks"), () => vscode.commands.executeCommand("eciOps.showTasks"));
  }
  if (failed.length > 0) {
    offers.set(vscode.l10n.t("Show Log"), () => vscode.commands.executeCommand("eciOps.showLog"));
  }
  const { showInformationMessage: inform, showWarningMessage: warn, showErrorMessage: alarm } = vscode.window;
  const isWhole = failed.length + unanswered.length + notSent.length + leftOut.length === 0;
  const show = isWhole ? inform : sent.length === 0 && failed.length > 0 ? alarm : warn;
  const chosen = await show(toTogetherSummary(kind, outcome, leftOut), ...offers.keys());
  if (chosen !== undefined) await offers.get(chosen)?.();
}
