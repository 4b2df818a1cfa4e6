import * as vscode from "vscode";

/** A map: the words come from elsewhere, and `constructor` may be one. */
const icons = new Map<string, readonly [icon: string, color?: string]>(
  Object.entries({
    Running: ["vm-running", "testing.iconPassed"],
    Succeeded: ["pass", "testing.iconPassed"],
    Failed: ["error", "testing.iconFailed"],
    ScheduleFailed: ["error", "testing.iconFailed"],
    Expired: ["circle-slash", "disabledForeground"],
    Terminating: ["trash", "disabledForeground"],
    Pending: ["clock", "charts.yellow"],
    Scheduling: ["clock", "charts.yellow"],
    Restarting: ["debug-restart", "charts.yellow"],
    Updating: ["sync", "charts.yellow"],
  }),
);

/** The icon of an instance's status; an unknown status has one too. */
export function toStatusIcon(status: string): vscode.ThemeIcon {
  const [icon, color] = icons.get(status) ?? ["question"];
  return new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
}

/** The icon of a container's state: Waiting, Running or Terminated, the last by its exit code. */
export function toContainerIcon(state: string | undefined, exitCode: number | undefined): vscode.ThemeIcon {
  if (state === "Running")
    return new vscode.ThemeIcon("circle-filled", new vscode.ThemeColor("testing.iconPassed"));
  if (state === "Terminated") {
    return exitCode === 0 ? toStatusIcon("Succeeded") : toStatusIcon("Failed");
  }
  return toStatusIcon("Pending");
}
