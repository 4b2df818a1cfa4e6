import * as vscode from "vscode";
import type { AccountReader } from "../../account/accountStore.ts";
import type { AccountHealth } from "./accountHealth.ts";
import { toAccountText } from "./accountTexts.ts";

/** A status-bar item while an account cannot sign in: which one, why, and a click mends it. */
export function registerAccountStatusBar(accounts: AccountReader, health: AccountHealth): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("eciOps.signIn", vscode.StatusBarAlignment.Left);
  item.name = vscode.l10n.t("ECI accounts");
  item.backgroundColor = new vscode.ThemeColor("statusBarItem.warningBackground");
  const show = (): void => {
    const troubled = accounts.list().flatMap((account) => {
      const trouble = health.problemOf(account.id);
      return trouble === undefined ? [] : [{ account, trouble }];
    });
    const [first] = troubled;
    if (!first) {
      item.hide();
      return;
    }
    const text =
      troubled.length === 1
        ? vscode.l10n.t("Cannot sign in: {0}", toAccountText(first.account))
        : vscode.l10n.t("{0} accounts cannot sign in", troubled.length);
    item.text = `$(warning) ${text}`;
    item.tooltip = troubled
      .map(({ account, trouble }) => `${toAccountText(account)}: ${trouble.what} ${trouble.next}`)
      .join("\n");
    item.accessibilityInformation = { label: vscode.l10n.t("ECI: {0}", text), role: "button" };
    const title = first.trouble.mendTitle;
    item.command = { command: "eciOps.mendAccount", title, arguments: [{ accountId: first.account.id }] };
    item.show();
  };
  const subscription = health.onDidChange(show);
  show();
  return vscode.Disposable.from(item, subscription);
}
