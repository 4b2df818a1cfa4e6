import type * as z from "zod/mini";
import { CloudError } from "./cloudError.ts";
import { createApiCaller, type ApiCaller } from "./createApiCaller.ts";
import type { Credentials, KeySession } from "./model.ts";
import { createRedactor } from "./redact.ts";
import { roleSessionSchema } from "./wire/answerSchemas.ts";

/** A role to be, in the words of sts:AssumeRole. */
export type RoleRequest = {
  readonly roleArn: string;
  /** 2 to 64 of `[a-zA-Z0-9.@_-]`: stands in the audit log. */
  readonly sessionName: string;
  /** 900 up to the role's own maximum; 3600 by the service where it is not given. */
  readonly durationSeconds?: number | undefined;
  readonly externalId?: string | undefined;
};

/** A role for sts:AssumeRoleWithOIDC, which knows no external id: an identity provider's token stands in place of a key. */
export type OidcRequest = RoleRequest & {
  readonly providerArn: string;
  readonly token: string;
};

export type StsOptions = {
  /** The address of STS, as `toStsEndpoint` gives it. */
  readonly endpoint: string;
  /** Milliseconds since 1970. */
  readonly clock?: (() => number) | undefined;
  /** Whether a request may bring its own agent; true unless given. */
  readonly bringsAgent?: (() => boolean) | undefined;
};

const version = "2015-04-01";

/** Asks STS for a session of a role, signed with a key that may assume it. Rejects with a `CloudError`. */
export function assumeRole(
  credentials: Credentials,
  role: RoleRequest,
  options: StsOptions,
): Promise<KeySession> {
  const params = {
    ...toParams(role),
    ...(role.externalId === undefined ? {} : { ExternalId: role.externalId }),
  };
  return withCaller(credentials, options, (caller) =>
    caller.read({ ...toService(options), action: "AssumeRole", params, schema: roleSessionSchema }),
  );
}

/** Asks STS for a session of a role with an identity provider's token; nothing signs it. Rejects with a `CloudError`. */
export async function assumeRoleWithOidc(role: OidcRequest, options: StsOptions): Promise<KeySession> {
  const params = { ...toParams(role), OIDCProviderArn: role.providerArn, OIDCToken: role.token };
  try {
    return await withCaller(undefined, options, (caller) =>
      caller.read({ ...toService(options), action: "AssumeRoleWithOIDC", params, schema: roleSessionSchema }),
    );
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    // The caller knows of no key here, and a refusal may repeat the token.
    const redact = createRedactor({ accessKeyId: "", accessKeySecret: role.token });
    throw new CloudError(redact(error.message), error.details);
  }
}

async function withCaller(
  credentials: Credentials | undefined,
  options: StsOptions,
  ask: (caller: ApiCaller) => Promise<z.output<typeof roleSessionSchema>>,
): Promise<KeySession> {
  const caller = createApiCaller({
    credentials: () => Promise.resolve(credentials),
    clock: options.clock ?? Date.now,
    limits: {
      deadlineSeconds: 15,
      maxAnswerBytes: 1024 * 1024,
      userAgent: "eci-ops",
      bringsAgent: options.bringsAgent ?? (() => true),
    },
    retryPolicy: { random: Math.random, baseDelaySeconds: 0.5, maxRetryAfterSeconds: 10 },
  });
  try {
    const { Credentials: given } = await ask(caller);
    const expiresAtMs = Date.parse(given.Expiration ?? "") - caller.clockAheadMs();
    return {
      credentials: {
        accessKeyId: given.AccessKeyId,
        accessKeySecret: given.AccessKeySecret,
        securityToken: given.SecurityToken,
      },
      expiresAtMs: Number.isNaN(expiresAtMs) ? undefined : expiresAtMs,
    };
  } finally {
    caller.dispose();
  }
}

function toService({ endpoint }: StsOptions) {
  return { endpoint, version };
}

function toParams({ roleArn, sessionName, durationSeconds }: RoleRequest) {
  return {
    RoleArn: roleArn,
    RoleSessionName: sessionName,
    ...(durationSeconds === undefined ? {} : { DurationSeconds: String(durationSeconds) }),
  };
}
