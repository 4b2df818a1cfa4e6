import * as vscode from "vscode";
import { meetsFilter } from "../../eci/listing/instanceFilter.ts";
import { groupInstances, type InstanceGroup } from "../../eci/listing/instanceGroups.ts";
import { sortInstances } from "../../eci/listing/instanceOrder.ts";
import type { Instance } from "../../eci/model.ts";
import type { GroupNode, InstanceNode, RangeNode, RegionNode } from "./instanceNode.ts";
import type { ViewOptions } from "./viewOptions.ts";

/**
 * The most rows that one row of the tree may have below it: the editor takes all of them at once, and many more would
 * keep it from answering (5,000 take it 100 ms).
 */
export const maxRowsInOne = 500;

/** What the rows below a region are made of. */
export type RowParts = {
  readonly options: ViewOptions;
  /** Whether the service says that an instance carries the filter's tags. */
  readonly hasTags: (id: string) => boolean;
  /** The row of an instance: the same object for the same instance. */
  readonly nodeOf: (accountId: string, instance: Instance) => InstanceNode;
};

/** The instances of a listing that meet the filter. */
export function filterListing(instances: readonly Instance[], parts: RowParts): readonly Instance[] {
  const { filter } = parts.options;
  if (filter.length === 0) return instances;
  return instances.filter((instance) => meetsFilter(instance, filter, parts.hasTags));
}

/** The rows below a region: favourites first, then the groups or the others in order, in ranges where they are many. */
export function toRegionRows(
  node: RegionNode,
  instances: readonly Instance[],
  parts: RowParts,
): readonly (InstanceNode | GroupNode | RangeNode)[] {
  const { options } = parts;
  const accountId = node.account.id;
  const sorted = sortInstances(instances, options.order);
  const isFavourite = ({ id }: Instance): boolean => options.isFavourite(accountId, id);
  const favourites = sorted.filter(isFavourite);
  const others = favourites.length === 0 ? sorted : sorted.filter((instance) => !isFavourite(instance));
  const below = `${accountId}/${node.regionId}`;
  const rows = toRanges(accountId, `${below}/favourites`, favourites, parts);
  if (options.grouping === "none") return [...rows, ...toRanges(accountId, below, others, parts)];
  const groups = groupInstances(others, options.grouping).map((group) => toGroup(accountId, below, group));
  return [...rows, ...groups];
}

function toGroup(accountId: string, below: string, group: InstanceGroup): GroupNode {
  const { key, instances, isUnread } = group;
  return {
    kind: "group",
    id: `${below}/group/${isUnread ? "unread" : (key ?? "")}`,
    accountId,
    label: key ?? (isUnread ? vscode.l10n.t("not read yet") : vscode.l10n.t("none")),
    instances,
  };
}

/** The rows of instances, in ranges where they are many. */
export function toRanges(
  accountId: string,
  below: string,
  instances: readonly Instance[],
  { nodeOf }: Pick<RowParts, "nodeOf">,
): readonly (InstanceNode | RangeNode)[] {
  if (instances.length <= maxRowsInOne) return instances.map((instance) => nodeOf(accountId, instance));
  const ranges: RangeNode[] = [];
  for (let first = 0; first < instances.length; first += maxRowsInOne) {
    ranges.push({
      kind: "range",
      id: `${below}/from/${first}`,
      accountId,
      first: first + 1,
      instances: instances.slice(first, first + maxRowsInOne),
    });
  }
  return ranges;
}
