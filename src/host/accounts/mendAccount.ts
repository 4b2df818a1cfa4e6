import * as vscode from "vscode";
import type { Account } from "../../account/account.ts";
import { toPlainText } from "../plainText.ts";
import type { AccountTrouble } from "./accountHealth.ts";

export type MendActions = {
  readonly changeSecret: (account: Account) => Promise<void>;
  readonly chooseProfile: (account: Account) => Promise<void>;
  readonly test: (account: Account) => Promise<void>;
};

/** Does the one thing that may let an account sign in again; everything goes on by itself when it can. */
export async function mendAccount(
  account: Account,
  trouble: AccountTrouble | undefined,
  actions: MendActions,
): Promise<void> {
  if (account.kind === "accessKey" || account.kind === "sts") return actions.changeSecret(account);
  switch (trouble?.mend) {
    case "chooseProfile":
      return actions.chooseProfile(account);
    case "copyCommand":
      return copyCommand(trouble.command ?? "");
    case "tryAgain":
    case undefined:
      return actions.test(account);
  }
}

async function copyCommand(command: string): Promise<void> {
  await vscode.env.clipboard.writeText(command);
  await vscode.window.showInformationMessage(
    vscode.l10n.t(
      "Copied: {0} Run it in a terminal; this goes on by itself then.",
      toPlainText(command, 300),
    ),
  );
}
