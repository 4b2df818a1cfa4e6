import * as vscode from "vscode";
import { InstanceStore } from "../../eci/listing/instanceStore.ts";
import type { Accounts } from "../accounts/openAccounts.ts";
import { isCancellation } from "../errors/showError.ts";
import type { Log } from "../log.ts";
import { registerInstanceCommands } from "./instanceCommands.ts";
import type * as instanceDialogs from "./instanceDialogs.ts";
import type { InstanceNode } from "./instanceNode.ts";
import { InstancesTree } from "./instancesTree.ts";
import { RowDetails } from "./rowDetails.ts";
import { registerViewCommands } from "./viewCommands.ts";
import { ViewOptions } from "./viewOptions.ts";
import { registerVisibleRows } from "./visibleRows.ts";

/** The instances view and what others ask of it. */
export type Instances = {
  readonly store: InstanceStore;
  readonly pick: (placeholder: string) => Promise<InstanceNode | undefined>;
  /** Fires when an instance's row is opened: the moment to look for tasks begun elsewhere. */
  readonly onDidOpen: vscode.Event<InstanceNode>;
  dispose(): void;
};

/** How often what changed is asked for while the view is visible. */
const pollMs = 30_000;

export type InstancesDeps = {
  readonly accounts: Accounts;
  /** Remembers how the user wants the instances shown. */
  readonly memento: vscode.Memento;
  readonly loadDialogs: () => Promise<typeof instanceDialogs>;
  readonly log: Log;
};

/** Registers the view `eciOps.instances` and its commands. */
export function registerInstances({ accounts, memento, loadDialogs, log }: InstancesDeps): Instances {
  const store = new InstanceStore((accountId) => accounts.clients.clientFor(accountId));
  const options = new ViewOptions(memento);
  const details = new RowDetails(store, options);
  const tree = new InstancesTree({
    accounts: accounts.list,
    store,
    options,
    details,
    health: accounts.health,
  });
  const view = vscode.window.createTreeView("eciOps.instances", {
    treeDataProvider: tree,
    showCollapseAll: true,
    canSelectMany: true,
  });
  const opened = new vscode.EventEmitter<InstanceNode>();
  const pick = async (placeholder: string): Promise<InstanceNode | undefined> =>
    (await loadDialogs()).pickInstance(accounts.list, store, placeholder);

  const showOptions = (): void => {
    view.description = options.filterText;
    vscode.commands
      .executeCommand("setContext", "eciOps.isFiltered", options.filterText !== "")
      .then(undefined, log.warn);
  };
  showOptions();
  let polledAtMs = Date.now();
  const poll = (): void => {
    if (!view.visible || Date.now() - polledAtMs < pollMs) return;
    polledAtMs = Date.now();
    store.pollAll().catch(log.warn);
  };
  const timer = setInterval(poll, pollMs / 10);

  const subscriptions = vscode.Disposable.from(
    view,
    tree,
    details,
    options,
    store,
    opened,
    { dispose: () => clearInterval(timer) },
    view.onDidChangeVisibility(poll),
    options.onDidChange(showOptions),
    registerVisibleRows((accountId, regionId, instanceId) => {
      // What cannot be read now is asked for again when the row is opened, which says why.
      store.find(accountId, regionId, instanceId).catch((error: unknown) => {
        if (!isCancellation(error)) log.warn(error);
      });
    }),
    view.onDidExpandElement(({ element }) => {
      if (element.kind === "instance") opened.fire(element);
    }),
    accounts.onDidInvalidate((accountId) => {
      const ids = accountId === undefined ? accounts.store.list().map(({ id }) => id) : [accountId];
      for (const id of ids) store.forget(id);
      tree.refresh();
    }),
    registerViewCommands({ options, store, loadDialogs }),
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
