import type { Credentials } from "../eci/model.ts";
import type { RoleRequest } from "../eci/assumeRole.ts";
import { ProfileError, type NamedProfile } from "./profileError.ts";
import type { Profile, ProfileFile } from "./profileFile.ts";
import { toProfileStsEndpoint } from "./profileStsEndpoint.ts";

/** Where the first key of a chain comes from. */
export type KeyBase =
  | {
      readonly kind: "key";
      readonly credentials: Credentials;
      readonly expiresAtMs?: number | undefined;
    }
  | { readonly kind: "ecsRole"; readonly roleName?: string | undefined }
  | ({ readonly kind: "oidc"; readonly providerArn: string; readonly tokenFile: string } & RoleStep);

/** A role to assume with the key before it, at an STS of Alibaba Cloud (undefined: where the account's endpoint says). */
export type RoleStep = { readonly role: RoleRequest; readonly stsEndpoint?: string | undefined };

/** How a profile comes to its key: a first one, and the roles that are assumed with it, in order. */
export type ProfilePlan = {
  readonly base: KeyBase;
  /** The profile that the first key comes from: the profile itself, or the last of its sources. */
  readonly baseProfile: NamedProfile;
  readonly roles: readonly RoleStep[];
};

/** How many roles one after the other are assumed at most. */
export const maxChainDepth = 5;

/**
 * How the profile of this name comes to its key at a time (milliseconds since 1970). Nothing is asked, run or fetched.
 * Throws a `ProfileError`.
 */
export function resolveProfile(file: ProfileFile, name: string, nowMs: number): ProfilePlan {
  const seen = new Set<string>();
  const roles: RoleStep[] = [];
  for (let next = name; ;) {
    const profile = file.profiles.find((candidate) => candidate.name === next);
    if (profile === undefined) throw new ProfileError(seen.size === 0 ? "noProfile" : "sourceMissing");
    if (seen.has(next)) throw new ProfileError("roleCycle", profile);
    seen.add(next);
    if (hasRole(profile)) {
      roles.unshift(toRoleStep(profile));
      if (roles.length > maxChainDepth) throw new ProfileError("chainTooDeep", profile);
    }
    if (profile.mode !== "ChainableRamRoleArn") {
      return { base: toBase(profile, nowMs), baseProfile: { name: next, mode: profile.mode }, roles };
    }
    next = need(profile, profile.sourceProfile);
  }
}

/** Where a plan's first key comes from, if not from the file itself: what the user has to agree to. */
export function toConsent({ base }: ProfilePlan): string | undefined {
  if (base.kind === "oidc") return `oidc:${base.tokenFile}`;
  return base.kind === "ecsRole" ? "ecsRole" : undefined;
}

function hasRole({ mode }: Profile): boolean {
  return mode === "RamRoleArn" || mode === "ChainableRamRoleArn" || mode === "RamRoleArnWithRoleName";
}

function need(profile: Profile, value: string | undefined): string {
  if (value === undefined) throw new ProfileError("incomplete", profile);
  return value;
}

function toRoleStep(profile: Profile): RoleStep {
  return {
    role: {
      roleArn: need(profile, profile.roleArn),
      sessionName: need(profile, profile.sessionName),
      durationSeconds: profile.durationSeconds,
      externalId: profile.externalId,
    },
    stsEndpoint: toProfileStsEndpoint(profile),
  };
}

function toBase(profile: Profile, nowMs: number): KeyBase {
  const { mode } = profile;
  switch (mode) {
    case "AK":
      return { kind: "key", credentials: toKey(profile, undefined) };
    case "RamRoleArn":
      return { kind: "key", credentials: toKey(profile, profile.stsToken) };
    case "StsToken":
      return { kind: "key", credentials: toKey(profile, need(profile, profile.stsToken)) };
    case "CloudSSO":
    case "OAuth":
    case "External":
    case "CredentialsURI":
      return toCachedKey(profile, nowMs);
    case "EcsRamRole":
    case "RamRoleArnWithRoleName":
      return { kind: "ecsRole", roleName: profile.ecsRoleName };
    case "OIDC":
      return {
        kind: "oidc",
        providerArn: need(profile, profile.oidcProviderArn),
        tokenFile: need(profile, profile.oidcTokenFile),
        ...toRoleStep(profile),
      };
    case "ChainableRamRoleArn":
    case "RsaKeyPair":
    case "BearerToken":
    case "Anonymous":
    case undefined:
      throw new ProfileError("unsupportedMode", profile);
  }
}

function toKey(profile: Profile, securityToken: string | undefined): Credentials {
  return {
    accessKeyId: need(profile, profile.accessKeyId),
    accessKeySecret: need(profile, profile.accessKeySecret),
    ...(securityToken === undefined ? {} : { securityToken }),
  };
}

/** The key that the CLI left in the file; only the CLI makes another one. */
function toCachedKey(profile: Profile, nowMs: number): KeyBase {
  const expiresAtMs = profile.stsExpiration === undefined ? undefined : profile.stsExpiration * 1000;
  const isSignedOut = profile.signInExpiration !== undefined && profile.signInExpiration * 1000 <= nowMs;
  const { accessKeyId, accessKeySecret, stsToken } = profile;
  if (accessKeyId === undefined || accessKeySecret === undefined || stsToken === undefined) {
    throw new ProfileError(isSignedOut ? "signInExpired" : "noToken", profile);
  }
  if (expiresAtMs !== undefined && expiresAtMs <= nowMs) {
    throw new ProfileError(isSignedOut ? "signInExpired" : "tokenExpired", profile);
  }
  return { kind: "key", credentials: toKey(profile, stsToken), expiresAtMs };
}
