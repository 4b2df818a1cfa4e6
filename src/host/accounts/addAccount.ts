import * as vscode from "vscode";
import { demoRegions, type Account } from "../../account/account.ts";
import { readEnvironmentRegion } from "../../account/environmentKey.ts";
import type { AccountStore } from "../../account/accountStore.ts";
import { toCredentials, type KeyKind } from "../../account/credentialsInput.ts";
import type { EciClient } from "../../eci/eciClient.ts";
import type { Credentials, CredentialSource, Identity } from "../../eci/model.ts";
import { toErrorText } from "../errors/errorText.ts";
import { isCancellation } from "../errors/showError.ts";
import type { Log } from "../log.ts";
import { toPlainText } from "../plainText.ts";
import type { MakeClient } from "./accountClients.ts";
import { createEnvironmentSource, createProfileSource } from "./accountSource.ts";
import type { AliyunConfig } from "./aliyunConfig.ts";
import { askProfile, type ChosenProfile } from "./chooseProfile.ts";
import { toCredentialsSteps, type CredentialsDraft } from "./credentialsSteps.ts";
import { readEndpointSetting } from "./endpointSetting.ts";
import { askChoice, runSteps, type Step } from "./inputSteps.ts";
import { toProfileUserError } from "./profileTexts.ts";

type Answers = {
  kind: Account["kind"];
  readonly draft: CredentialsDraft;
  chosen?: ChosenProfile | undefined;
};

/** What an account dialogue works with. */
export type DialogueDeps = {
  readonly store: AccountStore;
  readonly config: AliyunConfig;
  readonly makeClient: MakeClient;
  readonly log: Log;
};

const emptyAnswers = (): Answers => ({
  kind: "accessKey",
  draft: { accessKeyId: "", accessKeySecret: "", securityToken: "" },
});

function toKindStep(answers: Answers): Step {
  return async (place) => {
    const choice = await askChoice(place, vscode.l10n.t("How do you sign in?"), [
      {
        accountKind: "accessKey" as const,
        label: vscode.l10n.t("Access key"),
        detail: vscode.l10n.t("AccessKey ID and secret of a RAM user"),
        iconPath: new vscode.ThemeIcon("key"),
      },
      {
        accountKind: "sts" as const,
        label: vscode.l10n.t("STS token"),
        detail: vscode.l10n.t("A temporary key: id, secret and token"),
        iconPath: new vscode.ThemeIcon("clock"),
      },
      {
        accountKind: "profile" as const,
        label: vscode.l10n.t("Profile of the aliyun CLI"),
        detail: vscode.l10n.t("Signs in as the aliyun command does; nothing of its file is copied"),
        iconPath: new vscode.ThemeIcon("terminal"),
      },
      {
        accountKind: "environment" as const,
        label: vscode.l10n.t("Environment variables"),
        detail: vscode.l10n.t("ALIBABA_CLOUD_ACCESS_KEY_ID and so on, as the editor was started with"),
        iconPath: new vscode.ThemeIcon("symbol-variable"),
      },
      {
        accountKind: "demo" as const,
        label: vscode.l10n.t("Demo account"),
        detail: vscode.l10n.t("A simulator on this computer: no key, no network, nothing real"),
        iconPath: new vscode.ThemeIcon("beaker"),
      },
    ]);
    if (typeof choice === "string") return choice;
    answers.kind = choice.accountKind;
    return "next";
  };
}

/** Asks the service whose key a client has, with a progress that can be cancelled. */
export function askIdentity(client: EciClient): Thenable<Identity> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t("Asking Alibaba Cloud whose key this is…"),
      cancellable: true,
    },
    (_progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort(new vscode.CancellationError()));
      return client.getCallerIdentity(abort.signal);
    },
  );
}

function toProfileStep(answers: Answers, config: AliyunConfig): Step {
  return async (place) => {
    const file = await config.read().catch((error: unknown) => {
      throw toProfileUserError(error, { name: answers.chosen?.profile ?? "default" });
    });
    const chosen = await askProfile(place, file);
    if (typeof chosen === "string") return chosen;
    answers.chosen = chosen;
    return "next";
  };
}

function toSource(chosen: ChosenProfile, config: AliyunConfig): CredentialSource {
  const deps = { readConfig: () => config.read(), endpoint: readEndpointSetting };
  return createProfileSource(chosen, deps).get;
}

async function testCredentials(
  credentials: Credentials | CredentialSource,
  makeClient: MakeClient,
): Promise<Identity> {
  const client = await makeClient(credentials);
  try {
    return await askIdentity(client);
  } finally {
    client.dispose();
  }
}

/** What an account is called until it is renamed: the last part of its ARN, and whose it is. */
export function toAccountName({ arn, accountId }: Identity): string {
  const who = arn.split(/[:/]/u).at(-1) ?? "";
  return toPlainText(who === "" || who === "root" ? accountId : `${who} (${accountId})`, 60);
}

