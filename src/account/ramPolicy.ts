import type { Tag } from "../eci/model.ts";

/** The five actions that the whole product needs. */
export const neededActions = [
  "eci:DescribeRegions",
  "eci:DescribeContainerGroups",
  "eci:DescribeContainerGroupStatus",
  "eci:DescribeInstanceOpsRecords",
  "eci:CreateInstanceOpsTask",
] as const;
export type NeededAction = (typeof neededActions)[number];

/** The RAM action that a call of ECI needs; undefined for calls that need none, such as sts:GetCallerIdentity. */
export function toNeededAction(apiAction: string): NeededAction | undefined {
  return neededActions.find((action) => action === `eci:${apiAction}`);
}

/**
 * The smallest RAM policy, as JSON text, that allows the actions. With a tag, tasks are allowed on instances that carry
 * it alone: of these actions only CreateInstanceOpsTask documents the condition key `eci:tag`.
 */
export function buildRamPolicy(
  actions: readonly NeededAction[],
  { tag }: { readonly tag?: Tag | undefined } = {},
): string {
  const asked = neededActions.filter((action) => actions.includes(action));
  const free = asked.filter((action) => tag === undefined || action !== "eci:CreateInstanceOpsTask");
  const statements: object[] = [];
  if (free.length > 0) statements.push({ Effect: "Allow", Action: free, Resource: "*" });
  if (tag !== undefined && free.length < asked.length) {
    statements.push({
      Effect: "Allow",
      Action: ["eci:CreateInstanceOpsTask"],
      Resource: "*",
      Condition: { StringEquals: { [`eci:tag/${tag.key}`]: [tag.value] } },
    });
  }
  return JSON.stringify({ Version: "1", Statement: statements }, undefined, 2);
}
