import * as vscode from "vscode";
import type { ResultDownloads } from "../../task/download/resultDownloads.ts";
import type { Log } from "../log.ts";
import { registerResultCommands } from "./resultCommands.ts";
import { startTimer } from "./startTimer.ts";
import { registerTaskCommands } from "./taskCommands.ts";
import type { SendCommandDeps } from "./sendCommands.ts";
import { registerTaskDetails } from "./taskDetails.ts";
import { registerTaskDownloads } from "./taskDownloads.ts";
import { registerTaskNotifications, type ReportCapture } from "./taskNotifications.ts";
import { registerTaskStatusBar } from "./taskStatusBar.ts";
import { registerTasksView } from "./tasksView.ts";

export type TasksDeps = SendCommandDeps & {
  readonly downloads: ResultDownloads;
  readonly log: Log;
  readonly reportCapture: ReportCapture;
};

/** All that the editor shows of tasks and does with them. */
export function registerTasks(deps: TasksDeps): vscode.Disposable {
  const { ledger, log, reportCapture } = deps;
  const taskDownloads = registerTaskDownloads({ ...deps, startTimer });
  return vscode.Disposable.from(
    registerTasksView(deps),
    registerTaskStatusBar(ledger),
    registerTaskDetails(ledger),
    registerTaskCommands(deps),
    registerResultCommands(deps),
    registerTaskNotifications(ledger, log, reportCapture, taskDownloads.isRetry),
    taskDownloads,
  );
}