/** Asks for a key until the service knows it, the user adds it all the same, or gives up. */
async function askForKey<Key extends Credentials | CredentialSource>(
  title: string,
  steps: () => readonly Step[],
  read: () => Key | undefined,
  { makeClient, log }: DialogueDeps,
): Promise<{ readonly key: Key; readonly identity?: Identity } | undefined> {
  for (;;) {
    if (!(await runSteps(title, steps))) return undefined;
    const key = read();
    if (!key) return undefined;
    try {
      return { key, identity: await testCredentials(key, makeClient) };
    } catch (error) {
      if (isCancellation(error)) return undefined;
      log.error(error);
      const text = toErrorText(error);
      const again = typeof key === "function" ? vscode.l10n.t("Try Again") : vscode.l10n.t("Enter It Again");
      const anyway = vscode.l10n.t("Keep It Anyway");
      // A service that could not be asked says nothing against the key.
      const choices = text.retry === "never" ? [again] : [again, anyway];
      const answer = await vscode.window.showErrorMessage(`${text.what} ${text.next}`, ...choices);
      if (answer === anyway) return { key };
      if (answer !== again) return undefined;
    }
  }
}

/** An account that was added, and the region that its key came with. */
export type AddedAccount = { readonly account: Account; readonly regionId?: string | undefined };

/** The whole dialogue that adds an account; undefined when the user gave up. Rejects with an `AccountError` or a `UserError`. */
export async function addAccount(deps: DialogueDeps): Promise<AddedAccount | undefined> {
  const { store, config } = deps;
  const answers = emptyAnswers();
  const { draft } = answers;
  const kindStep = toKindStep(answers);
  const profileStep = toProfileStep(answers, config);
  const steps = (): Step[] => {
    const { kind } = answers;
    if (kind === "demo" || kind === "environment") return [kindStep];
    return kind === "profile" ? [kindStep, profileStep] : [kindStep, ...toCredentialsSteps(kind, draft)];
  };
  const read = (): Credentials | CredentialSource | undefined => {
    const { kind, chosen } = answers;
    if (kind === "demo") return undefined;
    if (kind === "environment") return createEnvironmentSource(process.env).get;
    if (kind === "profile") return chosen && toSource(chosen, config);
    return toCredentials(kind, draft);
  };
  const found = await askForKey(vscode.l10n.t("Add an Alibaba Cloud account"), steps, read, deps);
  if (!found) return answers.kind === "demo" ? { account: await addDemoAccount(store) } : undefined;
  const { key, identity } = found;
  const name = identity ? toAccountName(identity) : vscode.l10n.t("Alibaba Cloud account");
  const base = { name, identity, regions: [] };
  if (typeof key !== "function") {
    const kind: KeyKind = key.securityToken === undefined ? "accessKey" : "sts";
    return { account: await store.add({ kind, credentials: key, ...base }) };
  }
  const { chosen } = answers;
  if (answers.kind !== "profile" || !chosen) {
    const regionId = readEnvironmentRegion(process.env);
    return { account: await store.add({ kind: "environment", ...base }), regionId };
  }
  const { profile, consent, regionId } = chosen;
  return { account: await store.add({ kind: "profile", profile, consent, ...base }), regionId };
}

/** Adds the demo account, or gives back the one there is. */
export function addDemoAccount(store: AccountStore): Promise<Account> {
  return store.add({ kind: "demo", name: vscode.l10n.t("Demo"), regions: demoRegions });
}

/** Asks for another key of an account whose key the user types; nothing changes when the user gives up. */
export async function changeSecret(deps: DialogueDeps, account: Account): Promise<void> {
  const { kind } = account;
  if (kind !== "accessKey" && kind !== "sts") return;
  const { draft } = emptyAnswers();
  const title = vscode.l10n.t("Change the key of {0}", toPlainText(account.name, 60));
  const found = await askForKey(
    title,
    () => toCredentialsSteps(kind, draft),
    () => toCredentials(kind, draft),
    deps,
  );
  if (found) await deps.store.changeSecret(account.id, found.key, found.identity);
}

/** Asks for another profile of an account that signs in by one; nothing changes when the user gives up. */
export async function changeProfile(deps: DialogueDeps, account: Account): Promise<void> {
  const { store, config } = deps;
  if (account.kind !== "profile") return;
  const answers: Answers = { ...emptyAnswers(), kind: "profile" };
  const step = toProfileStep(answers, config);
  const title = vscode.l10n.t("Change the profile of {0}", toPlainText(account.name, 60));
  const read = () => answers.chosen && toSource(answers.chosen, config);
  const found = await askForKey(title, () => [step], read, deps);
  const { chosen } = answers;
  if (!found || !chosen) return;
  const { profile, consent } = chosen;
  await store.changeProfile(account.id, { profile, consent }, found.identity);
}
