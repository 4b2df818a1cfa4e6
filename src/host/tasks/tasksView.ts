import * as vscode from "vscode";
import type { ResultDownloads } from "../../task/download/resultDownloads.ts";
import type { TaskLedger } from "../../task/taskLedger.ts";
import type { TaskRunner } from "../../task/taskRunner.ts";
import { taskGroups, toTaskGroup, type TaskTreeNode } from "./taskNode.ts";
import { toGroupTreeItem, toTaskTreeItem } from "./taskTreeItem.ts";

export type TasksViewDeps = {
  readonly ledger: TaskLedger;
  readonly runner: TaskRunner;
  readonly downloads: ResultDownloads;
};

/** The tasks by group, newest first; groups without a task are not shown. */
class TasksTree implements vscode.TreeDataProvider<TaskTreeNode> {
  readonly #deps: TasksViewDeps;
  readonly #changed = new vscode.EventEmitter<TaskTreeNode | undefined>();
  readonly #stopListening: readonly (() => void)[];
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(deps: TasksViewDeps) {
    this.#deps = deps;
    const all = () => this.#changed.fire(undefined);
    this.#stopListening = [
      deps.ledger.onChange(all),
      deps.runner.onProblem(all),
      deps.downloads.onProgress(all),
    ];
  }

  getTreeItem(node: TaskTreeNode): vscode.TreeItem {
    const { ledger, runner, downloads } = this.#deps;
    if (node.kind === "taskGroup") {
      return toGroupTreeItem(node, ledger.tasks().filter((task) => toTaskGroup(task) === node.group).length);
    }
    const task = ledger.get(node.taskId);
    // Gone since the rows were asked for; the change that is under way takes the row off.
    if (!task) return new vscode.TreeItem("");
    const progress = downloads.progress(task.id);
    return toTaskTreeItem(node, task, { progress, pollProblem: runner.problem(task) });
  }

  getChildren(node?: TaskTreeNode): TaskTreeNode[] {
    const tasks = this.#deps.ledger.tasks();
    if (!node) {
      const present = new Set(tasks.map(toTaskGroup));
      return taskGroups.filter((group) => present.has(group)).map((group) => ({ kind: "taskGroup", group }));
    }
    if (node.kind === "task") return [];
    return tasks
      .filter((task) => toTaskGroup(task) === node.group)
      .map((task) => ({ kind: "task", taskId: task.id }));
  }

  dispose(): void {
    for (const stop of this.#stopListening) stop();
    this.#changed.dispose();
  }
}

/** Shows the ledger in the view `eciOps.tasks`; its badge counts the results that wait. */
export function registerTasksView(deps: TasksViewDeps): vscode.Disposable {
  const tree = new TasksTree(deps);
  const view = vscode.window.createTreeView("eciOps.tasks", { treeDataProvider: tree });
  const countWaiting = () => {
    const value = deps.ledger.tasks().filter((task) => toTaskGroup(task) === "waiting").length;
    view.badge =
      value === 0 ? undefined : { value, tooltip: vscode.l10n.t("{0} results wait to be downloaded", value) };
  };
  const stopCounting = deps.ledger.onChange(countWaiting);
  countWaiting();
  return vscode.Disposable.from(tree, view, new vscode.Disposable(stopCounting));
}
