import * as vscode from "vscode";
import type { ResultDownloads } from "../../task/download/resultDownloads.ts";
import type { TaskLedger } from "../../task/taskLedger.ts";
import type { TaskRunner } from "../../task/taskRunner.ts";
import { taskGroups, toTaskGroup, type TaskNode, type TaskTreeNode } from "./taskNode.ts";
import { toGroupTreeItem, toTaskTreeItem } from "./taskTreeItem.ts";

/** What the view reads; it changes nothing. */
export type TasksTreeDeps = {
  readonly ledger: Pick<TaskLedger, "tasks" | "get" | "onChange">;
  readonly runner: Pick<TaskRunner, "problem" | "onProblem">;
  readonly downloads: Pick<ResultDownloads, "progress" | "onProgress">;
};

/** The view `eciOps.tasks`: the tasks by group, newest first; groups without a task are not shown. */
export class TasksTree implements vscode.TreeDataProvider<TaskTreeNode>, vscode.Disposable {
  readonly #deps: TasksTreeDeps;
  readonly #changed = new vscode.EventEmitter<TaskTreeNode | undefined>();
  readonly #stopListening: readonly (() => void)[];
  /** The rows that the editor holds now: it knows a row again by the object alone. */
  readonly #nodes = new Map<string, TaskNode>();

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(deps: TasksTreeDeps) {
    this.#deps = deps;
    const all = () => this.#changed.fire(undefined);
    this.#stopListening = [
      deps.ledger.onChange(all),
      deps.runner.onProblem(all),
      // Ten times a second: the one row is enough, and a row that was never shown needs nothing.
      deps.downloads.onProgress((taskId) => {
        const node = this.#nodes.get(taskId);
        if (node) this.#changed.fire(node);
      }),
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
    return tasks.filter((task) => toTaskGroup(task) === node.group).map(({ id }) => this.#toNode(id));
  }

  dispose(): void {
    for (const stop of this.#stopListening) stop();
    this.#changed.dispose();
  }

  #toNode(taskId: string): TaskNode {
    const node: TaskNode = { kind: "task", taskId };
    this.#nodes.set(taskId, node);
    return node;
  }
}
