import * as vscode from "vscode";
import type { OpsCall } from "../../eci/eciClient.ts";
import {
  buildEquivalent,
  equivalentKinds,
  type EquivalentKind,
} from "../../task/equivalents/buildEquivalent.ts";

/** Asks in which language, and copies code that makes the same call; the language's name, or undefined when the user backed out. */
export async function copyEquivalent(call: OpsCall, endpoint: string): Promise<string | undefined> {
  const names = toKindNames();
  const choice = await vscode.window.showQuickPick(
    equivalentKinds.map((kind) => ({ label: names[kind], equivalent: kind })),
    {
      title: vscode.l10n.t("Copy As"),
      placeHolder: vscode.l10n.t("The same call as code; its credentials come from the environment"),
      ignoreFocusOut: true,
    },
  );
  if (!choice) return undefined;
  await vscode.env.clipboard.writeText(buildEquivalent(choice.equivalent, call, endpoint));
  return choice.label;
}

function toKindNames(): Record<EquivalentKind, string> {
  return {
    aliyunCli: vscode.l10n.t("aliyun CLI"),
    typescriptPopCore: vscode.l10n.t("TypeScript (@alicloud/pop-core)"),
    typescriptSdk: vscode.l10n.t("TypeScript (official SDK)"),
    python: vscode.l10n.t("Python"),
    go: vscode.l10n.t("Go"),
    java: vscode.l10n.t("Java"),
  };
}
