import type { Instance } from "../model.ts";
import { toWorkload } from "./workload.ts";

/** What rows can be put together by; `tag:KEY` by that tag's value. */
export const instanceGroupings = ["none", "status", "workload", "image", "zone", "vSwitch"] as const;
export type InstanceGrouping = (typeof instanceGroupings)[number] | `tag:${string}`;

/** Tells whether a text is a grouping. */
export function isInstanceGrouping(text: unknown): text is InstanceGrouping {
  if (typeof text !== "string") return false;
  return instanceGroupings.some((name) => name === text) || (text.startsWith("tag:") && text.length > 4);
}

/** Tells whether a grouping needs what a row of DescribeContainerGroupStatus does not tell. */
export function needsWholeInstances(grouping: InstanceGrouping): boolean {
  return grouping === "zone" || grouping === "vSwitch" || grouping.startsWith("tag:");
}

/** A group; without a key, of the instances that have none or whose details were not read yet. */
export type InstanceGroup = {
  readonly key: string | undefined;
  readonly instances: readonly Instance[];
  /** Whether the group is of those that are not whole yet. */
  readonly isUnread: boolean;
};

/** The instances by what they share, groups in order of their keys, instances as they were, each in one group. */
export function groupInstances(
  instances: readonly Instance[],
  grouping: InstanceGrouping,
): readonly InstanceGroup[] {
  const byKey = new Map<string, Instance[]>();
  const without: Instance[] = [];
  const unread: Instance[] = [];
  const needsWhole = needsWholeInstances(grouping);
  for (const instance of instances) {
    if (needsWhole && !instance.isWhole) {
      unread.push(instance);
      continue;
    }
    const key = toKey(instance, grouping) ?? "";
    const group = key === "" ? without : byKey.get(key);
    if (group) group.push(instance);
    else byKey.set(key, [instance]);
  }
  const groups: InstanceGroup[] = [...byKey]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, members]) => ({ key, instances: members, isUnread: false }));
  if (without.length > 0) groups.push({ key: undefined, instances: without, isUnread: false });
  if (unread.length > 0) groups.push({ key: undefined, instances: unread, isUnread: true });
  return groups;
}

function toKey(instance: Instance, grouping: InstanceGrouping): string | undefined {
  switch (grouping) {
    case "none":
      return undefined;
    case "status":
      return instance.status;
    case "workload": {
      const { namespace, name } = toWorkload(instance);
      return namespace === "" ? name : `${namespace}/${name}`;
    }
    case "image":
      // The first container is the one that does the work; those after it accompany it.
      return instance.containers.find(({ isInit }) => !isInit)?.image;
    case "zone":
      return instance.zoneId;
    case "vSwitch":
      return instance.vSwitchId;
    default: {
      const key = grouping.slice("tag:".length);
      return instance.tags.find((tag) => tag.key === key)?.value;
    }
  }
}
