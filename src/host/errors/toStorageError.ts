import * as vscode from "vscode";
import { UserError } from "./userError.ts";

/** What it means that a file of the extension's own folder can be neither made nor read; any other error as it is. */
export function toStorageError(error: unknown, folder: string): unknown {
  if (!(error instanceof Error) || !("syscall" in error) || !("code" in error)) return error;
  return new UserError(
    vscode.l10n.t("ECI Ops cannot keep its files in {0} ({1}).", folder, String(error.code)),
    vscode.l10n.t("Make room there, or see that it can be written, then reload the window."),
    { cause: error },
  );
}
