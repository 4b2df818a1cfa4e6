import * as vscode from "vscode";
import type { Account } from "../../account/account.ts";
import { AccountError, type AccountProblem } from "../../account/accountStore.ts";
import type { CredentialsField, CredentialsProblem } from "../../account/credentialsInput.ts";
import { UserError } from "../errors/userError.ts";
import { toPlainText } from "../plainText.ts";

/** What an account is called wherever it is named, as plain text; a demo is marked as one, renamed or not. */
export function toAccountText({ kind, name }: Pick<Account, "kind" | "name">): string {
  const shown = toPlainText(name, 60);
  return kind !== "demo" || shown === vscode.l10n.t("Demo") ? shown : vscode.l10n.t("{0} (demo)", shown);
}

/** What a field of a key is called. */
export function toFieldName(field: CredentialsField): string {
  const names: Record<CredentialsField, string> = {
    accessKeyId: vscode.l10n.t("AccessKey ID"),
    accessKeySecret: vscode.l10n.t("AccessKey secret"),
    securityToken: vscode.l10n.t("STS token (SecurityToken)"),
  };
  return names[field];
}

/** What is wrong with what was typed into a field. */
export function toCredentialsComplaint(problem: CredentialsProblem): string {
  const complaints: Record<CredentialsProblem, string> = {
    missing: vscode.l10n.t("This is needed."),
    invalidCharacters: vscode.l10n.t("There is a character in it that no key has: copy it again."),
    tooShort: vscode.l10n.t("This is too short: a part may be missing."),
    tooLong: vscode.l10n.t("This is too long: there may be more than one value in it."),
    temporaryKeyNeedsToken: vscode.l10n.t("This key came from STS: go back and choose STS token."),
    lastingKeyTakesNoToken: vscode.l10n.t("This is a long-lived key: go back and choose Access key."),
    sameAsId: vscode.l10n.t("This is the AccessKey ID again: enter the secret."),
  };
  return complaints[problem];
}

/** An account's problem in words; any other error as it is. */
export function toAccountUserError(error: unknown): unknown {
  if (!(error instanceof AccountError)) return error;
  const words: Record<AccountProblem, readonly [what: string, next: string]> = {
    secretNotKept: [
      vscode.l10n.t("The editor's secret storage did not keep the key."),
      vscode.l10n.t("Check that the system's keyring works, then try again. Nothing was stored elsewhere."),
    ],
    listNotKept: [
      vscode.l10n.t("The list of accounts could not be written."),
      vscode.l10n.t(
        "Check that the disk has room and the extension's storage can be written, then try again.",
      ),
    ],
    secretMissing: [
      vscode.l10n.t("The key of this account is gone from the editor's secret storage."),
      vscode.l10n.t("Enter it again with Change Access Key or Token."),
    ],
    secretStorageFailed: [
      vscode.l10n.t("The editor's secret storage failed."),
      vscode.l10n.t("Check that the system's keyring is unlocked, then try again."),
    ],
    unknownAccount: [vscode.l10n.t("This account was removed."), vscode.l10n.t("Refresh the view.")],
  };
  const [what, next] = words[error.problem];
  return new UserError(what, next, { cause: error });
}
