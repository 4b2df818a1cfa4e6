/** A role of the account as RAM keeps it. */
export type Role = {
  readonly name: string;
  /** Actions that its policies do not allow. */
  readonly denied: readonly string[];
  /** MaxSessionDuration, from 3600 to 43,200 (CreateRole). */
  readonly maxSessionSeconds: number;
  /** Demanded by its trust policy; absent where anybody trusted may come without. */
  readonly externalId?: string;
  /** The roles whose sessions its trust policy names; absent where it trusts the whole account, users and roles alike. */
  readonly trustedRoles?: readonly string[];
};

const role = (name: string, rest: Partial<Role> = {}): [string, Role] => [
  name,
  { name, denied: [], maxSessionSeconds: 3600, ...rest },
];

/** The roles that AssumeRole knows, by name. */
export const roles: ReadonlyMap<string, Role> = new Map([
  role("eci-ops"),
  role("eci-viewer", { denied: ["CreateInstanceOpsTask"] }),
  role("eci-long", { maxSessionSeconds: 43_200 }),
  role("eci-partner", { externalId: "tide-shop:7421" }),
  role("eci-inner", { trustedRoles: ["eci-ops"] }),
]);
