import type { SessionPolicy } from "./sessionPolicy.ts";

/** A key that the service knows, who it belongs to and what that one may not do. */
export type Identity = {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
  /** Milliseconds since 1970; absent for a key that does not expire. */
  readonly expiresAt?: number;
  readonly active: boolean;
  readonly accountId: string;
  readonly arn: string;
  readonly identityType: "Account" | "RAMUser" | "AssumedRoleUser";
  readonly principalId: string;
  /** Actions that its policy does not allow. */
  readonly denied: readonly string[];
  /** What a role session was narrowed to; absent where it was not. */
  readonly policy?: SessionPolicy;
};

/** The identities that every simulator has, by what they are good for in a test. */
export type NamedIdentities = {
  /** May do everything. */
  readonly full: Identity;
  /** May not set tasks: CreateInstanceOpsTask answers 403 Forbidden.RAM. */
  readonly readOnly: Identity;
  /** May neither list instances (the lists are empty) nor assume roles. */
  readonly blind: Identity;
  /** A temporary key whose token has expired. */
  readonly expiredToken: Identity;
  /** A temporary key that works for as long as the simulator runs. */
  readonly validToken: Identity;
  /** A key that was switched off. */
  readonly inactive: Identity;
  /** The account itself, which may not assume a role. */
  readonly root: Identity;
};
