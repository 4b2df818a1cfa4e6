import * as vscode from "vscode";
import type { ProfileChoice } from "../../account/account.ts";
import { readEnvironmentProfile } from "../../account/environmentKey.ts";
import type { ProfileFile, Profile } from "../../account/profileFile.ts";
import { resolveProfile, toConsent, type ProfilePlan } from "../../account/resolveProfile.ts";
import { findRegion } from "../../eci/regions.ts";
import { toPlainText } from "../plainText.ts";
import { askChoice, type Departure, type StepPlace } from "./inputSteps.ts";
import { MendableError } from "./mendableError.ts";
import { toProfileUserError } from "./profileTexts.ts";

/** The profile that the user chose, and the region that it names. */
export type ChosenProfile = ProfileChoice & { readonly regionId: string | undefined };

type ProfileItem = vscode.QuickPickItem & {
  readonly profile: Profile;
  readonly plan: ProfilePlan | undefined;
  readonly isDisabled: boolean;
};

function toItem(file: ProfileFile, profile: Profile, current: string | undefined): ProfileItem {
  const name =
    profile.regionId && findRegion(profile.regionId)?.[vscode.env.language.startsWith("zh") ? "zh" : "en"];
  const facts = [
    profile.mode ?? vscode.l10n.t("unknown mode"),
    toPlainText(name ?? profile.regionId ?? "", 60),
    profile.name === current ? vscode.l10n.t("current") : "",
  ];
  const item = {
    label: toPlainText(profile.name, 80),
    description: facts.filter(Boolean).join(" · "),
    profile,
  };
  try {
    const plan = resolveProfile(file, profile.name, Date.now());
    return { ...item, plan, isDisabled: false, iconPath: new vscode.ThemeIcon("account") };
  } catch (thrown) {
    const error = toProfileUserError(thrown, profile);
    const detail = error instanceof MendableError ? `${error.message} ${error.next}` : "";
    return {
      ...item,
      plan: undefined,
      isDisabled: true,
      detail,
      iconPath: new vscode.ThemeIcon("circle-slash"),
    };
  }
}

/** Asks before a key is taken from elsewhere than the file; false where the user does not agree. */
async function agree(profile: Profile, plan: ProfilePlan): Promise<boolean> {
  const name = toPlainText(profile.name, 60);
  const { base } = plan;
  if (base.kind === "key") return true;
  const detail =
    base.kind === "ecsRole"
      ? vscode.l10n.t(
          "The metadata service of this machine (100.100.100.200) is asked for the key of its RAM role. Agree only on a machine in Alibaba Cloud that you trust.",
        )
      : vscode.l10n.t(
          "The file {0} is read, and the token in it is sent to Alibaba Cloud's STS in exchange for a key.",
          toPlainText(base.tokenFile, 300),
        );
  const yes = vscode.l10n.t("Agree");
  const question = vscode.l10n.t("Take the key of the profile {0} from there?", name);
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) === yes;
}

/** Asks for one of the file's profiles; those that cannot sign in are shown with the reason, and cannot be chosen. */
export async function askProfile(place: StepPlace, file: ProfileFile): Promise<ChosenProfile | Departure> {
  const current = readEnvironmentProfile(process.env) ?? file.current;
  const items = file.profiles
    .map((profile) => toItem(file, profile, current))
    .sort((a, b) => Number(a.isDisabled) - Number(b.isDisabled));
  for (;;) {
    const choice = await askChoice(place, vscode.l10n.t("Which profile of the aliyun CLI?"), items);
    if (typeof choice === "string") return choice;
    const { profile, plan } = choice;
    if (plan && (await agree(profile, plan))) {
      return { profile: profile.name, consent: toConsent(plan), regionId: profile.regionId };
    }
  }
}
