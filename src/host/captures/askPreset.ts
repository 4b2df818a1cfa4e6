import * as vscode from "vscode";
import { userPresetSchema } from "../../task/tcpdump/presets.ts";
import { toPlainText } from "../plainText.ts";

/** Asks for the name of a new preset, warning of one that it would replace; undefined when the user backed out. */
export async function askPresetName(taken: readonly string[]): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t("Save as Preset"),
    prompt: vscode.l10n.t("A name for these options"),
    validateInput: (text) => {
      if (!userPresetSchema.shape.name.safeParse(text).success)
        return vscode.l10n.t("A name has 1 to 60 characters.");
      if (!taken.includes(text.trim())) return undefined;
      return {
        message: vscode.l10n.t("Replaces the preset of this name."),
        severity: vscode.InputBoxValidationSeverity.Warning,
      };
    },
  });
  return name?.trim();
}

/** Asks whether a preset may go; true to go on. */
export async function confirmPresetDeletion(name: string): Promise<boolean> {
  const remove = vscode.l10n.t("Delete");
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t("Delete the preset “{0}”?", toPlainText(name)),
    { modal: true },
    remove,
  );
  return answer === remove;
}
