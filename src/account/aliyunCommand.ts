import type { NamedProfile, ProfileProblem } from "./profileError.ts";

/**
 * The aliyun command that mends a profile, to be pasted into a shell. A call renews the cached token of CloudSSO and OAuth
 * where their sign-in still holds; `configure` asks for what it needs. What External and CredentialsURI get, the CLI does not
 * keep: for these it makes a profile beside them that holds a token (the CLI's `config/profile.go`).
 */
export function toAliyunCommand(problem: ProfileProblem, { name, mode }: NamedProfile): string {
  if (mode === "External" || mode === "CredentialsURI") {
    return `aliyun configure --profile ${toShellWord(`${name}-token`)} --mode StsToken`;
  }
  if ((mode === "CloudSSO" || mode === "OAuth") && (problem === "noToken" || problem === "tokenExpired")) {
    return `aliyun sts GetCallerIdentity --profile ${toShellWord(name)}`;
  }
  const flag = mode === undefined ? "" : ` --mode ${mode}`;
  return `aliyun configure --profile ${toShellWord(name)}${flag}`;
}

/** One word of a shell's line, whatever is in it. */
function toShellWord(text: string): string {
  return /^[\w@.:+][\w@.:+-]*$/u.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
