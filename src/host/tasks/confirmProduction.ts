import * as vscode from "vscode";
import type { Instance } from "../../eci/model.ts";
import { toPlainText } from "../plainText.ts";
import { findProductionTag } from "./productionTags.ts";

/** Asks before something is sent to an instance with a production tag (setting `eciOps.productionTags`); true to go on. */
export async function confirmProduction(instance: Instance): Promise<boolean> {
  const patterns = vscode.workspace.getConfiguration("eciOps").get<unknown>("productionTags");
  const texts = Array.isArray(patterns) ? patterns.filter((pattern) => typeof pattern === "string") : [];
  const tag = findProductionTag(instance.tags, texts);
  if (!tag) return true;
  const send = vscode.l10n.t("Send");
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      "{0} is a production instance. Send the task all the same?",
      toPlainText(instance.name, 80),
    ),
    {
      modal: true,
      detail: vscode.l10n.t(
        "It carries the tag {0}={1}, which the setting eciOps.productionTags names.",
        toPlainText(tag.key, 80),
        toPlainText(tag.value, 80),
      ),
    },
    send,
  );
  return answer === send;
}
