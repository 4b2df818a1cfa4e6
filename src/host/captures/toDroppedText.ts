import * as vscode from "vscode";

/** What a page is told whose request is not in the contract. */
export function toDroppedText(): string {
  return vscode.l10n.t("The page asked for something that is not understood. Close it and open it again.");
}
