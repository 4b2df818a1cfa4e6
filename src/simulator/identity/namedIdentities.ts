import { createHash } from "node:crypto";
import type { Identity, NamedIdentities } from "./identity.ts";
import type { Role } from "./roles.ts";

/** The account that every identity belongs to. */
export const accountId = "1234567890123456";

/** Actions that an identity of the account without `eci:Describe*` rights may call in vain: they answer empty lists. */
const listing = ["DescribeContainerGroups", "DescribeContainerGroupStatus", "DescribeContainerGroupEvents"];

/** `length` letters and digits that follow from the text alone. */
function toKeyText(text: string, length: number): string {
  return createHash("sha512")
    .update(text)
    .digest("base64")
    .replace(/[^A-Za-z0-9]/gu, "x")
    .slice(0, length);
}

/** A key triple of a role session; the token is as long as a real one's first part. */
export function buildSession(
  text: string,
  role: Pick<Role, "name" | "denied">,
  sessionName: string,
  expiresAt: number | undefined,
): Identity & { readonly securityToken: string } {
  return {
    accessKeyId: `STS.NU${toKeyText(`${text} id`, 22)}`,
    accessKeySecret: toKeyText(`${text} secret`, 44),
    securityToken: `CAIS${toKeyText(`${text} token 1`, 80)}${toKeyText(`${text} token 2`, 80)}`,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    active: true,
    accountId,
    arn: `acs:ram::${accountId}:assumed-role/${role.name}/${sessionName}`,
    identityType: "AssumedRoleUser",
    principalId: `3${toDigits(role.name)}:${sessionName}`,
    denied: role.denied,
  };
}

function toDigits(text: string): string {
  return BigInt(`0x${createHash("sha256").update(text).digest("hex")}`)
    .toString()
    .slice(0, 17);
}

/** The same identities for the same seed; `startedAt` (milliseconds) dates the expired token. */
export function buildNamedIdentities(seed: number, startedAt: number): NamedIdentities {
  const ops = { name: "eci-ops", denied: [] };
  const user = (name: string, denied: readonly string[], active = true): Identity => ({
    accessKeyId: `LTAI5t${toKeyText(`${seed} ${name} id`, 18)}`,
    accessKeySecret: toKeyText(`${seed} ${name} secret`, 30),
    active,
    accountId,
    arn: `acs:ram::${accountId}:user/${name}`,
    identityType: "RAMUser",
    principalId: `2${toDigits(name)}`,
    denied,
  });
  return {
    full: user("shop-developer", []),
    readOnly: user("shop-viewer", ["CreateInstanceOpsTask"]),
    blind: user("shop-billing", [...listing, "AssumeRole"]),
    expiredToken: buildSession(`${seed} expired`, ops, "yesterday", startedAt - 3_600_000),
    validToken: buildSession(`${seed} valid`, ops, "today", undefined),
    inactive: user("shop-leaver", [], false),
    root: {
      ...user("root", []),
      arn: `acs:ram::${accountId}:root`,
      identityType: "Account",
      principalId: accountId,
    },
  };
}
