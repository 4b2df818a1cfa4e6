import * as vscode from "vscode";
import type { Instance } from "../../eci/model.ts";
import { toInstanceFilter, type InstanceFilter } from "../../eci/listing/instanceFilter.ts";
import { isInstanceGrouping, type InstanceGrouping } from "../../eci/listing/instanceGroups.ts";
import { instanceOrders, type InstanceOrder } from "../../eci/listing/instanceOrder.ts";

type Remembered = {
  readonly filter: string;
  readonly grouping: InstanceGrouping;
  readonly order: InstanceOrder;
  /** `account/instance`, the newest last. */
  readonly favourites: readonly string[];
};

const memoryKey = "eciOps.instancesView";
/** More than anybody looks at; instances come and go, and what is gone is not taken off by hand. */
const maxFavourites = 500;

const keyOf = (accountId: string, instanceId: string): string => `${accountId}/${instanceId}`;

/** How the user wants the instances shown: filter, groups, order and favourites; remembered over sessions. */
export class ViewOptions implements vscode.Disposable {
  readonly #memento: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<undefined>();
  #now: Remembered;
  #filter: InstanceFilter;
  #favourites: ReadonlySet<string>;

  readonly onDidChange = this.#changed.event;

  constructor(memento: vscode.Memento) {
    this.#memento = memento;
    this.#now = toRemembered(memento.get(memoryKey));
    this.#filter = toInstanceFilter(this.#now.filter);
    this.#favourites = new Set(this.#now.favourites);
  }

  /** As it was typed; empty for none. */
  get filterText(): string {
    return this.#now.filter;
  }

  get filter(): InstanceFilter {
    return this.#filter;
  }

  get grouping(): InstanceGrouping {
    return this.#now.grouping;
  }

  get order(): InstanceOrder {
    return this.#now.order;
  }

  isFavourite(accountId: string, instanceId: string): boolean {
    return this.#favourites.has(keyOf(accountId, instanceId));
  }

  /** Changes what is named, and remembers it. */
  async change(changes: Partial<Pick<Remembered, "filter" | "grouping" | "order">>): Promise<void> {
    await this.#replace({ ...this.#now, ...changes });
  }

  /** Makes instances favourites, or ends that. */
  async setFavourites(
    instances: readonly { readonly accountId: string; readonly instance: Pick<Instance, "id"> }[],
    isOne: boolean,
  ): Promise<void> {
    const keys = instances.map(({ accountId, instance }) => keyOf(accountId, instance.id));
    const others = this.#now.favourites.filter((key) => !keys.includes(key));
    const favourites = isOne ? [...others, ...keys].slice(-maxFavourites) : others;
    await this.#replace({ ...this.#now, favourites });
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #replace(next: Remembered): Promise<void> {
    this.#now = next;
    this.#filter = toInstanceFilter(next.filter);
    this.#favourites = new Set(next.favourites);
    this.#changed.fire(undefined);
    await this.#memento.update(memoryKey, next);
  }
}

/** Another version, or somebody's hand, may have written it. */
function toRemembered(value: unknown): Remembered {
  const { filter, grouping, order, favourites } = (
    typeof value === "object" && value !== null ? value : {}
  ) as Record<string, unknown>;
  return {
    filter: typeof filter === "string" ? filter : "",
    grouping: isInstanceGrouping(grouping) ? grouping : "none",
    order: instanceOrders.find((known) => known === order) ?? "name",
    favourites: Array.isArray(favourites)
      ? favourites.filter((key): key is string => typeof key === "string")
      : [],
  };
}
