import * as vscode from "vscode";
import type { Account } from "../../account/account.ts";
import type { AccountStore } from "../../account/accountStore.ts";
import type { EciClient } from "../../eci/eciClient.ts";
import type { Tag } from "../../eci/model.ts";
import type { ShowError } from "../errors/showError.ts";
import type { Log } from "../log.ts";
import { toPlainText } from "../plainText.ts";
import type { MakeClient } from "./accountClients.ts";
import { toAccountText } from "./accountTexts.ts";
import { addAccount, addDemoAccount, askIdentity, changeSecret } from "./addAccount.ts";
import { copyRamPolicy, toTag } from "./copyRamPolicy.ts";
import { selectRegions } from "./selectRegions.ts";
import { showPermissions } from "./showPermissions.ts";

/** A row of the instances view, or what an error knows of the account that it is about. */
type AccountArgument = { readonly account?: Account; readonly accountId?: string };

export type AccountCommandDeps = {
  readonly store: AccountStore;
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

/** The tags that a policy can name: those that mark production, then those of instances of every account. */
async function readTags({ store, clientFor, log }: AccountCommandDeps): Promise<readonly Tag[]> {
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

/** Registers the commands that add, test, change and remove accounts. */
export function registerAccountCommands(deps: AccountCommandDeps): vscode.Disposable {
  const { store, clientFor, showError, log } = deps;

  const chooseRegions = async (account: Account): Promise<void> => {
    const regions = await selectRegions(clientFor(account.id), account.regions, log);
    if (regions) await store.setRegions(account.id, regions);
  };
  const add = async (): Promise<void> => {
    const account = await addAccount(store, deps);
    if (account === undefined || account.regions.length > 0) return;
    // The notification stays until it is read: the next question doesn't wait for that.
    await Promise.all([tellIdentity(account), chooseRegions(account)]);
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
          account.kind === "demo"
            ? vscode.l10n.t("Tasks and files stay.")
            : vscode.l10n.t("Its key is deleted from the secret storage. Tasks and files stay."),
      },
      confirm,
    );
    if (answer === confirm) await store.remove(account.id);
  };

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
    register("eciOps.copyRamPolicy", (refused) => copyRamPolicy(refused, () => readTags(deps))),
    onAccount("eciOps.checkPermissions", async (account) =>
      showPermissions(account, await clientFor(account.id)),
    ),
    onAccount("eciOps.testAccount", test),
    onAccount("eciOps.selectRegions", chooseRegions),
    onAccount("eciOps.renameAccount", rename),
    onAccount("eciOps.changeSecret", (account) => changeSecret(store, account, deps)),
    onAccount("eciOps.removeAccount", remove),
  );
}
