import * as vscode from "vscode";
import type { Account } from "../../account/account.ts";
import type { InstanceStore, ListingChange } from "../../eci/listing/instanceStore.ts";
import type { Instance } from "../../eci/model.ts";
import { toAilment } from "../../eci/health.ts";
import type { AccountHealth } from "../accounts/accountHealth.ts";
import { toHealthRows } from "./healthTexts.ts";
import { toContainerDetails, toInstanceDetails } from "./instanceDetails.ts";
import type { InstanceNode, InstanceTreeNode, RegionNode } from "./instanceNode.ts";
import { toInstanceTooltip, toInstanceTreeItem } from "./instanceTreeItem.ts";
import {
  toEmptyRow,
  toErrorRow,
  toNoMatchRow,
  toNoRegionRow,
  toTroubleRow,
  toUnreadableRow,
} from "./messageRows.ts";
import { filterListing, toRanges, toRegionRows } from "./regionRows.ts";
import type { RowDetails } from "./rowDetails.ts";
import type { ViewOptions } from "./viewOptions.ts";

/** What the tree reads of the accounts. */
export type AccountList = {
  readonly accounts: readonly Account[];
  readonly onDidChange: vscode.Event<unknown>;
};

export type InstancesTreeDeps = {
  readonly accounts: AccountList;
  readonly store: InstanceStore;
  readonly options: ViewOptions;
  readonly details: RowDetails;
  readonly health: Pick<AccountHealth, "problemOf" | "onDidChange">;
};

/** The editor draws a row and all below it anew: while pages or details come, no more often than this. */
const redrawMs = 300;

