import * as vscode from "vscode";
import type { Task } from "../../task/task.ts";
import type { TaskChange, TaskLedger } from "../../task/taskLedger.ts";
import type { Log } from "../log.ts";
import { toProblemText } from "./downloadTexts.ts";
import { findUsableWireshark, isOnThisComputer } from "./openWireshark.ts";
import { toSizeText } from "./sizeText.ts";
import { fetchesResults } from "./taskDownloads.ts";
import type { TaskNode } from "./taskNode.ts";
import { toCaptureReadyText, toFailureText, toInstanceText, type CaptureCounts } from "./taskTexts.ts";

/** A button and the command that it runs on the task. */
type Offer = readonly [title: string, command: string];
type Notice = {
  readonly show: (message: string, ...titles: string[]) => Thenable<string | undefined>;
  readonly message: string;
  readonly offers: readonly Offer[];
};

/** Counts what stands in a task's capture; rejects when it cannot be read. */
export type ReportCapture = (task: Task) => Promise<CaptureCounts | undefined>;

/** What the end of a task says and offers; undefined for a change that is no end, or that was told elsewhere. */
async function toNotice(
  { before, after, elsewhere }: TaskChange,
  report: ReportCapture,
): Promise<Notice | undefined> {
  if (elsewhere || !after || !before || before.state.kind === after.state.kind) return undefined;
  const { state } = after;
  const { showInformationMessage: inform, showWarningMessage: warn, showErrorMessage: alarm } = vscode.window;
  const name = toInstanceText(after);
  const details: Offer = [vscode.l10n.t("Details"), "eciOps.showTaskDetails"];
  switch (state.kind) {
    case "downloaded": {
      const size = toSizeText(state.file.sizeBytes, vscode.env.language);
      const message =
        after.opsType === "tcpdump"
          ? toCaptureReadyText(name, size, await report(after).catch(() => undefined))
          : vscode.l10n.t("Core dump ready: {0}, {1}.", name, size);
      return { show: inform, message, offers: await toFileOffers(after) };
    }
    case "succeeded": {
      const download: Offer = [vscode.l10n.t("Download"), "eciOps.downloadResult"];
      if (state.problem) {
        // The user did it, and was asked what next.
        if (state.problem.code === "cancelled" || state.problem.code === "fileGone") return undefined;
        const { what, next } = toProblemText(state.problem);
        const message = vscode.l10n.t("The result of {0} could not be fetched: {1}. {2}", name, what, next);
        return { show: alarm, message, offers: [[vscode.l10n.t("Try Again"), download[1]], details] };
      }
      // One that is fetched by itself tells of its end; one that was interrupted has nothing to tell.
      if (before.state.kind === "downloading" || before.state.kind === "downloaded") return undefined;
      if (fetchesResults() && after.origin === "sent") return undefined;
      const message = vscode.l10n.t("A result of {0} waits to be downloaded.", name);
      return { show: inform, message, offers: [download, details] };
    }
    case "failed": {
      // A refusal was shown by the command that was refused.
      if (before.state.kind === "sending") return undefined;
      const message = vscode.l10n.t("The task on {0} failed: {1}.", name, toFailureText(state.failure));
      const again: Offer = [vscode.l10n.t("Try Again"), "eciOps.captureAgain"];
      return { show: warn, message, offers: after.options ? [again, details] : [details] };
    }
    case "expired": {
      const message =
        after.opsType === "coredump"
          ? vscode.l10n.t("The core dump of {0} expired: nothing crashed in its time.", name)
          : vscode.l10n.t("The capture of {0} expired without a result.", name);
      return { show: inform, message, offers: [details] };
    }
    case "closed": {
      const message =
        after.opsType === "coredump"
          ? vscode.l10n.t("The core dump of {0} is disabled.", name)
          : vscode.l10n.t("The capture of {0} was stopped and left no result.", name);
      return { show: inform, message, offers: [details] };
    }
    case "sending":
    case "unknownOutcome":
    case "ready":
    case "stopping":
    case "downloading":
      return undefined;
  }
}

async function toFileOffers({ opsType }: Task): Promise<Offer[]> {
  const offers: Offer[] = [[vscode.l10n.t("Open"), "eciOps.openResult"]];
  if (opsType === "tcpdump" && (await findUsableWireshark()) !== undefined) {
    offers.push([vscode.l10n.t("Open in Wireshark"), "eciOps.openInWireshark"]);
  }
  if (isOnThisComputer()) offers.push([vscode.l10n.t("Reveal"), "eciOps.revealResult"]);
  offers.push([vscode.l10n.t("Copy Path"), "eciOps.copyResultPath"]);
  return offers;
}

async function notify(change: TaskChange, report: ReportCapture): Promise<void> {
  const notice = await toNotice(change, report);
  if (!notice || !change.after) return;
  const chosen = await notice.show(notice.message, ...notice.offers.map(([title]) => title));
  const command = notice.offers.find(([title]) => title === chosen)?.[1];
  const node: TaskNode = { kind: "task", taskId: change.after.id };
  if (command !== undefined) await vscode.commands.executeCommand(command, node);
}

/** One notification at the end of each task, with what can be done next; a try that nobody asked for fails in silence. */
export function registerTaskNotifications(
  ledger: TaskLedger,
  log: Log,
  report: ReportCapture,
  isRetry: (task: Task) => boolean,
): vscode.Disposable {
  const stop = ledger.onChange((change) => {
    if (change.after && isRetry(change.after)) return;
    notify(change, report).catch(log.error);
  });
  return new vscode.Disposable(stop);
}
