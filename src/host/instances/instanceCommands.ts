import * as vscode from "vscode";
import type { InstanceNode, InstanceTreeNode, LoadMoreNode } from "./instanceNode.ts";
import type { InstanceStore } from "./instanceStore.ts";
import { toPlainText } from "../plainText.ts";

export type InstanceCommandDeps = {
  readonly store: InstanceStore;
  /** Asks for an instance when a command came without one. */
  readonly pickInstance: () => Promise<InstanceNode | undefined>;
};

/** The page of an instance in Alibaba's console. */
export function toConsoleUrl(regionId: string, instanceId: string): string {
  const [region, instance] = [regionId, instanceId].map((id) => encodeURIComponent(id.toWellFormed()));
  return `https://eci.console.aliyun.com/#/eci/${region ?? ""}/detail/${instance ?? ""}/containers`;
}

async function copy(text: string | undefined, what: string): Promise<void> {
  if (text === undefined) {
    await vscode.window.showWarningMessage(vscode.l10n.t("This instance has no private address (yet)."));
    return;
  }
  // It may be pasted where a line feed runs what stands before it.
  await vscode.env.clipboard.writeText(toPlainText(text));
  vscode.window.setStatusBarMessage(vscode.l10n.t("Copied {0}: {1}", what, toPlainText(text, 80)), 3000);
}

/** Registers the commands of the instances view that look and copy; those that act on tasks live with the tasks. */
export function registerInstanceCommands({ store, pickInstance }: InstanceCommandDeps): vscode.Disposable {
  const onInstance = (id: string, run: (node: InstanceNode) => Thenable<unknown>): vscode.Disposable =>
    vscode.commands.registerCommand(id, async (node?: InstanceNode) => {
      const chosen = node ?? (await pickInstance());
      if (chosen) await run(chosen);
    });
  return vscode.Disposable.from(
    vscode.commands.registerCommand("eciOps.refreshInstances", async (node?: InstanceTreeNode) => {
      if (node?.kind === "region") await store.refresh(node.account.id, node.regionId);
      else await store.refreshAll();
    }),
    vscode.commands.registerCommand("eciOps.loadMore", (node: LoadMoreNode) =>
      store.readMore(node.accountId, node.regionId),
    ),
    onInstance("eciOps.copyInstanceId", ({ instance }) =>
      copy(instance.id, vscode.l10n.t("the instance id")),
    ),
    onInstance("eciOps.copyPrivateIp", ({ instance }) =>
      copy(instance.privateIp, vscode.l10n.t("the private address")),
    ),
    onInstance("eciOps.openInConsole", ({ instance }) =>
      vscode.env.openExternal(vscode.Uri.parse(toConsoleUrl(instance.regionId, instance.id), true)),
    ),
  );
}
