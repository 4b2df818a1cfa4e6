import * as vscode from "vscode";
import type { Account } from "../../account/account.ts";
import type { AccountStore } from "../../account/accountStore.ts";
import { buildRamPolicy, neededActions } from "../../account/ramPolicy.ts";
import type { EciClient } from "../../eci/eciClient.ts";
import type { ShowError } from "../errors/showError.ts";
import type { Log } from "../log.ts";
import { toPlainText } from "../plainText.ts";
import type { AccountHealth } from "./accountHealth.ts";
import { toAccountText } from "./accountTexts.ts";
import { addAccount, addDemoAccount, askIdentity, changeProfile, changeSecret } from "./addAccount.ts";
import type { AliyunConfig } from "./aliyunConfig.ts";
import { mendAccount } from "./mendAccount.ts";
import { selectRegions } from "./selectRegions.ts";

/** A row of the instances view, or what an error knows of the account that it is about. */
type AccountArgument = { readonly account?: Account; readonly accountId?: string };

export type AccountCommandDeps = {
  readonly store: AccountStore;
  readonly config: AliyunConfig;
  readonly health: AccountHealth;
  readonly clientFor: (accountId: string) => Promise<EciClient>;
  readonly showError: ShowError;
  readonly log: Log;
};

async function pickAccount(store: AccountStore): Promise<Account | undefined> {
  const items = store.list().map((account) => ({
    label: toAccountText(account),
    description: toPlainText(account.identity?.arn ?? ""),
    account,
  }));
  const options = { placeHolder: vscode.l10n.t("Which account?"), ignoreFocusOut: true };
  const choice = await vscode.window.showQuickPick(items, options);
  return choice?.account;
}

async function tellIdentity({ identity }: Account): Promise<void> {
  if (!identity) return;
  const message = vscode.l10n.t("Added. This key belongs to {0}.", toPlainText(identity.arn));
  await vscode.window.showInformationMessage(message);
}

async function copyRamPolicy(actions: unknown): Promise<void> {
  const wanted = Array.isArray(actions) ? neededActions.filter((action) => actions.includes(action)) : [];
  await vscode.env.clipboard.writeText(buildRamPolicy(wanted.length > 0 ? wanted : neededActions));
  await vscode.window.showInformationMessage(
    vscode.l10n.t(
      "Copied the smallest RAM policy. Create it in the RAM console and attach it to the identity.",
    ),
  );
}

/** Registers the commands that add, test, change and remove accounts. */
export function registerAccountCommands(deps: AccountCommandDeps): vscode.Disposable {
  const { store, health, clientFor, showError, log } = deps;

  const chooseRegions = async (account: Account, preselected = account.regions): Promise<void> => {
    const regions = await selectRegions(clientFor(account.id), preselected, log);
    if (regions) await store.setRegions(account.id, regions);
  };
  const add = async (): Promise<void> => {
    const added = await addAccount(deps);
    if (added === undefined || added.account.regions.length > 0) return;
    const { account, regionId } = added;
    const preselected = regionId === undefined ? [] : [regionId];
    // The notification stays until it is read: the next question doesn't wait for that.
    await Promise.all([tellIdentity(account), chooseRegions(account, preselected)]);
  };
  const addDemo = async (): Promise<void> => {
    const account = await addDemoAccount(store);
    // Started now, so that the tree has its answers sooner.
    await clientFor(account.id);
    await vscode.commands.executeCommand("eciOps.instances.focus");
  };
  const test = async (account: Account): Promise<void> => {
    const identity = await askIdentity(await clientFor(account.id));
    await store.setIdentity(account.id, identity);
    await vscode.window.showInformationMessage(
      vscode.l10n.t("The connection works. This key belongs to {0}.", toPlainText(identity.arn)),
    );
  };
  const rename = async (account: Account): Promise<void> => {
    const name = await vscode.window.showInputBox({
      prompt: vscode.l10n.t("What should this account be called?"),
      value: account.name,
      validateInput: (text) => (text.trim() === "" ? vscode.l10n.t("This is needed.") : undefined),
    });
    if (name !== undefined) await store.rename(account.id, name.trim());
  };
  const remove = async (account: Account): Promise<void> => {
    const confirm = vscode.l10n.t("Remove");
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t("Remove the account {0}?", toAccountText(account)),
      {
        modal: true,
        detail:
          account.kind === "accessKey" || account.kind === "sts"
            ? vscode.l10n.t("Its key is deleted from the secret storage. Tasks and files stay.")
            : vscode.l10n.t("Tasks and files stay."),
      },
      confirm,
    );
    if (answer === confirm) await store.remove(account.id);
  };

  const mend = (account: Account): Promise<void> =>
    mendAccount(account, health.problemOf(account.id), {
      changeSecret: (each) => changeSecret(deps, each),
      chooseProfile: (each) => changeProfile(deps, each),
      test,
    });

  const register = (id: string, run: (argument: unknown) => Promise<void>): vscode.Disposable =>
    vscode.commands.registerCommand(id, (argument: unknown) =>
      run(argument).catch((error: unknown) => showError(error)),
    );
  const onAccount = (id: string, run: (account: Account) => Promise<void>): vscode.Disposable =>
    register(id, async (argument) => {
      const { account: given, accountId = "" } = (argument ?? {}) as AccountArgument;
      const account = given ?? store.find(accountId) ?? (await pickAccount(store));
      if (account) await run(account).catch((error: unknown) => showError(error, { accountId: account.id }));
    });
  return vscode.Disposable.from(
    register("eciOps.addAccount", add),
    register("eciOps.addDemoAccount", addDemo),
    register("eciOps.copyRamPolicy", copyRamPolicy),
    onAccount("eciOps.testAccount", test),
    onAccount("eciOps.selectRegions", (account) => chooseRegions(account)),
    onAccount("eciOps.renameAccount", rename),
    onAccount("eciOps.changeSecret", (account) => changeSecret(deps, account)),
    onAccount("eciOps.chooseProfile", (account) => changeProfile(deps, account)),
    onAccount("eciOps.mendAccount", mend),
    onAccount("eciOps.removeAccount", remove),
  );
}
