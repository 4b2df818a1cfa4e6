import type { Instance } from "../../eci/model.ts";
import type { DetailsTarget } from "../../protocol/instanceDetailsState.ts";

/** An instance and the account that sees it; rows of an instance and of its containers are such. */
export type InstanceOfAccount = { readonly accountId: string; readonly instance: Instance };

/** What finds the instance again. */
export function toDetailsTarget({ accountId, instance }: InstanceOfAccount): DetailsTarget {
  return { accountId, regionId: instance.regionId, instanceId: instance.id };
}
