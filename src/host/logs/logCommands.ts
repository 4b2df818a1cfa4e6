import * as vscode from "vscode";
import type { Container, Instance } from "../../eci/model.ts";
import { toPlainText } from "../plainText.ts";
import type { FollowedLog, LogLines } from "./followedLog.ts";
import { showEnd } from "./logEditors.ts";
import { toLogUri } from "./logAddress.ts";

/** A container, or an instance of which one is to be chosen; rows of the instances view are such. */
export type LogSubject = {
  readonly accountId: string;
  readonly instance: Instance;
  readonly container?: Container | undefined;
};

/** Opens the log of a container; asks for the container where there are several. */
export async function showLog(subject: LogSubject, isPrevious: boolean, scheme: string): Promise<void> {
  const { accountId, instance } = subject;
  const container = subject.container ?? (await pickContainer(instance, isPrevious));
  if (!container) return;
  const target = {
    accountId,
    regionId: instance.regionId,
    instanceId: instance.id,
    containerName: container.name,
    isPrevious,
  };
  const uri = toLogUri(scheme, target, instance.name === "" ? instance.id : instance.name);
  const isOpen = vscode.workspace.textDocuments.some(
    (document) => document.uri.toString() === uri.toString(),
  );
  const editor = await vscode.window.showTextDocument(uri, { preview: false });
  // Where the reader has been before, the editor has kept the place.
  if (!isOpen) showEnd(editor);
}

async function pickContainer(instance: Instance, isPrevious: boolean): Promise<Container | undefined> {
  const { containers } = instance;
  if (containers.length === 0) {
    await vscode.window.showWarningMessage(
      vscode.l10n.t("Nothing is known of the containers of this instance (yet). Refresh the instances view."),
    );
    return undefined;
  }
  if (containers.length === 1) return containers[0];
  const chosen = await vscode.window.showQuickPick(
    containers.map((container) => ({
      label: toPlainText(container.name),
      description: [
        container.isInit ? vscode.l10n.t("init") : "",
        toPlainText(container.currentState?.state ?? "", 40),
        container.restartCount > 0 ? vscode.l10n.t("restarts: {0}", container.restartCount) : "",
      ]
        .filter(Boolean)
        .join(" · "),
      container,
    })),
    {
      placeHolder: isPrevious
        ? vscode.l10n.t("The previous log of which container?")
        : vscode.l10n.t("The log of which container?"),
    },
  );
  return chosen?.container;
}

/** Asks which lines of a log to show, and whether with their times. */
export async function chooseLogLines(log: FollowedLog): Promise<void> {
  const toChoice = (label: string, lines: LogLines) => ({ label, run: () => log.choose(lines) });
  const choice = await vscode.window.showQuickPick(
    [
      toChoice(vscode.l10n.t("The last 100 lines"), { tail: 100 }),
      toChoice(vscode.l10n.t("The last 500 lines"), { tail: 500 }),
      toChoice(vscode.l10n.t("The last 2,000 lines"), { tail: 2_000 }),
      toChoice(vscode.l10n.t("The last 5 minutes"), { tail: 2_000, sinceSeconds: 300 }),
      toChoice(vscode.l10n.t("The last hour"), { tail: 2_000, sinceSeconds: 3_600 }),
      {
        label: log.showsTimes
          ? vscode.l10n.t("Hide the time of each line")
          : vscode.l10n.t("Show the time of each line"),
        run: () => log.showTimes(!log.showsTimes),
      },
    ],
    { placeHolder: vscode.l10n.t("Which lines of this log? The service gives 2,000 lines or 1 MB at most.") },
  );
  choice?.run();
}
