import * as vscode from "vscode";
import type { Instance, OpsType } from "../../eci/model.ts";
import { isOpen, type TaskTarget } from "../../task/task.ts";
import type { TaskLedger } from "../../task/taskLedger.ts";
import type { TaskRunner } from "../../task/taskRunner.ts";
import { isSameInstance } from "../../task/taskWatch.ts";
import { toChosenNodes } from "../chosenNodes.ts";
import type { ShowError } from "../errors/showError.ts";
import type { Log } from "../log.ts";
import { toPlainText } from "../plainText.ts";
import { readActions, sendActions, type Attempt } from "./attempt.ts";
import { confirmProduction } from "./confirmProduction.ts";
import { pickTask } from "./pickTask.ts";
import { toSendable } from "./sendable.ts";
import { sendTogether } from "./sendTogether.ts";
import type { TaskNode } from "./taskNode.ts";
import { toTaskTarget } from "./taskTarget.ts";
import type { LeftOut } from "./togetherTexts.ts";

/** An instance and the account that sees it; a node of the instances view is one. */
export type InstanceRef = {
  readonly kind: "instance";
  readonly accountId: string;
  readonly instance: Instance;
};

export type SendCommandDeps = {
  readonly ledger: TaskLedger;
  readonly runner: TaskRunner;
  /** Undefined when the user changed their mind. */
  readonly pickInstance: () => Promise<
    { readonly accountId: string; readonly instance: Instance } | undefined
  >;
  /** Reads an instance whole; undefined where the service does not list it. */
  readonly findInstance: (
    accountId: string,
    regionId: string,
    instanceId: string,
  ) => Promise<Instance | undefined>;
  readonly showError: ShowError;
  readonly log: Pick<Log, "warn" | "error">;
};

type Argument = InstanceRef | TaskNode;
type Chosen = { readonly targets: readonly TaskTarget[]; readonly leftOut: readonly LeftOut[] };

/** The commands that arm core dumps and that stop tasks, on one row of a view or on several. */
export function registerSendCommands(deps: SendCommandDeps, attempt: Attempt): vscode.Disposable {
  const { ledger, runner, pickInstance, findInstance, log } = deps;

  /** The tags of a row that is not whole are unknown, and they decide whether somebody is asked. */
  const confirm = async (refs: readonly Pick<InstanceRef, "accountId" | "instance">[]): Promise<boolean> => {
    const whole = refs.map(async ({ accountId, instance }) =>
      instance.isWhole
        ? instance
        : ((await findInstance(accountId, instance.regionId, instance.id)) ?? instance),
    );
    return confirmProduction(await Promise.all(whole));
  };

  const stop = async (opsType: OpsType, node?: Argument, nodes?: readonly Argument[]): Promise<void> => {
    const { targets, leftOut } = await chooseTargets(opsType, node, nodes);
    const [target] = targets;
    if (target && targets.length === 1 && leftOut.length === 0) await stopOne(target, opsType);
    else if (targets.length + leftOut.length > 0) await stopAll(targets, leftOut, opsType);
  };

  const stopOne = (target: TaskTarget, opsType: OpsType): Promise<void> =>
    attempt(
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

  const stopAll = async (
    targets: readonly TaskTarget[],
    leftOut: readonly LeftOut[],
    opsType: OpsType,
  ): Promise<void> => {
    const send = async (target: TaskTarget): Promise<undefined> => {
      await runner.stopOnInstance(target, opsType);
      // What runs there may have been begun elsewhere; the stop is sent all the same.
      runner.lookForTasks(target).catch(log.warn);
    };
    const kind = opsType === "tcpdump" ? "stopCapture" : "disableCoreDump";
    await sendTogether({ kind, send, actions: sendActions, log }, targets, leftOut);
  };

  const chooseTargets = async (
    opsType: OpsType,
    node?: Argument,
    nodes?: readonly Argument[],
  ): Promise<Chosen> => {
    if (!node) {
      const target = await askTarget(opsType);
      return { targets: target ? [target] : [], leftOut: [] };
    }
    const rows = toChosenNodes("task", node, nodes);
    const ofTasks = rows.flatMap(({ taskId }) => {
      const task = ledger.get(taskId);
      // Of several rows some may be of what is not to be stopped, or has ended.
      return task && (rows.length === 1 || (task.opsType === opsType && isOpen(task))) ? [task.target] : [];
    });
    const refs = toChosenNodes("instance", node, nodes);
    if (refs.length === 1) return { targets: refs.map(toTaskTarget), leftOut: [] };
    const { sendable, leftOut } = toSendable(refs);
    return { targets: toUnique([...ofTasks, ...sendable.map(toTaskTarget)]), leftOut };
  };

  const askTarget = async (opsType: OpsType): Promise<TaskTarget | undefined> => {
    const running = ledger.tasks().filter((task) => task.opsType === opsType && isOpen(task));
    if (running.length > 0) return (await pickTask(running, vscode.l10n.t("Which one is to stop?")))?.target;
    const picked = await pickInstance();
    return picked && toTaskTarget(picked);
  };

  const enableCoreDump = async (node?: Argument, nodes?: readonly Argument[]): Promise<void> => {
    const refs = toChosenNodes("instance", node, nodes);
    if (refs.length > 1) {
      const { sendable, leftOut } = toSendable(refs);
      const send = (target: TaskTarget, signal: AbortSignal) => runner.armCoreDump(target, signal);
      const order = { kind: "armCoreDump", send, actions: sendActions, log } as const;
      const sendAll = async (): Promise<void> => {
        if (await confirm(sendable)) await sendTogether(order, sendable.map(toTaskTarget), leftOut);
      };
      await attempt(sendAll, sendable[0]?.accountId ?? "", sendActions);
      return;
    }
    const ref = refs[0] ?? (await pickInstance());
    if (!ref) return;
    const send = async (): Promise<void> => {
      if (await confirm([ref])) await runner.armCoreDump(toTaskTarget(ref));
    };
    await attempt(send, ref.accountId, sendActions);
  };

  const onNodes = (id: string, run: (node?: Argument, nodes?: readonly Argument[]) => Promise<void>) =>
    vscode.commands.registerCommand(id, run);
  return vscode.Disposable.from(
    onNodes("eciOps.stopCapture", (node, nodes) => stop("tcpdump", node, nodes)),
    onNodes("eciOps.disableCoreDump", (node, nodes) => stop("coredump", node, nodes)),
    onNodes("eciOps.enableCoreDump", enableCoreDump),
  );
}

/** One stop an instance: the call names no task. */
function toUnique(targets: readonly TaskTarget[]): readonly TaskTarget[] {
  return targets.filter(
    (target, index) => targets.findIndex((other) => isSameInstance(other, target)) === index,
  );
}
