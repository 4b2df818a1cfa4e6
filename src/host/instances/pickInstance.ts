import * as vscode from "vscode";
import { meetsFilter, toInstanceFilter } from "../../eci/listing/instanceFilter.ts";
import { sortInstances } from "../../eci/listing/instanceOrder.ts";
import type { InstanceStore } from "../../eci/listing/instanceStore.ts";
import { toAccountText } from "../accounts/accountTexts.ts";
import { toErrorText } from "../errors/errorText.ts";
import { toPlainText } from "../plainText.ts";
import type { InstanceNode } from "./instanceNode.ts";
import type { AccountList } from "./instancesTree.ts";

type Choice = vscode.QuickPickItem & {
  readonly node?: InstanceNode;
  /** In place of an instance: what brings more of them. */
  readonly more?: () => Thenable<unknown>;
};

/** More than anybody reads; the editor takes all of them at once. */
const maxChoices = 300;

/** Reads every chosen region that was not read yet. */
async function readAll(accounts: AccountList, store: InstanceStore): Promise<void> {
  await Promise.all(
    accounts.accounts.flatMap((account) =>
      account.regions.map((regionId) => store.readWhole(account.id, regionId)),
    ),
  );
}

/** Whether there are more instances than are shown at once: then those that meet what is typed are looked for here. */
function isTooMany(accounts: AccountList, store: InstanceStore): boolean {
  const counts = accounts.accounts.flatMap((account) =>
    account.regions.map((regionId) => store.listing(account.id, regionId).instances.length),
  );
  return counts.reduce((sum, count) => sum + count, 0) > maxChoices;
}

/** The instances, of too many those that meet what was typed; a region that could not be listed, or a list without any, says why and what to do. */
function toChoices(accounts: AccountList, store: InstanceStore, typed: string): Choice[] {
  const isMany = isTooMany(accounts, store);
  // The editor itself looks for what is typed as long as it has all of them: rows that are replaced while somebody
  // types and presses Enter may be others than those that stood there.
  const filter = toInstanceFilter(isMany ? typed : "");
  const errors: Choice[] = [];
  const rows: Choice[] = [];
  let found = 0;
  for (const account of accounts.accounts) {
    for (const regionId of account.regions) {
      const listing = store.listing(account.id, regionId);
      const matching = listing.instances.filter((instance) => meetsFilter(instance, filter, () => false));
      found += matching.length;
      if (rows.length < maxChoices) {
        for (const instance of sortInstances(matching, "name").slice(0, maxChoices - rows.length)) {
          rows.push({
            label: toPlainText(instance.name),
            description: toPlainText([instance.status, instance.privateIp].filter(Boolean).join(" · ")),
            detail: toPlainText(`${toAccountText(account)} · ${regionId} · ${instance.id}`),
            alwaysShow: isMany,
            node: { kind: "instance", accountId: account.id, instance },
          });
        }
      }
      if (listing.error === undefined) continue;
      errors.push({
        label: vscode.l10n.t("{0} of {1} could not be listed", regionId, toAccountText(account)),
        detail: vscode.l10n.t("{0} Choose this to try again.", toErrorText(listing.error).what),
        iconPath: new vscode.ThemeIcon("error"),
        alwaysShow: true,
        more: () => store.refresh(account.id, regionId),
      });
    }
  }
  if (found > rows.length) {
    rows.push({
      label: vscode.l10n.t("{0} more: type a part of the name, the address or the id", found - rows.length),
      alwaysShow: true,
      more: () => Promise.resolve(),
    });
  }
  const choices = [...errors, ...rows];
  if (choices.length > 0) return choices;
  return [
    {
      label:
        typed === ""
          ? vscode.l10n.t("No instances in the chosen regions")
          : vscode.l10n.t("No instance in the chosen regions has this"),
      detail: vscode.l10n.t("Choose this to choose other regions."),
      alwaysShow: true,
      more: () => vscode.commands.executeCommand("eciOps.selectRegions"),
    },
  ];
}

/** Lets the user choose an instance of any account and region; undefined when they changed their mind. */
export async function pickInstance(
  accounts: AccountList,
  store: InstanceStore,
  placeholder: string,
): Promise<InstanceNode | undefined> {
  if (accounts.accounts.length === 0) {
    const add = vscode.l10n.t("Add an account");
    const answer = await vscode.window.showInformationMessage(vscode.l10n.t("There is no account yet."), add);
    if (answer === add) await vscode.commands.executeCommand("eciOps.addAccount");
    return undefined;
  }
  const pick = vscode.window.createQuickPick<Choice>();
  // A page that gets the focus back after the palette was open would close it.
  pick.ignoreFocusOut = true;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  const show = (): void => {
    pick.items = toChoices(accounts, store, pick.value);
  };
  const fill = async (work: Thenable<unknown>): Promise<void> => {
    pick.busy = true;
    pick.placeholder = vscode.l10n.t("Asking the service for the instances…");
    await work;
    show();
    pick.placeholder = placeholder;
    pick.busy = false;
  };
  try {
    return await new Promise<InstanceNode | undefined>((resolve, reject) => {
      pick.onDidHide(() => resolve(undefined));
      pick.onDidChangeValue(() => {
        if (!pick.busy && isTooMany(accounts, store)) show();
      });
      pick.onDidAccept(() => {
        const [choice] = pick.selectedItems;
        if (choice?.more) fill(choice.more()).catch(reject);
        else if (choice?.node) resolve(choice.node);
      });
      pick.show();
      fill(readAll(accounts, store)).catch(reject);
    });
  } finally {
    pick.dispose();
  }
}
