import { access } from "node:fs/promises";
import * as vscode from "vscode";
import { DownloadError } from "../../task/download/downloadError.ts";
import type { ResultDownloads } from "../../task/download/resultDownloads.ts";
import type { DownloadedFile, Task } from "../../task/task.ts";
import type { TaskLedger } from "../../task/taskLedger.ts";
import { toChosenNodes } from "../chosenNodes.ts";
import { toPlainText } from "../plainText.ts";
import type { ShowError } from "../errors/showError.ts";
import { askToForget } from "./askToForget.ts";
import { isOnThisComputer, openWireshark } from "./openWireshark.ts";
import { pickTask } from "./pickTask.ts";
import { showDownload } from "./showDownload.ts";
import { hasWaitingResult, type TaskNode, type TaskTreeNode } from "./taskNode.ts";
import { toInstanceText } from "./taskTexts.ts";

export type ResultCommandDeps = {
  readonly ledger: TaskLedger;
  readonly downloads: ResultDownloads;
  readonly showError: ShowError;
};

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}

async function openResult({ path, format }: DownloadedFile): Promise<void> {
  const file = vscode.Uri.file(path);
  if (format === "elf") await vscode.commands.executeCommand("vscode.open", file);
  else await vscode.commands.executeCommand("vscode.openWith", file, "eciOps.captureView");
}

async function copyPath({ path }: DownloadedFile): Promise<void> {
  await vscode.env.clipboard.writeText(path);
  vscode.window.setStatusBarMessage(vscode.l10n.t("The path was copied."), 3000);
}

async function revealResult(file: DownloadedFile): Promise<void> {
  if (isOnThisComputer()) {
    await vscode.commands.executeCommand("revealFileInOS", vscode.Uri.file(file.path));
    return;
  }
  const copy = vscode.l10n.t("Copy Path");
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t("The file is on the computer that runs the extension: {0}", toPlainText(file.path, 400)),
    copy,
  );
  if (answer === copy) await copyPath(file);
}

/** Registers what fetches, opens, shows and removes results. */
export function registerResultCommands({
  ledger,
  downloads,
  showError,
}: ResultCommandDeps): vscode.Disposable {
  const onTask = (
    id: string,
    fits: (task: Task) => boolean,
    run: (task: Task) => Promise<unknown>,
  ): vscode.Disposable =>
    vscode.commands.registerCommand(id, async (node?: TaskNode) => {
      const task = node
        ? ledger.get(node.taskId)
        : await pickTask(ledger.tasks().filter(fits), vscode.l10n.t("Which task?"));
      if (task) await attempt(task, fits, run);
    });

  /** For what is done to each of several selected rows. */
  const onTasks = (
    id: string,
    fits: (task: Task) => boolean,
    run: (task: Task) => Promise<unknown>,
  ): vscode.Disposable =>
    vscode.commands.registerCommand(id, async (node?: TaskTreeNode, nodes?: readonly TaskTreeNode[]) => {
      const tasks = await chooseTasks(fits, node, nodes);
      await Promise.all(tasks.map((task) => attempt(task, fits, run)));
    });

  const chooseTasks = async (
    fits: (task: Task) => boolean,
    node?: TaskTreeNode,
    nodes?: readonly TaskTreeNode[],
  ): Promise<readonly Task[]> => {
    if (node) return toChosenNodes("task", node, nodes).flatMap(({ taskId }) => ledger.get(taskId) ?? []);
    const picked = await pickTask(ledger.tasks().filter(fits), vscode.l10n.t("Which task?"));
    return picked ? [picked] : [];
  };

  const attempt = async (
    task: Task,
    fits: (task: Task) => boolean,
    run: (task: Task) => Promise<unknown>,
  ): Promise<void> => {
    if (!fits(task)) return;
    try {
      await run(task);
    } catch (error) {
      await showError(error);
    }
  };

  const download = async (task: Task): Promise<void> => {
    try {
      await showDownload(downloads, task, downloads.start(task.id));
    } catch (error) {
      // The ledger has it, and the notification of the task's end shows it.
      if (!(error instanceof DownloadError) && ledger.get(task.id)?.state.kind !== "succeeded") throw error;
    }
  };

  const onFile = (id: string, run: (file: DownloadedFile) => Promise<unknown>): vscode.Disposable =>
    onTask(
      id,
      ({ state }) => state.kind === "downloaded",
      async (task) => {
        if (task.state.kind !== "downloaded") return;
        if (await exists(task.state.file.path)) {
          await run(task.state.file);
          return;
        }
        await ledger.advance(task.id, { kind: "fileGone" });
        const again = vscode.l10n.t("Download Again");
        const answer = await vscode.window.showWarningMessage(
          vscode.l10n.t("The file of {0} is gone.", toInstanceText(task)),
          again,
        );
        if (answer === again) await download(task);
      },
    );

  const forget = async (tasks: readonly Task[]): Promise<void> => {
    const answer = await askToForget(tasks);
    if (answer === undefined) return;
    for (const task of tasks) {
      await downloads.cancel(task.id);
      // It may have gone on while the question stood there; a file that came meanwhile was not asked about and stays.
      const now = ledger.get(task.id) ?? task;
      const isAskedAbout = answer === "withFiles" && task.state.kind === "downloaded";
      if (isAskedAbout || now.state.kind !== "downloaded") await downloads.deleteFiles(now);
      await ledger.forget(task.id, Date.now());
    }
  };

  return vscode.Disposable.from(
    onTasks("eciOps.downloadResult", hasWaitingResult, download),
    onTasks(
      "eciOps.cancelDownload",
      ({ state }) => state.kind === "downloading",
      ({ id }) => downloads.cancel(id),
    ),
    onFile("eciOps.openResult", openResult),
    onFile("eciOps.openInWireshark", ({ path }) => openWireshark(path)),
    onFile("eciOps.revealResult", revealResult),
    onFile("eciOps.copyResultPath", copyPath),
    vscode.commands.registerCommand(
      "eciOps.forgetTask",
      async (node?: TaskTreeNode, nodes?: readonly TaskTreeNode[]) => {
        try {
          await forget(await chooseTasks(() => true, node, nodes));
        } catch (error) {
          await showError(error);
        }
      },
    ),
  );
}
