import * as vscode from "vscode";
import type { Accounts } from "../accounts/openAccounts.ts";
import { registerInstanceCommands } from "./instanceCommands.ts";
import type { InstanceNode } from "./instanceNode.ts";
import { InstanceStore } from "./instanceStore.ts";
import { InstancesTree } from "./instancesTree.ts";
import { pickInstance } from "./pickInstance.ts";

/** The instances view and what others ask of it. */
export type Instances = {
  readonly store: InstanceStore;
  readonly pick: (placeholder: string) => Promise<InstanceNode | undefined>;
  /** Fires when an instance's row is opened: the moment to look for tasks begun elsewhere. */
  readonly onDidOpen: vscode.Event<InstanceNode>;
  dispose(): void;
};

/** Registers the view `eciOps.instances` and its commands. */
export function registerInstances(accounts: Accounts): Instances {
  const store = new InstanceStore((accountId) => accounts.clients.clientFor(accountId));
  const tree = new InstancesTree(accounts.list, store, accounts.health);
  const view = vscode.window.createTreeView("eciOps.instances", {
    treeDataProvider: tree,
    showCollapseAll: true,
  });
  const opened = new vscode.EventEmitter<InstanceNode>();
  const pick = (placeholder: string): Promise<InstanceNode | undefined> =>
    pickInstance(accounts.list, store, placeholder);
  const subscriptions = vscode.Disposable.from(
    view,
    tree,
    store,
    opened,
    view.onDidExpandElement(({ element }) => {
      if (element.kind === "instance") opened.fire(element);
    }),
    accounts.onDidInvalidate((accountId) => {
      const ids = accountId === undefined ? accounts.store.list().map(({ id }) => id) : [accountId];
      for (const id of ids) store.forget(id);
      tree.refresh();
    }),
    accounts.health.onDidMend((accountId) => {
      for (const regionId of accounts.store.find(accountId)?.regions ?? []) {
        // A failure is in the listing, the promise never rejects.
        if (store.listing(accountId, regionId).error === undefined) continue;
        store.refresh(accountId, regionId).catch(() => undefined);
      }
    }),
    registerInstanceCommands({ store, pickInstance: () => pick(vscode.l10n.t("Which instance?")) }),
  );
  return { store, pick, onDidOpen: opened.event, dispose: () => void subscriptions.dispose() };
}
