import * as vscode from "vscode";
import type { InstanceStore } from "../../eci/listing/instanceStore.ts";
import type { InstanceNode, InstanceTreeNode } from "./instanceNode.ts";
import { toChosenNodes } from "../chosenNodes.ts";
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

/** Copies texts, each on a line of its own. */
async function copy(texts: readonly string[], what: string): Promise<void> {
  if (texts.length === 0) {
    await vscode.window.showWarningMessage(vscode.l10n.t("This instance has no private address (yet)."));
    return;
  }
  // It may be pasted where a line feed runs what stands before it.
  const plain = texts.map((text) => toPlainText(text));
  await vscode.env.clipboard.writeText(plain.join("\n"));
  const shown = toPlainText(plain.join(", "), 80);
  vscode.window.setStatusBarMessage(vscode.l10n.t("Copied {0}: {1}", what, shown), 3000);
}

/** Registers the commands of the instances view that look and copy; those that act on tasks live with the tasks. */
export function registerInstanceCommands({ store, pickInstance }: InstanceCommandDeps): vscode.Disposable {
  const onInstances = (
    id: string,
    run: (nodes: readonly InstanceNode[]) => Thenable<unknown>,
  ): vscode.Disposable =>
    vscode.commands.registerCommand(
      id,
      async (node?: InstanceTreeNode, all?: readonly InstanceTreeNode[]) => {
        const chosen = toChosenNodes("instance", node, all);
        const picked = chosen.length > 0 ? undefined : await pickInstance();
        const nodes = picked ? [picked] : chosen;
        if (nodes.length > 0) await run(nodes);
      },
    );
  /** What opens one thing is for the row that it was called on, whatever else is selected. */
  const onInstance = (id: string, run: (node: InstanceNode) => Thenable<unknown>): vscode.Disposable =>
    vscode.commands.registerCommand(id, async (node?: InstanceNode) => {
      const chosen = node ?? (await pickInstance());
      if (chosen) await run(chosen);
    });
  return vscode.Disposable.from(
    vscode.commands.registerCommand(
      "eciOps.refreshInstances",
      async (node?: InstanceTreeNode, all?: readonly InstanceTreeNode[]) => {
        const regions = toChosenNodes("region", node, all);
        if (regions.length === 0) await store.refreshAll();
        else await Promise.all(regions.map(({ account, regionId }) => store.refresh(account.id, regionId)));
      },
    ),
    onInstances("eciOps.copyInstanceId", (nodes) =>
      copy(
        nodes.map(({ instance }) => instance.id),
        nodes.length === 1
          ? vscode.l10n.t("the instance id")
          : vscode.l10n.t("{0} instance ids", nodes.length),
      ),
    ),
    onInstances("eciOps.copyPrivateIp", (nodes) => {
      const addresses = nodes.flatMap(({ instance }) => instance.privateIp ?? []);
      const what =
        addresses.length === 1
          ? vscode.l10n.t("the private address")
          : vscode.l10n.t("{0} private addresses", addresses.length);
      return copy(addresses, what);
    }),
    onInstance("eciOps.openInConsole", ({ instance }) =>
      vscode.env.openExternal(vscode.Uri.parse(toConsoleUrl(instance.regionId, instance.id), true)),
    ),
  );
}
