import * as vscode from "vscode";
import { toTaskGroup } from "./taskNode.ts";
import { TasksTree, type TasksTreeDeps } from "./tasksTree.ts";

/** Shows the ledger in the view `eciOps.tasks`; its badge counts the results that wait. */
export function registerTasksView(deps: TasksTreeDeps): vscode.Disposable {
  const tree = new TasksTree(deps);
  const view = vscode.window.createTreeView("eciOps.tasks", {
    treeDataProvider: tree,
    canSelectMany: true,
  });
  const countWaiting = () => {
    const value = deps.ledger.tasks().filter((task) => toTaskGroup(task) === "waiting").length;
    view.badge =
      value === 0 ? undefined : { value, tooltip: vscode.l10n.t("{0} results wait to be downloaded", value) };
  };
  const stopCounting = deps.ledger.onChange(countWaiting);
  countWaiting();
  return vscode.Disposable.from(tree, view, new vscode.Disposable(stopCounting));
}
