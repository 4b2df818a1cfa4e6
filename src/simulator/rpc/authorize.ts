import type { Identity } from "../identity/identity.ts";
import { allows } from "../identity/sessionPolicy.ts";
import type { World } from "../world/world.ts";

/** Tells whether the policies of an identity, and that of its session, let it call an action. */
export function isAuthorized(
  identity: Identity,
  service: "eci" | "sts",
  action: string,
  params: ReadonlyMap<string, string>,
  world: World,
): boolean {
  if (identity.denied.includes(action)) return false;
  if (identity.policy === undefined) return true;
  const row = world.find(params.get("ContainerGroupId") ?? "");
  const place = `${params.get("RegionId") ?? "*"}:${identity.accountId}`;
  return allows(identity.policy, {
    action: `${service}:${action}`,
    resource:
      service === "sts"
        ? (params.get("RoleArn") ?? "*")
        : `acs:eci:${place}:containergroup/${row?.id ?? "*"}`,
    tags: row?.tags ?? [],
  });
}
