import type { OidcRequest, RoleRequest } from "../eci/assumeRole.ts";
import { CloudError } from "../eci/cloudError.ts";
import { isKeyRefusal } from "../eci/errorCatalogue.ts";
import type { Credentials, KeySession } from "../eci/model.ts";
import { ProfileError, type NamedProfile } from "./profileError.ts";
import { toConsent, type ProfilePlan } from "./resolveProfile.ts";

/** What a plan is carried out with; an `stsEndpoint` is the profile's own, undefined where it names none. */
export type SessionDeps = {
  readonly assumeRole: (
    key: Credentials,
    role: RoleRequest,
    stsEndpoint: string | undefined,
  ) => Promise<KeySession>;
  readonly assumeRoleWithOidc: (role: OidcRequest, stsEndpoint: string | undefined) => Promise<KeySession>;
  /** Reads the token file that the user agreed to. Rejects with a `ProfileError`. */
  readonly readTokenFile: (path: string) => Promise<string>;
  /** Asks this machine's metadata service. Rejects with a `ProfileError`. */
  readonly readEcsKey: (roleName: string | undefined) => Promise<KeySession>;
};

/**
 * Comes to the key of a plan: nothing is asked of a place that the user did not agree to (`consent` as `toConsent` gives it).
 * Rejects with a `ProfileError`, or with a `CloudError` where STS could not be reached.
 */
export async function openProfileSession(
  plan: ProfilePlan,
  consent: string | undefined,
  deps: SessionDeps,
): Promise<KeySession> {
  const needed = toConsent(plan);
  if (needed !== undefined && needed !== consent) throw new ProfileError("needsConsent", plan.baseProfile);
  let session = await openBase(plan, deps);
  for (const { role, stsEndpoint } of plan.roles) {
    const key = session.credentials;
    session = await askSts(() => deps.assumeRole(key, role, stsEndpoint), plan.baseProfile);
  }
  return session;
}

async function openBase({ base, baseProfile }: ProfilePlan, deps: SessionDeps): Promise<KeySession> {
  switch (base.kind) {
    case "key":
      return { credentials: base.credentials, expiresAtMs: base.expiresAtMs };
    case "ecsRole":
      return deps.readEcsKey(base.roleName);
    case "oidc": {
      const { role, providerArn, tokenFile, stsEndpoint } = base;
      const token = await deps.readTokenFile(tokenFile);
      const ask = () => deps.assumeRoleWithOidc({ ...role, providerArn, token }, stsEndpoint);
      return askSts(ask, baseProfile);
    }
  }
}

/** A refusal by STS concerns the profile; what may pass by itself stays what it is. */
async function askSts(ask: () => Promise<KeySession>, profile: NamedProfile): Promise<KeySession> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof CloudError) || error.details.kind !== "service") throw error;
    const { code } = error.details;
    if (isKeyRefusal(code)) throw new ProfileError("keyRefused", profile, { cause: error });
    if (error.details.retryable || code.startsWith("Throttling")) throw error;
    throw new ProfileError("roleRefused", profile, { cause: error });
  }
}
