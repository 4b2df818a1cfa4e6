import * as vscode from "vscode";
import { toAccountText } from "../accounts/accountTexts.ts";
import { toErrorText } from "../errors/errorText.ts";
import { toPlainText } from "../plainText.ts";
import type { InstanceNode } from "./instanceNode.ts";
import type { InstanceStore } from "./instanceStore.ts";
import type { AccountList } from "./instancesTree.ts";

type Choice = vscode.QuickPickItem & {
  readonly node?: InstanceNode;
  /** In place of an instance: what brings more of them. */
  readonly more?: () => Thenable<unknown>;
};

/** Reads the first page of every chosen region that was not read yet. */
async function readAll(accounts: AccountList, store: InstanceStore): Promise<void> {
  await Promise.all(
    accounts.accounts.flatMap((account) =>
      account.regions.map((regionId) => store.read(account.id, regionId)),
    ),
  );
}

/** The instances; a region that could not be listed, or a list without any, says why and what to do. */
function toChoices(accounts: AccountList, store: InstanceStore): Choice[] {
  const choices = accounts.accounts.flatMap((account) =>
    account.regions.flatMap((regionId): Choice[] => {
      const listing = store.listing(account.id, regionId);
      const rows = listing.instances.map((instance): Choice => ({
        label: toPlainText(instance.name),
        description: toPlainText([instance.status, instance.privateIp].filter(Boolean).join(" · ")),
        detail: toPlainText(`${toAccountText(account)} · ${regionId} · ${instance.id}`),
        node: { kind: "instance", accountId: account.id, instance },
      }));
      if (listing.error !== undefined) {
        rows.unshift({
          label: vscode.l10n.t("{0} of {1} could not be listed", regionId, toAccountText(account)),
          detail: vscode.l10n.t("{0} Choose this to try again.", toErrorText(listing.error).what),
          iconPath: new vscode.ThemeIcon("error"),
          alwaysShow: true,
          more: () => store.refresh(account.id, regionId),
        });
        return rows;
      }
      if (listing.nextToken === undefined) return rows;
      return [
        ...rows,
        {
          label: vscode.l10n.t("Load more of {0}", regionId),
          description: toAccountText(account),
          alwaysShow: true,
          more: () => store.readMore(account.id, regionId),
        },
      ];
    }),
  );
  if (choices.length > 0) return choices;
  return [
    {
      label: vscode.l10n.t("No instances in the chosen regions"),
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
  const fill = async (work: Thenable<unknown>): Promise<void> => {
    pick.busy = true;
    pick.placeholder = vscode.l10n.t("Asking the service for the instances…");
    await work;
    pick.items = toChoices(accounts, store);
    pick.placeholder = placeholder;
    pick.busy = false;
  };
  try {
    return await new Promise<InstanceNode | undefined>((resolve, reject) => {
      pick.onDidHide(() => resolve(undefined));
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
