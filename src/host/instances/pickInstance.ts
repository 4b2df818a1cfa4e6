import * as vscode from "vscode";
import { toPlainText } from "../plainText.ts";
import type { InstanceNode } from "./instanceNode.ts";
import type { InstanceStore } from "./instanceStore.ts";
import type { AccountList } from "./instancesTree.ts";

type Choice = vscode.QuickPickItem & { readonly node?: InstanceNode; readonly more?: () => Promise<unknown> };

/** Reads the first page of every chosen region that was not read yet. */
async function readAll(accounts: AccountList, store: InstanceStore): Promise<void> {
  await Promise.all(
    accounts.accounts.flatMap((account) =>
      account.regions.map((regionId) => store.read(account.id, regionId)),
    ),
  );
}

function toChoices(accounts: AccountList, store: InstanceStore): Choice[] {
  return accounts.accounts.flatMap((account) =>
    account.regions.flatMap((regionId): Choice[] => {
      const listing = store.listing(account.id, regionId);
      const rows = listing.instances.map((instance): Choice => ({
        label: toPlainText(instance.name),
        description: toPlainText([instance.status, instance.privateIp].filter(Boolean).join(" · ")),
        detail: toPlainText(`${account.name} · ${regionId} · ${instance.id}`),
        node: { kind: "instance", accountId: account.id, instance },
      }));
      if (listing.nextToken === undefined) return rows;
      return [
        ...rows,
        {
          label: vscode.l10n.t("Load more of {0}", regionId),
          alwaysShow: true,
          more: () => store.readMore(account.id, regionId),
        },
      ];
    }),
  );
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
  pick.placeholder = placeholder;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  const fill = async (work: Promise<unknown>): Promise<void> => {
    pick.busy = true;
    await work;
    pick.items = toChoices(accounts, store);
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
