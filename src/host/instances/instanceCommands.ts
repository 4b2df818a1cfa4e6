import * as vscode from "vscode";
import type { InstanceStore } from "../../eci/listing/instanceStore.ts";
import type { InstanceNode, InstanceTreeNode } from "./instanceNode.ts";
import { toFileName } from "../../task/download/fileName.ts";
import { toPlainText } from "../plainText.ts";

const jsonScheme = "eciops-instance";

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

/** Shows instances as read-only JSON documents, made anew from the store each time they are opened. */
class InstanceJson implements vscode.TextDocumentContentProvider {
  readonly #store: InstanceStore;

  constructor(store: InstanceStore) {
    this.#store = store;
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const {
      accountId = "",
      regionId = "",
      instanceId = "",
    } = JSON.parse(uri.query) as Record<string, string>;
    const instance = await this.#store.find(accountId, regionId, instanceId);
    return instance === undefined
      ? vscode.l10n.t("This instance is gone.")
      : JSON.stringify(instance.json, null, 2);
  }
}

async function showJson({ accountId, instance }: InstanceNode): Promise<void> {
  const uri = vscode.Uri.from({
    scheme: jsonScheme,
    path: `/${toFileName(instance.id)}.json`,
    query: JSON.stringify({ accountId, regionId: instance.regionId, instanceId: instance.id }),
  });
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, { preview: true });
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
    vscode.workspace.registerTextDocumentContentProvider(jsonScheme, new InstanceJson(store)),
    vscode.commands.registerCommand("eciOps.refreshInstances", async (node?: InstanceTreeNode) => {
      if (node?.kind === "region") await store.refresh(node.account.id, node.regionId);
      else await store.refreshAll();
    }),
    onInstance("eciOps.copyInstanceId", ({ instance }) =>
      copy(instance.id, vscode.l10n.t("the instance id")),
    ),
    onInstance("eciOps.copyPrivateIp", ({ instance }) =>
      copy(instance.privateIp, vscode.l10n.t("the private address")),
    ),
    onInstance("eciOps.showInstanceJson", showJson),
    onInstance("eciOps.openInConsole", ({ instance }) =>
      vscode.env.openExternal(vscode.Uri.parse(toConsoleUrl(instance.regionId, instance.id), true)),
    ),
  );
}
