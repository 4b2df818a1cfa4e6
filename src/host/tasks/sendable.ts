import * as vscode from "vscode";
import type { Instance } from "../../eci/model.ts";
import { takesTasks } from "../../eci/takesTasks.ts";
import { toPlainText } from "../plainText.ts";
import type { LeftOut } from "./togetherTexts.ts";

/** Of several chosen instances those that the service takes a task for, each once, and the others with the reason. */
export function toSendable<Ref extends { readonly instance: Instance }>(
  refs: readonly Ref[],
): { readonly sendable: readonly Ref[]; readonly leftOut: readonly LeftOut[] } {
  // Two accounts may see one instance, and a task belongs to the instance.
  const unique = new Map(refs.map((ref) => [JSON.stringify([ref.instance.regionId, ref.instance.id]), ref]));
  const all = [...unique.values()];
  return {
    sendable: all.filter(({ instance }) => takesTasks(instance.status)),
    leftOut: all
      .filter(({ instance }) => !takesTasks(instance.status))
      .map(({ instance }) => ({
        name: toPlainText(instance.name === "" ? instance.id : instance.name, 80),
        why: vscode.l10n.t("status {0}", toPlainText(instance.status, 40)),
      })),
  };
}
