import type { Tag } from "../eci/model.ts";

/** The five actions that captures and core dumps need. */
export const neededActions = [
  "eci:DescribeRegions",
  "eci:DescribeContainerGroups",
  "eci:DescribeContainerGroupStatus",
  "eci:DescribeInstanceOpsRecords",
  "eci:CreateInstanceOpsTask",
] as const;

/** Without these everything else works: events, container logs, charts. */
export const usefulActions = [
  "eci:DescribeContainerGroupEvents",
  "eci:DescribeContainerLog",
  "eci:DescribeContainerGroupMetric",
] as const;

/** Every action that a policy of ours can name; the last is for who assumes a role. */
const knownActions = [...neededActions, ...usefulActions, "sts:AssumeRole"] as const;
export type RamAction = (typeof knownActions)[number];

/** The actions of the list that this extension knows, in its own order, each once. */
export function toRamActions(names: readonly unknown[]): readonly RamAction[] {
  return knownActions.filter((action) => names.includes(action));
}

/** The RAM action that a call of ECI needs; undefined for calls that need none, such as sts:GetCallerIdentity. */
export function toNeededAction(apiAction: string): RamAction | undefined {
  return knownActions.find((action) => action === `eci:${apiAction}`);
}

/**
 * The smallest RAM policy, as JSON text, that allows the actions. With tags, tasks are allowed on instances that carry
 * any one of them alone; reading stays free, for lists and their records are of instances with and without.
 */
export function buildRamPolicy(
  actions: readonly RamAction[],
  { tags = [] }: { readonly tags?: readonly Tag[] } = {},
): string {
  const isBound = (action: RamAction) => tags.length > 0 && action === "eci:CreateInstanceOpsTask";
  const asked = toRamActions(actions);
  const free = asked.filter((action) => !isBound(action));
  const statements: object[] = [];
  if (free.length > 0) statements.push({ Effect: "Allow", Action: free, Resource: "*" });
  // The conditions of one statement must all be met, its values of one key any of them: a statement for each key.
  for (const [key, sameKey] of asked.some(isBound) ? Map.groupBy(tags, (tag) => tag.key) : []) {
    const values = [...new Set(sameKey.map(({ value }) => value))];
    statements.push({
      Effect: "Allow",
      Action: ["eci:CreateInstanceOpsTask"],
      Resource: "*",
      Condition: { StringEquals: { [`eci:tag/${key}`]: values } },
    });
  }
  return JSON.stringify({ Version: "1", Statement: statements }, undefined, 2);
}
