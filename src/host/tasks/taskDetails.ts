import * as vscode from "vscode";
import type { Task } from "../../task/task.ts";
import type { TaskLedger } from "../../task/taskLedger.ts";
import { toFileName } from "../../task/download/fileName.ts";

const scheme = "eciops-task";

function toUri({ id, target, opsType }: Task): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${opsType}-${toFileName(target.instanceName)}.json`, query: id });
}

/** Shows a task (options, times, state; the ledger holds no secret) as a read-only document that follows it. */
export async function showTaskDetails(task: Task): Promise<void> {
  const document = await vscode.workspace.openTextDocument(toUri(task));
  await vscode.window.showTextDocument(document, { preview: true });
}

/** Serves the documents of `showTaskDetails` from the ledger. */
export function registerTaskDetails(ledger: TaskLedger): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const stop = ledger.onChange(({ before, after }) => {
    const task = after ?? before;
    if (task) changed.fire(toUri(task));
  });
  const registration = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: ({ query }) => {
      const task = ledger.get(query);
      return task ? JSON.stringify(task, undefined, 2) : vscode.l10n.t("This task is no longer on the list.");
    },
  });
  return vscode.Disposable.from(registration, changed, new vscode.Disposable(stop));
}
