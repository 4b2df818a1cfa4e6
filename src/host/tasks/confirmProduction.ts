import * as vscode from "vscode";
import type { Instance } from "../../eci/model.ts";
import { toPlainText } from "../plainText.ts";
import { findProductionTag } from "./productionTags.ts";

/** A modal message has room for a list, but not for any. */
const shownInstances = 10;

/**
 * Asks, once, before something is sent to instances of which some have a production tag (setting
 * `eciOps.productionTags`), and names these; true to go on.
 */
export async function confirmProduction(instances: readonly Instance[]): Promise<boolean> {
  const patterns = vscode.workspace.getConfiguration("eciOps").get<unknown>("productionTags");
  const texts = Array.isArray(patterns) ? patterns.filter((pattern) => typeof pattern === "string") : [];
  const marked = instances.flatMap(({ name, tags }) => {
    const tag = findProductionTag(tags, texts);
    return tag
      ? [{ name: toPlainText(name, 80), key: toPlainText(tag.key, 80), value: toPlainText(tag.value, 80) }]
      : [];
  });
  const [first] = marked;
  if (!first) return true;
  const send = vscode.l10n.t("Send");
  const [question, detail] =
    instances.length === 1
      ? [
          vscode.l10n.t("{0} is a production instance. Send the task all the same?", first.name),
          vscode.l10n.t(
            "It carries the tag {0}={1}, which the setting eciOps.productionTags names.",
            first.key,
            first.value,
          ),
        ]
      : [
          vscode.l10n.t(
            "{0} of the {1} instances are production instances. Send the tasks all the same?",
            marked.length,
            instances.length,
          ),
          [
            vscode.l10n.t("The setting eciOps.productionTags names their tags:"),
            ...marked.slice(0, shownInstances).map(({ name, key, value }) => `${name}: ${key}=${value}`),
            ...(marked.length > shownInstances
              ? [vscode.l10n.t("and {0} more", marked.length - shownInstances)]
              : []),
          ].join("\n"),
        ];
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, send)) === send;
}
