import * as vscode from "vscode";
import type { Task } from "../../task/task.ts";
import { toInstanceText, toStateText, toTimeText, toTypeText } from "./taskTexts.ts";

type Choice = vscode.QuickPickItem & { readonly task: Task };

/** Lets the user choose one of the tasks; undefined when they changed their mind. */
export async function pickTask(tasks: readonly Task[], placeHolder: string): Promise<Task | undefined> {
  const choices = tasks.map((task): Choice => ({
    label: toInstanceText(task),
    description: `${toTypeText(task.opsType)}, ${toStateText(task)}`,
    detail: toTimeText(task.sentTime),
    task,
  }));
  const question = tasks.length > 0 ? placeHolder : vscode.l10n.t("There is no task that this fits.");
  // A page that gets the focus back after the palette was open would close it, and the command would do nothing.
  const options = { placeHolder: question, matchOnDescription: true, ignoreFocusOut: true };
  return (await vscode.window.showQuickPick(choices, options))?.task;
}
