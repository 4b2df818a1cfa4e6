import * as vscode from "vscode";
import type { Account } from "../../account/account.ts";
import { toAilment } from "../../eci/health.ts";
import { toErrorText } from "../errors/errorText.ts";
import { toHealthRows } from "./healthTexts.ts";
import { toContainerDetails, toInstanceDetails } from "./instanceDetails.ts";
import type { InstanceTreeNode, MessageNode, RegionNode } from "./instanceNode.ts";
import type { InstanceStore, RegionListing } from "./instanceStore.ts";
import { toInstanceTreeItem } from "./instanceTreeItem.ts";

/** What the tree reads of the accounts. */
export type AccountList = {
  readonly accounts: readonly Account[];
  readonly onDidChange: vscode.Event<unknown>;
};

/** The view `eciOps.instances`: account > region > instance > containers and details. */
export class InstancesTree implements vscode.TreeDataProvider<InstanceTreeNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<InstanceTreeNode | undefined>();
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly #accounts: AccountList;
  readonly #store: InstanceStore;
  /** The rows that the editor holds now: it knows a row again by the object alone. */
  readonly #regions = new Map<string, RegionNode>();

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(accounts: AccountList, store: InstanceStore) {
    this.#accounts = accounts;
    this.#store = store;
    this.#subscriptions = [
      accounts.onDidChange(() => this.#changed.fire(undefined)),
      store.onDidChange(({ accountId, regionId }) => {
        this.#changed.fire(this.#regions.get(`${accountId}/${regionId}`));
      }),
    ];
  }

  /** Asks for every row again. */
  refresh(): void {
    this.#changed.fire(undefined);
  }

  getTreeItem(node: InstanceTreeNode): vscode.TreeItem {
    return toInstanceTreeItem(node, Date.now());
  }

  async getChildren(node?: InstanceTreeNode): Promise<InstanceTreeNode[]> {
    switch (node?.kind) {
      case undefined:
        return this.#accounts.accounts.map((account) => ({ kind: "account", account }));
      case "account":
        return node.account.regions.length === 0
          ? [noRegion(node.account)]
          : node.account.regions.map((regionId) => this.#toRegionNode(node.account, regionId));
      case "region":
        return toRegionRows(node, await this.#store.read(node.account.id, node.regionId));
      case "instance": {
        const { accountId, instance } = node;
        const containers = instance.containers.map((container): InstanceTreeNode => ({
          kind: "container",
          accountId,
          instance,
          container,
        }));
        const nowMs = Date.now();
        const health = toHealthRows(node, toAilment(instance, nowMs), nowMs);
        return [...health, ...containers, ...toInstanceDetails(accountId, instance, nowMs)];
      }
      case "container":
        return toContainerDetails(node.accountId, node.instance, node.container);
      case "detail":
      case "loadMore":
      case "message":
        return [];
    }
  }

  #toRegionNode(account: Account, regionId: string): RegionNode {
    const node: RegionNode = { kind: "region", account, regionId };
    this.#regions.set(`${account.id}/${regionId}`, node);
    return node;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }
}

function noRegion(account: Account): MessageNode {
  const title = vscode.l10n.t("Choose regions…");
  return {
    kind: "message",
    id: `${account.id}/noRegion`,
    label: vscode.l10n.t("No region is chosen. Choose regions…"),
    tooltip: vscode.l10n.t("Instances are listed for the regions that you choose."),
    icon: "info",
    command: { id: "eciOps.selectRegions", title, argument: { kind: "account", account } },
    contextValue: "message.noRegion",
  };
}

function toRegionRows(node: RegionNode, listing: RegionListing): InstanceTreeNode[] {
  const accountId = node.account.id;
  const { regionId } = node;
  const rows: InstanceTreeNode[] = listing.instances.map((instance) => ({
    kind: "instance",
    accountId,
    instance,
  }));
  if (listing.unreadable > 0) {
    rows.push({
      kind: "message",
      id: `${accountId}/${regionId}/unreadable`,
      label: vscode.l10n.t("{0} rows of the answer could not be read", listing.unreadable),
      tooltip: vscode.l10n.t(
        "The service sent them in a shape that this version doesn't know. The log has more.",
      ),
      icon: "warning",
      contextValue: "message.unreadable",
    });
  }
  if (listing.error !== undefined) {
    // Where the user looks: a further page is asked for at the end of the rows.
    const row = toErrorRow(node, listing.error);
    if (listing.isErrorOfMore === true) rows.push(row);
    else rows.unshift(row);
  } else if (listing.nextToken !== undefined) {
    const shown = listing.instances.length;
    rows.push({ kind: "loadMore", accountId, regionId, shown, total: listing.totalCount });
  }
  return rows.length > 0 ? rows : [toEmptyRow(node)];
}

const listAction = "eci:DescribeContainerGroups";

function toErrorRow(node: RegionNode, error: unknown): MessageNode {
  const { what, next, remedy } = toErrorText(error);
  const [label, title, id, argument] =
    remedy === "eciOps.changeSecret"
      ? [vscode.l10n.t("{0} Click to change the key.", what), vscode.l10n.t("Change Key…"), remedy, node]
      : remedy === "eciOps.copyRamPolicy"
        ? [
            vscode.l10n.t("{0} Click to copy the smallest RAM policy.", what),
            vscode.l10n.t("Copy RAM Policy"),
            remedy,
            [listAction],
          ]
        : [
            vscode.l10n.t("{0} Click to retry.", what),
            vscode.l10n.t("Retry"),
            "eciOps.refreshInstances",
            node,
          ];
  return {
    kind: "message",
    id: `${node.account.id}/${node.regionId}/error`,
    label,
    tooltip: next,
    icon: "error",
    command: { id, title, argument },
    contextValue: "message.error",
  };
}

// Alibaba's service answers an identity without the permission with an empty list: both causes stand here.
function toEmptyRow(node: RegionNode): MessageNode {
  return {
    kind: "message",
    id: `${node.account.id}/${node.regionId}/empty`,
    label: vscode.l10n.t("No instances here, or this identity lacks eci:DescribeContainerGroups"),
    tooltip: vscode.l10n.t(
      "The service answers an identity that may not list instances with an empty list. Click to copy the smallest RAM policy that would do.",
    ),
    icon: "info",
    command: {
      id: "eciOps.copyRamPolicy",
      title: vscode.l10n.t("Copy RAM Policy"),
      argument: [listAction],
    },
    contextValue: "message.empty",
  };
}
