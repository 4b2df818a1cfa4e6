import type { Action } from "./action.ts";

/** sts GetCallerIdentity, which needs no permission. */
export const getCallerIdentity: Action = {
  run({ identity: { accountId, arn, identityType, principalId } }) {
    const ownId =
      identityType === "AssumedRoleUser" ? { RoleId: principalId.split(":")[0] } : { UserId: principalId };
    return { AccountId: accountId, Arn: arn, IdentityType: identityType, PrincipalId: principalId, ...ownId };
  },
  isOpen: true,
};