/** The view `eciOps.instances`: account > region > groups and ranges > instance > containers and details. */
export class InstancesTree implements vscode.TreeDataProvider<InstanceTreeNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<InstanceTreeNode | InstanceTreeNode[] | undefined>();
  readonly #deps: InstancesTreeDeps;
  readonly #stop: readonly (() => void)[];
  /** The rows that the editor holds now: it knows a row again by the object alone. */
  readonly #regions = new Map<string, RegionNode>();
  readonly #instances = new Map<string, { -readonly [Key in keyof InstanceNode]: InstanceNode[Key] }>();
  readonly #redraws = new Map<string, ReturnType<typeof setTimeout>>();

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(deps: InstancesTreeDeps) {
    this.#deps = deps;
    const { accounts, store, options, details, health } = deps;
    const events = [
      accounts.onDidChange(() => this.#changed.fire(undefined)),
      health.onDidChange(() => this.refresh()),
      options.onDidChange(() => this.#followOptions()),
      details.onDidChange(({ accountId, regionId }) => this.#redraw(accountId, regionId, redrawMs)),
    ];
    this.#stop = [
      ...events.map((event) => () => void event.dispose()),
      store.onChange((change) => this.#onListing(change)),
    ];
  }

  /** Asks for every row again. */
  refresh(): void {
    this.#changed.fire(undefined);
  }

  getTreeItem(node: InstanceTreeNode): vscode.TreeItem {
    const { store, options, details } = this.#deps;
    if (node.kind === "region") {
      const { id } = node.account;
      const listing = store.listing(id, node.regionId);
      const shown = details.knowsTags(id, node.regionId)
        ? filterListing(listing.instances, this.#toParts(id, node.regionId)).length
        : listing.instances.length;
      const unread = details.unreadCount(id, node.regionId);
      return toInstanceTreeItem(node, { nowMs: Date.now(), listing, shown, unread });
    }
    const isFavourite = node.kind === "instance" && options.isFavourite(node.accountId, node.instance.id);
    return toInstanceTreeItem(node, { nowMs: Date.now(), isFavourite });
  }

  /** The tooltip of an instance, when the user asks for it: it needs all that can be known. */
  async resolveTreeItem(item: vscode.TreeItem, node: InstanceTreeNode): Promise<vscode.TreeItem> {
    if (node.kind !== "instance") return item;
    const { accountId, instance } = node;
    const whole = await this.#deps.store
      .find(accountId, instance.regionId, instance.id)
      .catch(() => undefined);
    item.tooltip = toInstanceTooltip(whole ?? instance, Date.now());
    return item;
  }

  async getChildren(node?: InstanceTreeNode): Promise<InstanceTreeNode[]> {
    switch (node?.kind) {
      case undefined:
        return this.#deps.accounts.accounts.map((account) => {
          const trouble = this.#deps.health.problemOf(account.id);
          return { kind: "account", account, ...(trouble && { trouble }) };
        });
      case "account": {
        const { account, trouble } = node;
        const regions =
          account.regions.length === 0
            ? [toNoRegionRow(account)]
            : account.regions.map((regionId) => this.#toRegionNode(account, regionId));
        return trouble ? [toTroubleRow(account, trouble), ...regions] : regions;
      }
      case "region":
        return this.#toRegionRows(node);
      case "group":
      case "range": {
        const { id, accountId, instances } = node;
        return [...toRanges(accountId, id, instances, { nodeOf: this.#nodeOf })];
      }
      case "instance":
        return this.#toInstanceRows(node);
      case "container":
        return toContainerDetails(node.accountId, node.instance, node.container);
      case "detail":
      case "message":
        return [];
    }
  }

  dispose(): void {
    for (const stop of this.#stop) stop();
    for (const timer of this.#redraws.values()) clearTimeout(timer);
    this.#changed.dispose();
  }

  /** A region's row counts what meets the filter: what that needs is asked for before the rows are drawn anew. */
  async #followOptions(): Promise<void> {
    const { store, details } = this.#deps;
    const read = [...this.#regions.values()].filter(
      ({ account, regionId }) => store.listing(account.id, regionId).isRead,
    );
    await vscode.window.withProgress({ location: { viewId: "eciOps.instances" } }, () =>
      Promise.all(read.map(({ account, regionId }) => details.prepare(account.id, regionId))),
    );
    this.refresh();
  }

  #toRegionNode(account: Account, regionId: string): RegionNode {
    const key = `${account.id}/${regionId}`;
    const known = this.#regions.get(key);
    // Of two askings under way the editor keeps either.
    if (known) return Object.assign(known, { account });
    const node: RegionNode = { kind: "region", account, regionId };
    this.#regions.set(key, node);
    return node;
  }

  async #toRegionRows(node: RegionNode): Promise<InstanceTreeNode[]> {
    const { store, details } = this.#deps;
    const { id: accountId } = node.account;
    const { regionId } = node;
    const listing = await store.read(accountId, regionId);
    await details.prepare(accountId, regionId);
    const parts = this.#toParts(accountId, regionId);
    const shown = filterListing(listing.instances, parts);
    const rows: InstanceTreeNode[] = [...toRegionRows(node, shown, parts)];
    if (listing.unreadable > 0) rows.push(toUnreadableRow(node, listing.unreadable));
    const error = listing.error ?? details.error(accountId, regionId);
    if (error !== undefined) rows.unshift(toErrorRow(node, error, listing));
    if (rows.length > 0) return rows;
    return [listing.instances.length > 0 ? toNoMatchRow(node, listing) : toEmptyRow(node)];
  }

  async #toInstanceRows(node: InstanceNode): Promise<InstanceTreeNode[]> {
    const { accountId, instance: known } = node;
    const { store } = this.#deps;
    // What is known already is better than nothing.
    const found = await store.find(accountId, known.regionId, known.id).catch(() => undefined);
    const instance = found ?? known;
    const containers = instance.containers.map((container): InstanceTreeNode => ({
      kind: "container",
      accountId,
      instance,
      container,
    }));
    const nowMs = Date.now();
    const health = toHealthRows({ ...node, instance }, toAilment(instance, nowMs), nowMs);
    return [...health, ...containers, ...toInstanceDetails(accountId, instance, nowMs)];
  }

  #toParts(accountId: string, regionId: string) {
    const { options, details } = this.#deps;
    const hasTags = (id: string): boolean => details.hasTags(accountId, regionId, id);
    return { options, hasTags, nodeOf: this.#nodeOf };
  }

  readonly #nodeOf = (accountId: string, instance: Instance): InstanceNode => {
    const key = `${accountId}/${instance.id}`;
    const known = this.#instances.get(key);
    if (known) return Object.assign(known, { instance });
    const node = { kind: "instance" as const, accountId, instance };
    this.#instances.set(key, node);
    return node;
  };

  #onListing({ accountId, regionId, kind, ids }: ListingChange): void {
    const { store, options } = this.#deps;
    const redrawn: InstanceNode[] = [];
    for (const id of ids) {
      const node = this.#instances.get(`${accountId}/${id}`);
      const instance = store.known(accountId, regionId, id);
      if (!node || !instance) continue;
      if (kind === "facts" && toLooks(node.instance) !== toLooks(instance)) redrawn.push(node);
      node.instance = instance;
    }
    const isPlain = options.filter.length === 0 && options.grouping === "none" && options.order === "name";
    if (kind === "rows") this.#redraw(accountId, regionId, this.#isDrawn(accountId, regionId) ? redrawMs : 0);
    else if (redrawn.length > 0 && !isPlain) this.#redraw(accountId, regionId, redrawMs);
    else if (redrawn.length > 0) this.#changed.fire(redrawn);
  }

  /** Whether rows of the region are there that a redrawing would only add to. */
  #isDrawn(accountId: string, regionId: string): boolean {
    const { instances, isReading } = this.#deps.store.listing(accountId, regionId);
    return isReading && instances.length > 0;
  }

  #redraw(accountId: string, regionId: string, afterMs: number): void {
    const key = `${accountId}/${regionId}`;
    if (afterMs === 0) {
      clearTimeout(this.#redraws.get(key));
      this.#redraws.delete(key);
      this.#changed.fire(this.#regions.get(key));
      return;
    }
    if (this.#redraws.has(key)) return;
    const timer = setTimeout(() => {
      this.#redraws.delete(key);
      this.#changed.fire(this.#regions.get(key));
    }, afterMs);
    this.#redraws.set(key, timer);
  }
}

/** What of an instance its row and those below it show. */
function toLooks({ name, status, privateIp, containers }: Instance): string {
  const states = containers.map(({ restartCount, ready, currentState }) => [
    restartCount,
    ready,
    currentState?.state,
    currentState?.reason,
  ]);
  return JSON.stringify([name, status, privateIp, states]);
}
