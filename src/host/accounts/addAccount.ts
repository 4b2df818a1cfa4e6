import * as vscode from "vscode";
import { demoRegions, type Account } from "../../account/account.ts";
import type { AccountStore } from "../../account/accountStore.ts";
import { toCredentials, type KeyKind } from "../../account/credentialsInput.ts";
import type { EciClient } from "../../eci/eciClient.ts";
import type { Credentials, Identity } from "../../eci/model.ts";
import { toErrorText } from "../errors/errorText.ts";
import { isCancellation } from "../errors/showError.ts";
import type { Log } from "../log.ts";
import { toPlainText } from "../plainText.ts";
import type { MakeClient } from "./accountClients.ts";
import { toCredentialsSteps, type CredentialsDraft } from "./credentialsSteps.ts";
import { askChoice, runSteps, type Step } from "./inputSteps.ts";

/** What adding an account needs besides the list that it goes into. */
export type AddAccountDeps = { readonly makeClient: MakeClient; readonly log: Log };

type Answers = { kind: KeyKind | "demo"; readonly draft: CredentialsDraft };

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

async function testCredentials(credentials: Credentials, makeClient: MakeClient): Promise<Identity> {
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
async function askForKey(
  title: string,
  steps: () => readonly Step[],
  read: () => Credentials | undefined,
  { makeClient, log }: AddAccountDeps,
): Promise<{ readonly credentials: Credentials; readonly identity?: Identity } | undefined> {
  for (;;) {
    if (!(await runSteps(title, steps))) return undefined;
    const credentials = read();
    if (!credentials) return undefined;
    try {
      return { credentials, identity: await testCredentials(credentials, makeClient) };
    } catch (error) {
      if (isCancellation(error)) return undefined;
      log.error(error);
      const text = toErrorText(error);
      const again = vscode.l10n.t("Enter It Again");
      const anyway = vscode.l10n.t("Keep It Anyway");
      // A service that could not be asked says nothing against the key.
      const choices = text.retry === "never" ? [again] : [again, anyway];
      const answer = await vscode.window.showErrorMessage(`${text.what} ${text.next}`, ...choices);
      if (answer === anyway) return { credentials };
      if (answer !== again) return undefined;
    }
  }
}

/** The whole dialogue that adds an account; undefined when the user gave up. Rejects with an `AccountError`. */
export async function addAccount(store: AccountStore, deps: AddAccountDeps): Promise<Account | undefined> {
  const answers = emptyAnswers();
  const title = vscode.l10n.t("Add an Alibaba Cloud account");
  const kindStep = toKindStep(answers);
  const steps = (): Step[] =>
    answers.kind === "demo" ? [kindStep] : [kindStep, ...toCredentialsSteps(answers.kind, answers.draft)];
  const read = (): Credentials | undefined =>
    answers.kind === "demo" ? undefined : toCredentials(answers.kind, answers.draft);
  const key = await askForKey(title, steps, read, deps);
  if (!key) return answers.kind === "demo" ? addDemoAccount(store) : undefined;
  const { credentials, identity } = key;
  const kind: KeyKind = credentials.securityToken === undefined ? "accessKey" : "sts";
  const name = identity ? toAccountName(identity) : vscode.l10n.t("Alibaba Cloud account");
  return store.add({ kind, name, credentials, identity, regions: [] });
}

/** Adds the demo account, or gives back the one there is. */
export function addDemoAccount(store: AccountStore): Promise<Account> {
  return store.add({ kind: "demo", name: vscode.l10n.t("Demo"), regions: demoRegions });
}

/** Asks for another key of an account; nothing changes when the user gives up. */
export async function changeSecret(
  store: AccountStore,
  account: Account,
  deps: AddAccountDeps,
): Promise<void> {
  if (account.kind === "demo") return;
  const { kind } = account;
  const { draft } = emptyAnswers();
  const title = vscode.l10n.t("Change the key of {0}", toPlainText(account.name, 60));
  const key = await askForKey(
    title,
    () => toCredentialsSteps(kind, draft),
    () => toCredentials(kind, draft),
    deps,
  );
  if (key) await store.changeSecret(account.id, key.credentials, key.identity);
}
