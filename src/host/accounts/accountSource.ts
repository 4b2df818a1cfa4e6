import type { ProfileChoice } from "../../account/account.ts";
import { createCredentialSource } from "../../account/credentialSource.ts";
import { readEnvironmentKey, type Environment } from "../../account/environmentKey.ts";
import { ProfileError, type NamedProfile } from "../../account/profileError.ts";
import type { ProfileFile } from "../../account/profileFile.ts";
import { openProfileSession, type SessionDeps } from "../../account/profileSession.ts";
import { resolveProfile } from "../../account/resolveProfile.ts";
import { assumeRole, assumeRoleWithOidc } from "../../eci/assumeRole.ts";
import type { CredentialSource } from "../../eci/model.ts";
import { isLoopbackEndpoint, toStsEndpoint } from "../../eci/regions.ts";
import { bringsAgent } from "./bringsAgent.ts";
import { readEcsKey } from "./ecsMetadata.ts";
import { toEnvironmentUserError, toProfileUserError } from "./profileTexts.ts";
import { readSmallFile } from "./readSmallFile.ts";

/** Where the key of an account that keeps none comes from. */
export type AccountSource = {
  /** Rejects with a `MendableError`, or with a `CloudError` where STS could not be asked. */
  readonly get: CredentialSource;
  /** Forgets the key where it would come from elsewhere by now, and tells whether that is so. */
  recheck(): Promise<boolean>;
};

export type ProfileSourceDeps = {
  readonly readConfig: () => Promise<ProfileFile>;
  /** The user's endpoint: one on loopback stands in for STS too. */
  readonly endpoint: () => string | undefined;
};

const maxTokenBytes = 64 * 1024;

/** Makes the source of a profile; the file is read when a key is needed. */
export function createProfileSource(choice: ProfileChoice, deps: ProfileSourceDeps): AccountSource {
  const session = createSessionDeps(deps.endpoint);
  let asked: NamedProfile = { name: choice.profile };
  /** What the last key came from, in memory alone. */
  let origin: string | undefined;
  const readPlan = async () => resolveProfile(await deps.readConfig(), choice.profile, Date.now());
  const toOrigin = (error: unknown): string =>
    error instanceof ProfileError ? error.problem : String(error);
  const source = createCredentialSource(async () => {
    const plan = await readPlan().catch((error: unknown) => {
      origin = toOrigin(error);
      throw error;
    });
    [origin, asked] = [JSON.stringify(plan), plan.baseProfile];
    return openProfileSession(plan, choice.consent, session);
  });
  return {
    async get(refused) {
      try {
        return await source.get(refused);
      } catch (error) {
        throw toProfileUserError(error, asked);
      }
    },
    async recheck() {
      const now = await readPlan().then((plan) => JSON.stringify(plan), toOrigin);
      if (now === origin) return false;
      origin = now;
      source.reset();
      return true;
    },
  };
}

/** Makes the source of the environment, which stays what it was when the editor started. */
export function createEnvironmentSource(environment: Environment): AccountSource {
  const source = createCredentialSource(
    () => new Promise((resolve) => resolve({ credentials: readEnvironmentKey(environment) })),
  );
  return {
    async get(refused) {
      try {
        return await source.get(refused);
      } catch (error) {
        throw toEnvironmentUserError(error);
      }
    },
    recheck: () => Promise.resolve(false),
  };
}

function createSessionDeps(endpoint: () => string | undefined): SessionDeps {
  const toOptions = (own: string | undefined) => {
    const override = endpoint();
    const isStandIn = override !== undefined && isLoopbackEndpoint(override);
    const sts = isStandIn || own === undefined ? toStsEndpoint(undefined, override) : own;
    return { endpoint: sts, bringsAgent };
  };
  return {
    assumeRole: (key, role, own) => assumeRole(key, role, toOptions(own)),
    assumeRoleWithOidc: (role, own) => assumeRoleWithOidc(role, toOptions(own)),
    readEcsKey: (roleName) => readEcsKey(roleName),
    async readTokenFile(path) {
      const text = await readSmallFile(path, maxTokenBytes).catch(() => "");
      if (text.trim() === "") throw new ProfileError("noOidcToken");
      return text.trim();
    },
  };
}
