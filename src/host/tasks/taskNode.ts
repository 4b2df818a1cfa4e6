import type { Task } from "../../task/task.ts";

/** How the tasks view groups its rows, in this order. */
export const taskGroups = ["running", "waiting", "done", "ended"] as const;
export type TaskGroup = (typeof taskGroups)[number];

export type TaskNode = { readonly kind: "task"; readonly taskId: string };
export type TaskGroupNode = { readonly kind: "taskGroup"; readonly group: TaskGroup };

/** A row of the tasks view. */
export type TaskTreeNode = TaskNode | TaskGroupNode;

/** The group that a task stands in. */
export function toTaskGroup(task: Task): TaskGroup {
  switch (task.state.kind) {
    case "sending":
    case "unknownOutcome":
    case "ready":
    case "stopping":
    case "downloading":
      return "running";
    case "succeeded":
      return "waiting";
    case "downloaded":
      return "done";
    case "failed":
    case "expired":
    case "closed":
      return "ended";
  }
}

/** Whether a result can be fetched now. */
export function hasWaitingResult({ state }: Task): boolean {
  return state.kind === "succeeded" || (state.kind === "ready" && state.hasResult === true);
}

/**
 * What the menus' when-clauses match: `task.<state>.<type>`, then `.result` (can be fetched), `.options` (can be
 * captured again) and `.requestId` (can be copied) where they apply.
 */
export function toTaskContext(task: Task): string {
  const { state, opsType } = task;
  return [
    "task",
    state.kind,
    opsType,
    ...(hasWaitingResult(task) ? ["result"] : []),
    ...(opsType === "tcpdump" && task.origin === "sent" ? ["options"] : []),
    ...(state.kind === "failed" && state.failure.requestId !== undefined ? ["requestId"] : []),
  ].join(".");
}
