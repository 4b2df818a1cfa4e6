import { randomUUID } from "node:crypto";
import { accountId, buildSession, roles } from "../identity/namedIdentities.ts";
import { RpcError } from "../rpc/rpcError.ts";
import { isoTime } from "../world/isoTime.ts";
import type { Action } from "./action.ts";
import { readInteger, readRequired } from "./readParameter.ts";

/** The longest session that the roles of the simulator allow, in seconds. */
const maxSessionSeconds = 3600;

const invalid = (name: string) =>
  new RpcError(400, `InvalidParameter.${name}`, `The parameter ${name} is wrongly formed.`);

function readRoleName(roleArn: string): string {
  const [, account, name] = /^acs:ram::(\d+):role\/([A-Za-z0-9-]+)$/u.exec(roleArn) ?? [];
  if (account === undefined || name === undefined) throw invalid("RoleArn");
  if (account !== accountId || !Object.hasOwn(roles, name)) {
    throw new RpcError(404, "EntityNotExist.Role", `The role not exists: ${roleArn}.`);
  }
  return name;
}

function readDuration(params: ReadonlyMap<string, string>): number {
  try {
    return readInteger(params, "DurationSeconds", 900, maxSessionSeconds) ?? maxSessionSeconds;
  } catch {
    throw invalid("DurationSeconds");
  }
}

/** sts AssumeRole: a new temporary key, which works until it expires; refused to the account itself. */
export const assumeRole: Action = {
  run({ params, identity, now }, { identities }) {
    const roleArn = readRequired(params, "RoleArn");
    const sessionName = readRequired(params, "RoleSessionName");
    const roleName = readRoleName(roleArn);
    if (!/^[a-zA-Z0-9.@_-]{2,64}$/u.test(sessionName)) throw invalid("RoleSessionName");
    const durationSeconds = readDuration(params);
    if (identity.identityType === "Account") {
      throw new RpcError(403, "NoPermission", "Roles may not be assumed by root accounts.");
    }
    const expiresAt = now + durationSeconds * 1000;
    const session = buildSession(randomUUID(), roleName, sessionName, expiresAt);
    identities.add(session);
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
};
