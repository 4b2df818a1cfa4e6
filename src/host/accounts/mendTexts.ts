import * as vscode from "vscode";
import type { Mend } from "./mendableError.ts";

/** What the button is called that mends an account; undefined stands for another key. */
export function toMendTitle(mend: Mend | undefined): string {
  switch (mend) {
    case undefined:
      return vscode.l10n.t("Change Key…");
    case "copyCommand":
      return vscode.l10n.t("Copy Command");
    case "chooseProfile":
      return vscode.l10n.t("Choose Profile…");
    case "tryAgain":
      return vscode.l10n.t("Try Again");
  }
}

/** What happened, and what a click on the row does. */
export function toMendRow(what: string, mend: Mend | undefined): string {
  switch (mend) {
    case undefined:
      return vscode.l10n.t("{0} Click to change the key.", what);
    case "copyCommand":
      return vscode.l10n.t("{0} Click to copy the aliyun command that mends it.", what);
    case "chooseProfile":
      return vscode.l10n.t("{0} Click to choose a profile.", what);
    case "tryAgain":
      return vscode.l10n.t("{0} Click to retry.", what);
  }
}
