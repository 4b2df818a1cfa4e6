import * as vscode from "vscode";
import type { TaskLedger } from "../../task/taskLedger.ts";
import type { Task } from "../../task/task.ts";
import { toTaskGroup } from "./taskNode.ts";
import { toInstanceText, toStateText } from "./taskTexts.ts";

function toText(running: readonly Task[]): string {
  const [only] = running;
  if (only && running.length === 1) return `${toInstanceText(only)}: ${toStateText(only)}`;
  return vscode.l10n.t("{0} tasks run", running.length);
}

/** The one status-bar item: what is running now; a click shows the tasks. Hidden when nothing runs. */
export function registerTaskStatusBar(ledger: TaskLedger): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("eciOps.running", vscode.StatusBarAlignment.Left);
  item.name = vscode.l10n.t("ECI tasks");
  item.command = "eciOps.showTasks";
  const show = () => {
    const running = ledger.tasks().filter((task) => toTaskGroup(task) === "running");
    if (running.length === 0) {
      item.hide();
      return;
    }
    const text = toText(running);
    item.text = `$(record) ${text}`;
    item.tooltip = running.map((task) => `${toInstanceText(task)}: ${toStateText(task)}`).join("\n");
    item.accessibilityInformation = { label: vscode.l10n.t("ECI: {0}", text), role: "button" };
    item.show();
  };
  const stop = ledger.onChange(show);
  show();
  return vscode.Disposable.from(item, new vscode.Disposable(stop));
}
