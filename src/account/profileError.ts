/**
 * `noFile`, `unreadableFile`, `fileTooLarge`, `notJson`: nothing is to be had of the file. `noProfile`: it has none of this
 * name. `unsupportedMode`, `incomplete`: the profile cannot sign ECI's calls. `sourceMissing`, `roleCycle`, `chainTooDeep`:
 * its source profiles lead nowhere. `foreignSts`: it names an STS that is not Alibaba Cloud's. `needsConsent`: its key comes
 * from where the user did not agree to ask. `noToken`, `tokenExpired`: there is no cached token, or none that still works.
 * `signInExpired`: the sign-in that renews the token is over too. `keyRefused`: the service does not take its key.
 * `roleRefused`: STS did not give the role. `noMetadata`: the machine's metadata service gave no key. `noOidcToken`: the
 * token file could not be read. `noEnvironment`: the editor's environment holds no whole key.
 */
export type ProfileProblem =
  | "noFile"
  | "unreadableFile"
  | "fileTooLarge"
  | "notJson"
  | "noProfile"
  | "unsupportedMode"
  | "incomplete"
  | "sourceMissing"
  | "roleCycle"
  | "chainTooDeep"
  | "foreignSts"
  | "needsConsent"
  | "noToken"
  | "tokenExpired"
  | "signInExpired"
  | "keyRefused"
  | "roleRefused"
  | "noMetadata"
  | "noOidcToken"
  | "noEnvironment";

/** A profile as an error names it. */
export type NamedProfile = { readonly name: string; readonly mode?: string | undefined };

/**
 * Why a profile or the environment gives no key. Nothing of the file or of a variable is in it but, apart from the message,
 * which profile the problem lies in: its name is other people's text until shown as plain text.
 */
export class ProfileError extends Error {
  override readonly name = "ProfileError";
  readonly problem: ProfileProblem;
  readonly profile: NamedProfile | undefined;

  constructor(problem: ProfileProblem, profile?: NamedProfile, options?: ErrorOptions) {
    super(problem, options);
    this.problem = problem;
    // A whole profile would bring its keys along.
    this.profile = profile && { name: profile.name, mode: profile.mode };
  }
}
