import * as z from "zod/mini";
import { isRegionId } from "../eci/regions.ts";
import { filledText as filled, lenient } from "../eci/wire/tolerant.ts";
import { ProfileError } from "./profileError.ts";

/** The ways to sign in that the aliyun CLI knows (its `config/profile.go`), the deprecated ones too. */
export const profileModes = [
  "AK",
  "StsToken",
  "RamRoleArn",
  "EcsRamRole",
  "RsaKeyPair",
  "RamRoleArnWithRoleName",
  "ChainableRamRoleArn",
  "External",
  "CredentialsURI",
  "OIDC",
  "CloudSSO",
  "OAuth",
  "BearerToken",
  "Anonymous",
] as const;
export type ProfileMode = (typeof profileModes)[number];

/** A profile of the file. All texts are as they stand there; times are seconds since 1970. */
export type Profile = {
  readonly name: string;
  /** Undefined where the file gives a word that nobody knows, or nothing to tell it by. */
  readonly mode: ProfileMode | undefined;
  readonly regionId?: string | undefined;
  readonly accessKeyId?: string | undefined;
  readonly accessKeySecret?: string | undefined;
  readonly stsToken?: string | undefined;
  readonly stsExpiration?: number | undefined;
  readonly signInExpiration?: number | undefined;
  readonly stsRegion?: string | undefined;
  readonly stsEndpoint?: string | undefined;
  readonly ecsRoleName?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly sessionName?: string | undefined;
  readonly externalId?: string | undefined;
  readonly sourceProfile?: string | undefined;
  readonly durationSeconds?: number | undefined;
  readonly oidcProviderArn?: string | undefined;
  readonly oidcTokenFile?: string | undefined;
};

/** What the file holds; where a name comes twice, the first counts, as in the CLI. */
export type ProfileFile = {
  /** The name of the profile that the CLI uses unless told otherwise. */
  readonly current: string | undefined;
  readonly profiles: readonly Profile[];
  /** Rows that are no profiles. */
  readonly unreadable: number;
};

const amount = lenient(z.int().check(z.gt(0)));

/** A name that can be shown in a row and typed in a shell. */
const nameSchema = z.string().check(z.minLength(1), z.maxLength(128), z.regex(/^[^\p{C}\u2028\u2029]+$/u));

const rowSchema = z.object({
  name: nameSchema,
  mode: filled,
  region_id: filled,
  access_key_id: filled,
  access_key_secret: filled,
  sts_token: filled,
  sts_expiration: amount,
  cloud_sso_access_token_expire: amount,
  oauth_refresh_token_expire: amount,
  sts_region: filled,
  sts_endpoint: filled,
  ram_role_name: filled,
  ram_role_arn: filled,
  ram_session_name: filled,
  external_id: filled,
  source_profile: filled,
  expired_seconds: amount,
  private_key: filled,
  key_pair_name: filled,
  process_command: filled,
  oidc_provider_arn: filled,
  oidc_token_file: filled,
  cloud_sso_sign_in_url: filled,
  bearer_token: filled,
});
type Row = z.infer<typeof rowSchema>;

const fileSchema = z.object({ current: filled, profiles: lenient(z.array(z.unknown())) });

/**
 * The profiles of the aliyun CLI's `config.json`. One odd profile loses no other, one odd field no profile. Throws a
 * `ProfileError` (`notJson`) where the text is no JSON object.
 */
export function parseProfileFile(text: string): ProfileFile {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/u, ""));
  } catch {
    // The parser's own error quotes the text.
    throw new ProfileError("notJson");
  }
  const file = z.safeParse(fileSchema, value);
  if (!file.success || Array.isArray(value)) throw new ProfileError("notJson");
  const profiles = new Map<string, Profile>();
  let unreadable = 0;
  for (const candidate of file.data.profiles ?? []) {
    const row = z.safeParse(rowSchema, candidate);
    if (!row.success) unreadable += 1;
    else if (!profiles.has(row.data.name)) profiles.set(row.data.name, toProfile(row.data));
  }
  return { current: file.data.current, profiles: [...profiles.values()], unreadable };
}

function toProfile(row: Row): Profile {
  const mode = toMode(row);
  const region = row.region_id;
  return {
    name: row.name,
    mode,
    regionId: region !== undefined && isRegionId(region) ? region : undefined,
    accessKeyId: row.access_key_id,
    accessKeySecret: row.access_key_secret,
    stsToken: row.sts_token,
    stsExpiration: row.sts_expiration,
    signInExpiration:
      mode === "CloudSSO"
        ? row.cloud_sso_access_token_expire
        : mode === "OAuth"
          ? row.oauth_refresh_token_expire
          : undefined,
    stsRegion: row.sts_region,
    stsEndpoint: row.sts_endpoint,
    ecsRoleName: row.ram_role_name,
    roleArn: row.ram_role_arn,
    sessionName: row.ram_session_name,
    externalId: row.external_id,
    sourceProfile: row.source_profile,
    durationSeconds: row.expired_seconds,
    oidcProviderArn: row.oidc_provider_arn,
    oidcTokenFile: row.oidc_token_file,
  };
}

/** The mode, compared without case; where none is given, what the CLI takes it for (AutoModeRecognition). */
function toMode(row: Row): ProfileMode | undefined {
  if (row.mode !== undefined) {
    const wanted = row.mode.toLowerCase();
    return profileModes.find((mode) => mode.toLowerCase() === wanted);
  }
  if (row.access_key_id !== undefined && row.access_key_secret !== undefined) {
    if (row.sts_token !== undefined) return "StsToken";
    return row.ram_role_arn === undefined ? "AK" : "RamRoleArn";
  }
  if (row.private_key !== undefined && row.key_pair_name !== undefined) return "RsaKeyPair";
  if (row.ram_role_name !== undefined) return "EcsRamRole";
  if (row.process_command !== undefined) return "External";
  const isOidc = [row.oidc_provider_arn, row.oidc_token_file, row.ram_role_arn].every(Boolean);
  if (isOidc) return "OIDC";
  if (row.cloud_sso_sign_in_url !== undefined) return "CloudSSO";
  return row.bearer_token === undefined ? undefined : "BearerToken";
}
