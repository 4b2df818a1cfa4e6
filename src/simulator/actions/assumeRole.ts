import { randomUUID } from "node:crypto";
import type { Identity } from "../identity/identity.ts";
import { accountId, buildSession } from "../identity/namedIdentities.ts";
import { type Role, roles } from "../identity/roles.ts";
import { parseSessionPolicy } from "../identity/sessionPolicy.ts";
import { isAuthorized } from "../rpc/authorize.ts";
import { RpcError } from "../rpc/rpcError.ts";
import { isoTime } from "../world/isoTime.ts";
import type { Action } from "./action.ts";
import { readInteger, readRequired } from "./readParameter.ts";

/** The longest session of a role that was assumed by another role's session, in seconds ("role chaining", STS). */
const maxChainedSeconds = 3600;

const invalid = (name: string) =>
  new RpcError(400, `InvalidParameter.${name}`, `The parameter ${name} is wrongly formed.`);

const notAllowed = () =>
  new RpcError(
    403,
    "NoPermission",
    "You are not authorized to do this action. You should be authorized by RAM.",
  );

function readRole(roleArn: string): Role {
  const [, account, name = ""] = /^acs:ram::(\d+):role\/([A-Za-z0-9.-]+)$/u.exec(roleArn) ?? [];
  if (account === undefined) throw invalid("RoleArn");
  const role = account === accountId ? roles.get(name) : undefined;
  if (role === undefined) {
    throw new RpcError(404, "EntityNotExist.Role", `The role not exists: ${roleArn}.`);
  }
  return role;
}

function readDuration(params: ReadonlyMap<string, string>, role: Role, identity: Identity): number {
  const isChained = identity.identityType === "AssumedRoleUser";
  const most = isChained ? Math.min(role.maxSessionSeconds, maxChainedSeconds) : role.maxSessionSeconds;
  try {
    return readInteger(params, "DurationSeconds", 900, most) ?? 3600;
  } catch {
    throw invalid("DurationSeconds");
  }
}

/** Throws where the role's trust policy does not name the caller, or wants another external id. */
function checkTrust(role: Role, identity: Identity, externalId: string | undefined): void {
  const [, ownRole = ""] = /:assumed-role\/([^/]+)\//u.exec(identity.arn) ?? [];
  if (role.trustedRoles?.includes(ownRole) === false) throw notAllowed();
  if (role.externalId !== undefined && role.externalId !== externalId) throw notAllowed();
}

/** sts AssumeRole: a new temporary key, which works until it expires; refused to the account itself. */
export const assumeRole: Action = {
  run({ params, identity, now }, { identities, world }) {
    const role = readRole(readRequired(params, "RoleArn"));
    const sessionName = readRequired(params, "RoleSessionName");
    if (!/^[a-zA-Z0-9.@_-]{2,64}$/u.test(sessionName)) throw invalid("RoleSessionName");
    const externalId = params.get("ExternalId");
    if (externalId !== undefined && !/^[\w+=,.@:/-]{2,1224}$/u.test(externalId)) throw invalid("ExternalId");
    const durationSeconds = readDuration(params, role, identity);
    const policyText = params.get("Policy");
    const policy = policyText === undefined ? undefined : parseSessionPolicy(policyText);
    if (identity.identityType === "Account") {
      throw new RpcError(403, "NoPermission", "Roles may not be assumed by root accounts.");
    }
    if (!isAuthorized(identity, "sts", "AssumeRole", params, world)) throw notAllowed();
    checkTrust(role, identity, externalId);
    const expiresAt = now + durationSeconds * 1000;
    const session = buildSession(randomUUID(), role, sessionName, expiresAt);
    identities.add(policy === undefined ? session : { ...session, policy });
    return {
      AssumedRoleUser: { Arn: session.arn, AssumedRoleId: session.principalId },
      Credentials: {
        AccessKeyId: session.accessKeyId,
        AccessKeySecret: session.accessKeySecret,
        SecurityToken: session.securityToken,
        Expiration: isoTime(expiresAt),
      },
    };
  },
  isOpen: true,
};
