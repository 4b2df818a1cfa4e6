import * as vscode from "vscode";
import type { Instance, OpsType } from "../../eci/model.ts";
import { isOpen, type Task, type TaskTarget } from "../../task/task.ts";
import type { TaskLedger } from "../../task/taskLedger.ts";
import type { TaskRunner } from "../../task/taskRunner.ts";
import type { ShowError } from "../errors/showError.ts";
import { UserError } from "../errors/userError.ts";
import { toPlainText } from "../plainText.ts";
import { confirmProduction } from "./confirmProduction.ts";
import { pickTask } from "./pickTask.ts";
import { showTaskDetails } from "./taskDetails.ts";
import type { TaskNode } from "./taskNode.ts";
import { toTaskTarget } from "./taskTarget.ts";

/** An instance and the account that sees it; a node of the instances view is one. */
export type InstanceRef = {
  readonly kind: "instance";
  readonly accountId: string;
  readonly instance: Instance;
};

export type TaskCommandDeps = {
  readonly ledger: TaskLedger;
  readonly runner: TaskRunner;
  /** Undefined when the user changed their mind. */
  readonly pickInstance: () => Promise<
    { readonly accountId: string; readonly instance: Instance } | undefined
  >;
  /** Undefined when the account or the instance is gone. */
  readonly findInstance: (
    accountId: string,
    regionId: string,
    instanceId: string,
  ) => Promise<Instance | undefined>;
  readonly showError: ShowError;
};

type Argument = InstanceRef | TaskNode | undefined;

const readActions = ["eci:DescribeInstanceOpsRecords"];
const sendActions = ["eci:CreateInstanceOpsTask", ...readActions];

/** Registers what begins, stops, finds and explains tasks. */
export function registerTaskCommands(deps: TaskCommandDeps): vscode.Disposable {
  const { ledger, runner, pickInstance, findInstance, showError } = deps;

  /** Runs it, and shows an error with the offer to run it again. */
  const attempt = async (
    run: () => Promise<unknown>,
    accountId?: string,
    actions?: readonly string[],
  ): Promise<void> => {
    try {
      await run();
    } catch (error) {
      await showError(error, { retry: () => attempt(run, accountId, actions), accountId, actions });
    }
  };

  const stop = async (opsType: OpsType, argument: Argument): Promise<void> => {
    const target = await chooseTarget(opsType, argument);
    if (!target) return;
    await attempt(
      async () => {
        await runner.stopOnInstance(target, opsType);
        const name = toPlainText(target.instanceName || target.instanceId, 80);
        vscode.window.setStatusBarMessage(vscode.l10n.t("The stop was sent to {0}.", name), 5000);
        // On its own: trying this again must not send the stop again.
        await attempt(() => runner.lookForTasks(target), target.accountId, readActions);
      },
      target.accountId,
      sendActions,
    );
  };

  const chooseTarget = async (opsType: OpsType, argument: Argument): Promise<TaskTarget | undefined> => {
    if (argument?.kind === "task") return ledger.get(argument.taskId)?.target;
    if (argument) return toTaskTarget(argument);
    const running = ledger.tasks().filter((task) => task.opsType === opsType && isOpen(task));
    if (running.length > 0) return (await pickTask(running, vscode.l10n.t("Which one is to stop?")))?.target;
    const picked = await pickInstance();
    return picked && toTaskTarget(picked);
  };

  const enableCoreDump = async (argument: Argument): Promise<void> => {
    const ref = argument?.kind === "instance" ? argument : await pickInstance();
    if (!ref || !(await confirmProduction(ref.instance))) return;
    await attempt(() => runner.armCoreDump(toTaskTarget(ref)), ref.accountId, sendActions);
  };

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

  const findTasks = async (argument: InstanceRef | undefined): Promise<void> => {
    const ref = argument ?? (await pickInstance());
    if (!ref) return;
    const target = toTaskTarget(ref);
    const count = () => ledger.tasks().filter((task) => task.target.instanceId === target.instanceId).length;
    const before = count();
    const look = async () => {
      await runner.lookForTasks(target);
      const found = count() - before;
      const message =
        found === 0
          ? vscode.l10n.t("No other task was found.")
          : vscode.l10n.t("{0} tasks were found.", found);
      vscode.window.setStatusBarMessage(message, 5000);
    };
    await attempt(look, target.accountId, readActions);
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
    vscode.commands.registerCommand("eciOps.stopCapture", (node: Argument) => stop("tcpdump", node)),
    vscode.commands.registerCommand("eciOps.disableCoreDump", (node: Argument) => stop("coredump", node)),
    vscode.commands.registerCommand("eciOps.enableCoreDump", enableCoreDump),
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
