import type { Instance } from "../model.ts";

/** How rows can be put in order. */
export const instanceOrders = ["name", "status", "newest", "restarts"] as const;
export type InstanceOrder = (typeof instanceOrders)[number];

/** What needs somebody's eyes comes first; a status that is not known here comes before those that are well. */
const statusRanks: Readonly<Record<string, number>> = {
  Failed: 0,
  ScheduleFailed: 1,
  Restarting: 2,
  Pending: 3,
  Scheduling: 4,
  Updating: 5,
  Terminating: 6,
  Running: 8,
  Succeeded: 9,
  Expired: 10,
};
const unknownRank = 7;

/** Restarts of all containers of an instance. */
export function toRestartCount({ containers }: Instance): number {
  return containers.reduce((sum, { restartCount }) => sum + restartCount, 0);
}

/** The instances in order; those that are equal in it are in order of their names. */
export function sortInstances(instances: readonly Instance[], order: InstanceOrder): readonly Instance[] {
  const keyed = instances.map((instance) => ({
    instance,
    rank: toRank(instance, order),
    // Code units and not a language's order: ten thousand names must take no time, and they are ASCII.
    name: instance.name === "" ? instance.id : instance.name,
  }));
  keyed.sort((a, b) => {
    if (a.rank !== b.rank) return a.rank - b.rank;
    if (a.name !== b.name) return a.name < b.name ? -1 : 1;
    return a.instance.id < b.instance.id ? -1 : 1;
  });
  return keyed.map(({ instance }) => instance);
}

function toRank(instance: Instance, order: InstanceOrder): number {
  switch (order) {
    case "name":
      return 0;
    case "status":
      return Object.hasOwn(statusRanks, instance.status)
        ? (statusRanks[instance.status] ?? unknownRank)
        : unknownRank;
    case "newest": {
      const createdMs = Date.parse(instance.createdAt ?? "");
      return Number.isNaN(createdMs) ? 0 : -createdMs;
    }
    case "restarts":
      return -toRestartCount(instance);
  }
}
