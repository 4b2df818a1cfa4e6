import * as vscode from "vscode";
import type { Task } from "../../task/task.ts";
import { toChosenNodes } from "../chosenNodes.ts";
import { UserError } from "../errors/userError.ts";
import { toPlainText } from "../plainText.ts";
import { createAttempt, readActions } from "./attempt.ts";
import { pickTask } from "./pickTask.ts";
import { registerSendCommands, type InstanceRef, type SendCommandDeps } from "./sendCommands.ts";
import { showTaskDetails } from "./taskDetails.ts";
import type { TaskNode } from "./taskNode.ts";
import { toTaskTarget } from "./taskTarget.ts";

/** Registers what begins, stops, finds and explains tasks. */
export function registerTaskCommands(deps: SendCommandDeps): vscode.Disposable {
  const { ledger, runner, pickInstance, findInstance, showError } = deps;

  const attempt = createAttempt(showError);

  const captureAgain = async ({ target, options }: Task): Promise<void> => {
    const { accountId, regionId, instanceId } = target;
    const instance = await findInstance(accountId, regionId, instanceId);
    if (!instance) {
      throw new UserError(
        vscode.l10n.t("The instance of this task is gone."),
        vscode.l10n.t("Capture on another one from the instances view."),
      );
    }
    const node = { kind: "instance", accountId, instance, options };
    await vscode.commands.executeCommand("eciOps.capturePackets", node);
  };

  const copyRequestId = async ({ state }: Task): Promise<void> => {
    const requestId = state.kind === "failed" ? state.failure.requestId : undefined;
    if (requestId !== undefined) await vscode.env.clipboard.writeText(toPlainText(requestId));
  };

  const findTasks = async (node?: InstanceRef, nodes?: readonly InstanceRef[]): Promise<void> => {
    const chosen = toChosenNodes("instance", node, nodes);
    const picked = chosen.length > 0 ? undefined : await pickInstance();
    const refs = picked ? [picked] : chosen;
    const targets = refs.map(toTaskTarget);
    const [first] = targets;
    if (!first) return;
    const ids = new Set(targets.map(({ instanceId }) => instanceId));
    const count = () => ledger.tasks().filter(({ target }) => ids.has(target.instanceId)).length;
    const before = count();
    const look = async () => {
      await Promise.all(targets.map((target) => runner.lookForTasks(target)));
      const found = count() - before;
      const message =
        found === 0
          ? vscode.l10n.t("No other task was found.")
          : vscode.l10n.t("{0} tasks were found.", found);
      vscode.window.setStatusBarMessage(message, 5000);
    };
    await attempt(look, first.accountId, readActions);
  };

  const onTask = (
    id: string,
    run: (task: Task) => Promise<unknown>,
    fits: (task: Task) => boolean = () => true,
  ): vscode.Disposable =>
    vscode.commands.registerCommand(id, async (node?: TaskNode) => {
      const task = node
        ? ledger.get(node.taskId)
        : await pickTask(ledger.tasks().filter(fits), vscode.l10n.t("Which task?"));
      if (task) await attempt(() => run(task), task.target.accountId);
    });

  return vscode.Disposable.from(
    registerSendCommands(deps, attempt),
    vscode.commands.registerCommand("eciOps.refreshTasks", () =>
      attempt(() => runner.refresh(), undefined, readActions),
    ),
    vscode.commands.registerCommand("eciOps.findTasks", findTasks),
    vscode.commands.registerCommand("eciOps.showTasks", () =>
      vscode.commands.executeCommand("eciOps.tasks.focus"),
    ),
    onTask("eciOps.captureAgain", captureAgain, ({ opsType }) => opsType === "tcpdump"),
    onTask("eciOps.showTaskDetails", showTaskDetails),
    onTask("eciOps.copyTaskRequestId", copyRequestId),
  );
}
