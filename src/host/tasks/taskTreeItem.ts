import * as vscode from "vscode";
import type { DownloadProgress } from "../../task/download/downloadResult.ts";
import type { Task, TaskState } from "../../task/task.ts";
import { toErrorText } from "../errors/errorText.ts";
import { toPlainText } from "../plainText.ts";
import { toProblemText } from "./downloadTexts.ts";
import { toTaskContext, toTaskGroup, type TaskGroupNode, type TaskNode } from "./taskNode.ts";
import {
  toGroupText,
  toInstanceText,
  toShortTimeText,
  toStateText,
  toTimeText,
  toTypeText,
} from "./taskTexts.ts";

/** What a row shows beside the task itself. */
export type TaskRowFacts = {
  readonly progress: DownloadProgress | undefined;
  /** Why the last look at the service's records failed. */
  readonly pollProblem: unknown;
};

function toIcon({ state, opsType }: Task): vscode.ThemeIcon {
  const icons: Record<TaskState["kind"], [id: string, color?: string]> = {
    sending: ["arrow-up"],
    unknownOutcome: ["question"],
    ready: opsType === "tcpdump" ? ["record", "charts.red"] : ["shield"],
    stopping: ["debug-stop"],
    succeeded:
      state.kind === "succeeded" && state.problem ? ["warning", "list.warningForeground"] : ["inbox"],
    downloading: ["cloud-download"],
    downloaded: ["pass", "testing.iconPassed"],
    failed: ["error", "list.errorForeground"],
    expired: ["history"],
    closed: ["circle-slash"],
  };
  const [id, color] = icons[state.kind];
  return new vscode.ThemeIcon(id, color === undefined ? undefined : new vscode.ThemeColor(color));
}

function toTooltip(task: Task, stateText: string, pollProblem: unknown): string {
  const { state, target, origin, sentTime } = task;
  const record = "record" in state ? state.record : undefined;
  const lines = [
    `${toTypeText(task.opsType)}: ${toInstanceText(task)}`,
    stateText,
    origin === "found"
      ? vscode.l10n.t("Begun elsewhere: {0}", toTimeText(sentTime))
      : vscode.l10n.t("Sent: {0}", toTimeText(sentTime)),
    vscode.l10n.t("Instance: {0}, {1}", toPlainText(target.instanceId), toPlainText(target.regionId)),
  ];
  // What was fetched, or has ended, expires no more.
  if (record?.expireTime !== undefined && ["running", "waiting"].includes(toTaskGroup(task))) {
    lines.push(vscode.l10n.t("Expires: {0}", toTimeText(record.expireTime)));
  }
  if (state.kind === "succeeded" && state.problem) lines.push(toProblemText(state.problem).next);
  if (pollProblem !== undefined) {
    const { what, next } = toErrorText(pollProblem);
    lines.push(vscode.l10n.t("Could not ask how it stands: {0} {1}", what, next));
  }
  return lines.join("\n");
}

/** A task as a row; everything that others wrote is plain text. */
export function toTaskTreeItem(node: TaskNode, task: Task, facts: TaskRowFacts): vscode.TreeItem {
  const stateText = toStateText(task, facts.progress);
  const label = toInstanceText(task);
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.None);
  item.id = node.taskId;
  const shownState =
    facts.pollProblem === undefined ? stateText : vscode.l10n.t("{0} (not up to date)", stateText);
  // Two captures of one instance differ in nothing else.
  item.description = `${shownState} · ${toShortTimeText(task.sentTime, Date.now())}`;
  item.iconPath = toIcon(task);
  item.tooltip = toTooltip(task, stateText, facts.pollProblem);
  item.contextValue = toTaskContext(task);
  item.accessibilityInformation = {
    label: vscode.l10n.t("{0} of {1}, {2}", toTypeText(task.opsType), label, item.description),
  };
  item.command =
    task.state.kind === "downloaded"
      ? { command: "eciOps.openResult", title: vscode.l10n.t("Open Result"), arguments: [node] }
      : { command: "eciOps.showTaskDetails", title: vscode.l10n.t("Show Task Details"), arguments: [node] };
  return item;
}

/** A group as a row, open at first. */
export function toGroupTreeItem({ group }: TaskGroupNode, count: number): vscode.TreeItem {
  const item = new vscode.TreeItem(toGroupText(group), vscode.TreeItemCollapsibleState.Expanded);
  item.id = `group.${group}`;
  item.description = String(count);
  item.contextValue = `taskGroup.${group}`;
  return item;
}
