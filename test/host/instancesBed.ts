import * as vscode from "vscode";
import type { Account } from "../../src/account/account.ts";
import type { InstanceStore } from "../../src/eci/listing/instanceStore.ts";
import type { InstanceTreeNode } from "../../src/host/instances/instanceNode.ts";
import { AccountHealth } from "../../src/host/accounts/accountHealth.ts";
import { InstancesTree, type AccountList } from "../../src/host/instances/instancesTree.ts";
import { RowDetails } from "../../src/host/instances/rowDetails.ts";
import { ViewOptions } from "../../src/host/instances/viewOptions.ts";

/** A memory of the editor's kind that lasts as long as the object. */
export function createMemento(): vscode.Memento {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: <T>(key: string, other?: T) => (values.has(key) ? (values.get(key) as T) : other) as T,
    update: (key, value) => Promise.resolve(void values.set(key, value)),
  };
}

export type TreeBed = { readonly tree: InstancesTree; readonly options: ViewOptions; dispose(): void };

/** The shipped tree over a store, with options of its own. */
export function openTreeBed(
  accounts: AccountList | readonly Account[],
  store: InstanceStore,
  memento: vscode.Memento = createMemento(),
  health = new AccountHealth(),
): TreeBed {
  const none = new vscode.EventEmitter<unknown>();
  const list = "accounts" in accounts ? accounts : { accounts, onDidChange: none.event };
  const options = new ViewOptions(memento);
  const details = new RowDetails(store, options);
  const tree = new InstancesTree({ accounts: list, store, options, details, health });
  return {
    tree,
    options,
    dispose: () => void vscode.Disposable.from(tree, details, options, none).dispose(),
  };
}

/** Every instance below a row, groups and ranges opened. */
export async function readInstanceRows(tree: InstancesTree, node: InstanceTreeNode) {
  const found: Extract<InstanceTreeNode, { kind: "instance" }>[] = [];
  for (const row of await tree.getChildren(node)) {
    if (row.kind === "instance") found.push(row);
    if (row.kind === "group" || row.kind === "range") found.push(...(await readInstanceRows(tree, row)));
  }
  return found;
}
