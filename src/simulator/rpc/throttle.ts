import type { Identity } from "../identity/identity.ts";
import { createRateLimit } from "./rateLimit.ts";

/** The documented quotas a second of an account (2000 and 10,000 calls in 60 s: DescribeContainerGroups, DescribeContainerGroupStatus). */
export const documentedRates: Readonly<Record<string, number>> = {
  DescribeContainerGroups: 2_000 / 60,
  DescribeContainerGroupStatus: 10_000 / 60,
};

export type Throttle = {
  /** True when the call may go on; false is counted. */
  admits(identity: Identity, action: string, now: number): boolean;
  /** How many calls were refused so far. */
  refusals(): number;
};

/** Counts calls against the rate of each key and the rates that each account has for single actions. */
export function createThrottle(
  perKey: number | undefined,
  perAction: Readonly<Record<string, number>> = documentedRates,
): Throttle {
  const keys = createRateLimit(perKey);
  const actions = new Map(Object.entries(perAction).map(([name, rate]) => [name, createRateLimit(rate)]));
  let refused = 0;
  return {
    admits({ accessKeyId, accountId }, action, now) {
      if (keys(accessKeyId, now) && actions.get(action)?.(accountId, now) !== false) return true;
      refused += 1;
      return false;
    },
    refusals: () => refused,
  };
}
