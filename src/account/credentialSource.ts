import type { Credentials, CredentialSource, KeySession } from "../eci/model.ts";
import { ProfileError } from "./profileError.ts";

/** A source that keeps what it got while that works. */
export type RenewingSource = {
  readonly get: CredentialSource;
  /** Forgets the key: the next request gets a new one. */
  reset(): void;
};

/** How long before its end a key is replaced. */
const renewBeforeMs = 5 * 60_000;

/**
 * Makes a source that gets a key when it is first needed, and another one 5 minutes before the end of the last: one at a
 * time, whoever asks meanwhile waits for the same. A key that still works is given where no new one can be had. One that the
 * service refused is given up; where the same comes again, `get` rejects with a `ProfileError` (`keyRefused`).
 */
export function createCredentialSource(
  obtain: () => Promise<KeySession>,
  clock: () => number = Date.now,
): RenewingSource {
  let session: KeySession | undefined;
  let obtaining: Promise<KeySession> | undefined;

  const worksFor = (ms: number): boolean =>
    session !== undefined && (session.expiresAtMs === undefined || session.expiresAtMs - ms > clock());

  function renew(): Promise<KeySession> {
    if (obtaining !== undefined) return obtaining;
    const next = obtain().then(
      (obtained) => {
        if (obtaining === next) [session, obtaining] = [obtained, undefined];
        return obtained;
      },
      (error: unknown) => {
        if (obtaining === next) obtaining = undefined;
        throw error;
      },
    );
    obtaining = next;
    return next;
  }

  return {
    async get(refused) {
      if (refused !== undefined && isSameKey(session?.credentials, refused)) session = undefined;
      if (session !== undefined && worksFor(renewBeforeMs)) return session.credentials;
      const before = session;
      try {
        const { credentials } = await renew();
        if (isSameKey(credentials, refused)) throw new ProfileError("keyRefused");
        return credentials;
      } catch (error) {
        if (before !== undefined && before === session && worksFor(0)) return before.credentials;
        throw error;
      }
    },
    reset() {
      session = undefined;
      obtaining = undefined;
    },
  };
}

function isSameKey(one: Credentials | undefined, other: Credentials | undefined): boolean {
  return (
    one !== undefined &&
    one.accessKeyId === other?.accessKeyId &&
    one.accessKeySecret === other.accessKeySecret &&
    one.securityToken === other.securityToken
  );
}
