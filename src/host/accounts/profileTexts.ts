import * as vscode from "vscode";
import { toAliyunCommand } from "../../account/aliyunCommand.ts";
import { ProfileError, type NamedProfile, type ProfileProblem } from "../../account/profileError.ts";
import { maxChainDepth } from "../../account/resolveProfile.ts";
import { CloudError } from "../../eci/cloudError.ts";
import { toPlainText } from "../plainText.ts";
import { MendableError, type Mend } from "./mendableError.ts";

type Words = readonly [what: string, next: string, mend: Mend];

/** A profile's problem in words, with the aliyun command that mends it where one does; any other error as it is. */
export function toProfileUserError(error: unknown, asked: NamedProfile): unknown {
  if (!(error instanceof ProfileError)) return error;
  const profile = error.profile ?? asked;
  const command = toAliyunCommand(error.problem, profile);
  const [what, next, mend] = toWords(error, profile, toPlainText(command, 300));
  return new MendableError(what, next, mend, { cause: error, command });
}

/** The environment's problem in words; any other error as it is. */
export function toEnvironmentUserError(error: unknown): unknown {
  if (!(error instanceof ProfileError)) return error;
  const what =
    error.problem === "keyRefused"
      ? vscode.l10n.t("The service does not accept the key in the editor's environment.")
      : vscode.l10n.t("The editor's environment holds no whole key.");
  const next = vscode.l10n.t(
    "Its variables are those that it was started with: set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET (and ALIBABA_CLOUD_SECURITY_TOKEN) there, and start it anew.",
  );
  return new MendableError(what, next, "tryAgain", { cause: error });
}

function toWords(error: ProfileError, profile: NamedProfile, command: string): Words {
  const name = toPlainText(profile.name, 60);
  const run = vscode.l10n.t("Run {0} in a terminal; this goes on by itself then.", command);
  const choose = vscode.l10n.t("Choose another profile, or correct this one with the aliyun CLI.");
  const words: Record<ProfileProblem, () => Words> = {
    noFile: () => [vscode.l10n.t("The aliyun CLI's configuration file is not there."), run, "copyCommand"],
    unreadableFile: () => [
      vscode.l10n.t("The aliyun CLI's configuration file could not be read."),
      vscode.l10n.t(
        "See that it is a plain file that you may read; the setting eciOps.aliyunConfig can name another.",
      ),
      "tryAgain",
    ],
    fileTooLarge: () => [
      vscode.l10n.t("The aliyun CLI's configuration file is larger than 1 MiB."),
      vscode.l10n.t("See that the setting eciOps.aliyunConfig names the right file."),
      "tryAgain",
    ],
    notJson: () => [
      vscode.l10n.t("The aliyun CLI's configuration file is not valid JSON."),
      vscode.l10n.t("Correct it; this goes on by itself then."),
      "tryAgain",
    ],
    noProfile: () => [
      vscode.l10n.t("The aliyun CLI has no profile {0} (any more).", name),
      choose,
      "chooseProfile",
    ],
    unsupportedMode: () => [
      profile.mode === undefined
        ? vscode.l10n.t("How the profile {0} signs in is not known here.", name)
        : vscode.l10n.t("The profile {0} signs in by {1}, which ECI's calls cannot use.", name, profile.mode),
      choose,
      "chooseProfile",
    ],
    incomplete: () => [vscode.l10n.t("The profile {0} is not complete.", name), run, "copyCommand"],
    sourceMissing: () => [
      vscode.l10n.t("The aliyun CLI has no profile that the profile {0} takes its key from.", name),
      choose,
      "chooseProfile",
    ],
    roleCycle: () => [
      vscode.l10n.t("The profile {0} takes its key from itself in the end.", name),
      choose,
      "chooseProfile",
    ],
    chainTooDeep: () => [
      vscode.l10n.t("The profile {0} stands on more than {1} roles.", name, maxChainDepth),
      choose,
      "chooseProfile",
    ],
    foreignSts: () => [
      vscode.l10n.t(
        "The profile {0} names an STS that is not Alibaba Cloud's; nothing was sent there.",
        name,
      ),
      choose,
      "chooseProfile",
    ],
    needsConsent: () => [
      vscode.l10n.t("The profile {0} gets its key from a place that you did not agree to ask.", name),
      vscode.l10n.t("Choose the profile again: you are asked then."),
      "chooseProfile",
    ],
    noToken: () =>
      toTokenWords(
        name,
        profile,
        vscode.l10n.t("Profile {0}: the aliyun CLI holds no token of it.", name),
        run,
        command,
      ),
    tokenExpired: () =>
      toTokenWords(name, profile, vscode.l10n.t("Profile {0}: its token has expired.", name), run, command),
    signInExpired: () => [vscode.l10n.t("Profile {0}: its sign-in has expired.", name), run, "copyCommand"],
    keyRefused: () => [
      vscode.l10n.t("Profile {0}: the service does not accept its key (any more).", name),
      run,
      "copyCommand",
    ],
    roleRefused: () => [
      vscode.l10n.t("The role of the profile {0} could not be assumed: {1}", name, toCauseText(error.cause)),
      vscode.l10n.t("The role must trust this identity, which needs the permission sts:AssumeRole."),
      "tryAgain",
    ],
    noMetadata: () => [
      vscode.l10n.t("The metadata service of this machine gave no key."),
      vscode.l10n.t("Only a machine in Alibaba Cloud that carries a RAM role has one."),
      "tryAgain",
    ],
    noOidcToken: () => [
      vscode.l10n.t("The token file of the profile {0} could not be read.", name),
      vscode.l10n.t("See that it is there and that you may read it."),
      "tryAgain",
    ],
    noEnvironment: () => [vscode.l10n.t("The editor's environment holds no whole key."), choose, "tryAgain"],
  };
  return words[error.problem]();
}

function toTokenWords(
  name: string,
  { mode }: NamedProfile,
  what: string,
  run: string,
  command: string,
): Words {
  if (mode !== "External" && mode !== "CredentialsURI") return [what, run, "copyCommand"];
  const why =
    mode === "External"
      ? vscode.l10n.t("{0} It gets one by running a program, which is never done here.", what)
      : vscode.l10n.t("{0} It gets one from an address, which is never asked here.", what);
  const next = vscode.l10n.t("Make a profile that holds a token with {0}, and choose that one.", command);
  return [why, next, "copyCommand"];
}

function toCauseText(cause: unknown): string {
  if (!(cause instanceof CloudError)) return "";
  return `${toPlainText(cause.message, 240)} (${toPlainText(cause.details.code, 80)})`;
}
