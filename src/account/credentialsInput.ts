import type { Credentials } from "../eci/model.ts";

/** The kinds of account whose key the user types. */
export type KeyKind = "accessKey" | "sts";

/** What the user typed, as it stands in the fields. */
export type CredentialsInput = {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string;
};
export type CredentialsField = keyof CredentialsInput;

/** What is wrong with a field. */
export type CredentialsProblem =
  | "missing"
  /** White space, control characters or letters beyond ASCII inside. */
  | "invalidCharacters"
  | "tooShort"
  | "tooLong"
  /** An id that STS gave out, which is worth nothing without its token. */
  | "temporaryKeyNeedsToken"
  /** A long-lived id, which is never sent with a token. */
  | "lastingKeyTakesNoToken"
  /** The secret's field holds the id again. */
  | "sameAsId";

const lengths: Record<CredentialsField, readonly [shortest: number, longest: number]> = {
  accessKeyId: [8, 128],
  accessKeySecret: [8, 256],
  securityToken: [16, 16_384],
};

/** What is wrong with one field, or undefined; white space around a value is nobody's mistake. */
export function findCredentialsProblem(
  kind: KeyKind,
  field: CredentialsField,
  input: CredentialsInput,
): CredentialsProblem | undefined {
  if (kind === "accessKey" && field === "securityToken") return undefined;
  const value = input[field].trim();
  if (value === "") return "missing";
  // An id is letters, digits and, from STS, a dot; secrets and tokens are base64 or the like.
  const allowed = field === "accessKeyId" ? /^[A-Za-z0-9._-]+$/u : /^[\x21-\x7e]+$/u;
  if (!allowed.test(value)) return "invalidCharacters";
  const [shortest, longest] = lengths[field];
  if (value.length < shortest) return "tooShort";
  if (value.length > longest) return "tooLong";
  if (field === "accessKeySecret" && value === input.accessKeyId.trim()) return "sameAsId";
  if (field === "accessKeyId" && kind === "accessKey" && value.startsWith("STS."))
    return "temporaryKeyNeedsToken";
  if (field === "accessKeyId" && kind === "sts" && value.startsWith("LTAI")) return "lastingKeyTakesNoToken";
  return undefined;
}

/** The credentials of an input without problems. */
export function toCredentials(kind: KeyKind, input: CredentialsInput): Credentials {
  const accessKeyId = input.accessKeyId.trim();
  const accessKeySecret = input.accessKeySecret.trim();
  return kind === "accessKey"
    ? { accessKeyId, accessKeySecret }
    : { accessKeyId, accessKeySecret, securityToken: input.securityToken.trim() };
}
