import * as vscode from "vscode";
import type { Account } from "../../account/account.ts";
import type { AccountStore } from "../../account/accountStore.ts";
import type { EciClient } from "../../eci/eciClient.ts";
import type { Tag } from "../../eci/model.ts";
import type { ShowError } from "../errors/showError.ts";
import type { Log } from "../log.ts";
import { toPlainText } from "../plainText.ts";
import type { MakeClient } from "./accountClients.ts";
import type { AccountCommandId } from "./accountCommands.ts";
import { toAccountText } from "./accountTexts.ts";
import type { AccountHealth } from "./accountHealth.ts";
import { addAccount, addDemoAccount, askIdentity, changeProfile, changeSecret } from "./addAccount.ts";
import type { AliyunConfig } from "./aliyunConfig.ts";
import { copyRamPolicy, toTag } from "./copyRamPolicy.ts";
import { mendAccount } from "./mendAccount.ts";
import { selectRegions } from "./selectRegions.ts";
import { showPermissions } from "./showPermissions.ts";

/** A row of the instances view, or what an error knows of the account that it is about. */
type AccountArgument = { readonly account?: Account; readonly accountId?: string };

export type AccountActionDeps = {
  readonly store: AccountStore;
  readonly config: AliyunConfig;
  readonly health: AccountHealth;
  readonly clientFor: (accountId: string) => Promise<EciClient>;
  readonly makeClient: MakeClient;
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

/** What each command does with its argument, which is a row, or what an error knows of an account. */
export type AccountActions = Readonly<Record<AccountCommandId, (argument: unknown) => Promise<void>>>;

/** The tags that a policy can name: those that mark production, then those of instances of every account. */
async function readTags({ store, clientFor, log }: AccountActionDeps): Promise<readonly Tag[]> {
  const patterns = vscode.workspace.getConfiguration("eciOps").get<unknown>("productionTags");
  const marks = Array.isArray(patterns) ? patterns.flatMap((text) => toTag(String(text)) ?? []) : [];
  const read = async ({ id, regions: [regionId] }: Account): Promise<readonly Tag[]> => {
    if (regionId === undefined) return [];
    const { instances } = await (await clientFor(id)).describeInstances({ regionId });
    return instances.flatMap(({ tags }) => tags);
  };
  const found = await Promise.all(
    store.list().map((account) =>
      read(account).catch((error: unknown) => {
        // The tags are a convenience: one can be typed too.
        log.error(error);
        return [];
      }),
    ),
  );
  const tags = [...marks, ...found.flat()];
  return [...new Map(tags.map((tag) => [JSON.stringify([tag.key, tag.value]), tag])).values()];
}

/** Makes what the commands do that add, test, change and remove accounts: a bundle of its own, loaded at the first of them. */
export function createAccountActions(deps: AccountActionDeps): AccountActions {
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

  const onAccount =
    (run: (account: Account) => Promise<void>) =>
    async (argument: unknown): Promise<void> => {
      const { account: given, accountId = "" } = (argument ?? {}) as AccountArgument;
      const account = given ?? store.find(accountId) ?? (await pickAccount(store));
      if (account) await run(account).catch((error: unknown) => showError(error, { accountId: account.id }));
    };
  return {
    "eciOps.addAccount": add,
    "eciOps.addDemoAccount": addDemo,
    "eciOps.copyRamPolicy": (refused) => copyRamPolicy(refused, () => readTags(deps)),
    "eciOps.checkPermissions": onAccount(async (account) =>
      showPermissions(account, await clientFor(account.id)),
    ),
    "eciOps.testAccount": onAccount(test),
    "eciOps.selectRegions": onAccount((account) => chooseRegions(account)),
    "eciOps.renameAccount": onAccount(rename),
    "eciOps.changeSecret": onAccount((account) => changeSecret(deps, account)),
    "eciOps.chooseProfile": onAccount((account) => changeProfile(deps, account)),
    "eciOps.mendAccount": onAccount(mend),
    "eciOps.removeAccount": onAccount(remove),
  };
}
