import * as vscode from "vscode";
import { isOpen, type Task } from "../../task/task.ts";
import { toInstanceText } from "./taskTexts.ts";

/** Asks, once, whether tasks are to go off the list, and their files with them; undefined when the user backed out. */
export async function askToForget(tasks: readonly Task[]): Promise<"listOnly" | "withFiles" | undefined> {
  const [first] = tasks;
  if (!first) return undefined;
  const isOne = tasks.length === 1;
  const hasFile = tasks.some(({ state }) => state.kind === "downloaded");
  const remove = vscode.l10n.t("Remove from List");
  const removeAll = isOne
    ? vscode.l10n.t("Remove and Delete File")
    : vscode.l10n.t("Remove and Delete Files");
  const answer = await vscode.window.showWarningMessage(
    isOne
      ? vscode.l10n.t("Remove the task on {0} from the list?", toInstanceText(first))
      : vscode.l10n.t("Remove {0} tasks from the list?", tasks.length),
    { modal: true, detail: isOne ? toDetail(first, hasFile) : toDetails(tasks, hasFile) },
    ...(hasFile ? [remove, removeAll] : [remove]),
  );
  if (answer === undefined) return undefined;
  return answer === removeAll ? "withFiles" : "listOnly";
}

function toDetail(task: Task, hasFile: boolean): string {
  if (isOpen(task)) return vscode.l10n.t("It goes on in the service: stop it first if it is to end.");
  return hasFile
    ? vscode.l10n.t("Its file stays unless you delete it too.")
    : vscode.l10n.t("A result that was not downloaded can then no longer be fetched from here.");
}

function toDetails(tasks: readonly Task[], hasFile: boolean): string {
  return [
    ...(tasks.some(isOpen)
      ? [vscode.l10n.t("Those that run go on in the service: stop them first if they are to end.")]
      : []),
    ...(hasFile ? [vscode.l10n.t("Their files stay unless you delete them too.")] : []),
    vscode.l10n.t("A result that was not downloaded can then no longer be fetched from here."),
  ].join("\n");
}
