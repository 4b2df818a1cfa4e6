import * as z from "zod/mini";

const identitySchema = z.object({
  accountId: z.string(),
  arn: z.string(),
  identityType: z.string(),
  principalId: z.optional(z.string()),
});

const base = {
  id: z.string().check(z.minLength(1)),
  /** What the user calls it. */
  name: z.string().check(z.minLength(1)),
  /** The regions that its tree shows. */
  regions: z.array(z.string()),
  /** Who its key belonged to when it was last tested. */
  identity: z.optional(identitySchema),
  /** Another one with each key, so that every window reads the key anew; absent while the first key is being kept. */
  keyRevision: z.optional(z.string()),
};

/** An account as it is persisted: nothing secret in it. */
export const accountSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("accessKey"), ...base }),
  z.object({ kind: z.literal("sts"), ...base }),
  z.object({
    kind: z.literal("profile"),
    ...base,
    /** The name of the profile in the aliyun CLI's file. */
    profile: z.string().check(z.minLength(1)),
    /** What the user agreed to ask for the profile's first key, as `toConsent` says it. */
    consent: z.optional(z.string()),
  }),
  z.object({ kind: z.literal("environment"), ...base }),
  z.object({ kind: z.literal("demo"), ...base }),
]);

/** Who asks. */
export type Account = Readonly<z.infer<typeof accountSchema>>;

/** A profile that an account signs in with, and what the user agreed to for it. */
export type ProfileChoice = { readonly profile: string; readonly consent?: string | undefined };

/** What an account's entry in the secret storage holds, as JSON. */
export const credentialsSchema = z.object({
  accessKeyId: z.string().check(z.minLength(1)),
  accessKeySecret: z.string().check(z.minLength(1)),
  securityToken: z.optional(z.string().check(z.minLength(1))),
});

/** The regions that the demo account's tree shows at first; in the last one captures are not offered. */
export const demoRegions: readonly string[] = ["cn-hangzhou", "cn-shanghai", "cn-wulanchabu"];
