import * as vscode from "vscode";
import { buildRamPolicy, neededActions, toRamActions, usefulActions } from "../../account/ramPolicy.ts";
import type { Tag } from "../../eci/model.ts";
import { toPlainText } from "../plainText.ts";

/** Copies the smallest policy for the actions that were refused, or, where none are given, for all, as the user wants it. */
export async function copyRamPolicy(
  refused: unknown,
  readTags: () => Promise<readonly Tag[]>,
): Promise<void> {
  const actions = toRamActions(Array.isArray(refused) ? refused : []);
  const tags = actions.length > 0 ? [] : await chooseScope(readTags);
  if (tags === undefined) return;
  const wanted = actions.length > 0 ? actions : [...neededActions, ...usefulActions];
  await vscode.env.clipboard.writeText(buildRamPolicy(wanted, { tags }));
  await vscode.window.showInformationMessage(
    vscode.l10n.t(
      "Copied the smallest RAM policy. Create it in the RAM console and attach it to the identity.",
    ),
  );
}

/** The tags that captures and core dumps are bound to, none for every instance; undefined when cancelled. */
async function chooseScope(readTags: () => Promise<readonly Tag[]>): Promise<readonly Tag[] | undefined> {
  const every = { label: vscode.l10n.t("Captures and core dumps on every instance") };
  const some = { label: vscode.l10n.t("Only on instances with chosen tags…") };
  const placeHolder = vscode.l10n.t("What should the policy allow? Reading is allowed everywhere.");
  const choice = await vscode.window.showQuickPick([every, some], { placeHolder, ignoreFocusOut: true });
  if (choice !== some) return choice && [];
  const known = (await readTags()).map((tag) => ({ label: toPlainText(`${tag.key}=${tag.value}`), tag }));
  const another = { label: vscode.l10n.t("Another tag…"), tag: undefined };
  const chosen = await vscode.window.showQuickPick([...known, another], {
    canPickMany: true,
    ignoreFocusOut: true,
    placeHolder: vscode.l10n.t("An instance needs to carry one of them."),
  });
  if (chosen === undefined || chosen.length === 0) return undefined;
  const tags = chosen.flatMap(({ tag }) => tag ?? []);
  if (!chosen.includes(another)) return tags;
  const typed = await askTag();
  return typed && [...tags, typed];
}

async function askTag(): Promise<Tag | undefined> {
  const text = await vscode.window.showInputBox({
    prompt: vscode.l10n.t("The tag, as key=value"),
    ignoreFocusOut: true,
    validateInput: (value) =>
      toTag(value) ? undefined : vscode.l10n.t("Write a key, an equals sign and a value: env=staging"),
  });
  return text === undefined ? undefined : toTag(text);
}

/** The tag that a text names; undefined where it names none. */
export function toTag(text: string): Tag | undefined {
  const [, key, value] = /^\s*([^=\s][^=]*)=(.*)$/su.exec(text) ?? [];
  return key === undefined || value === undefined ? undefined : { key: key.trim(), value: value.trim() };
}
