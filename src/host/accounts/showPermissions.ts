import * as vscode from "vscode";
import type { Account } from "../../account/account.ts";
import { checkPermissions, type Permission } from "../../account/checkPermissions.ts";
import { neededActions } from "../../account/ramPolicy.ts";
import type { EciClient } from "../../eci/eciClient.ts";
import { toPlainText } from "../plainText.ts";
import { toAccountText } from "./accountTexts.ts";

const icons: Partial<Record<Permission["state"], string>> = { allowed: "pass", lacking: "error" };

/** Where an account without regions is asked: DescribeRegions and the lists answer there for everybody. */
const homeRegionId = "cn-hangzhou";

/** What was found out about an action, in a sentence. */
export function toPermissionText({ action, state, code = "" }: Permission): string {
  const isNeeded = neededActions.some((needed) => needed === action);
  const texts: Record<Permission["state"], string> = {
    allowed: vscode.l10n.t("allowed"),
    lacking: isNeeded
      ? vscode.l10n.t("lacking")
      : vscode.l10n.t("lacking: events, logs or charts stay away, all else works"),
    emptyList: vscode.l10n.t(
      "cannot be told: the service answers with an empty list both where there is nothing and where the permission is lacking",
    ),
    needsInstance: vscode.l10n.t("not checked: there is no instance here to ask about"),
    needsTask: vscode.l10n.t("cannot be told before a capture or core dump is tried: nothing was refused"),
    refused: vscode.l10n.t("cannot be told: the service answered {0}", toPlainText(code, 80)),
  };
  return texts[state];
}

/** Checks what an account may do, shows it, and offers the policy for what it lacks. */
export async function showPermissions(account: Account, client: EciClient): Promise<void> {
  const regionId = account.regions[0] ?? homeRegionId;
  const name = toAccountText(account);
  const permissions = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t("Checking what {0} may do in {1}", name, regionId),
      cancellable: true,
    },
    async (_progress, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort());
      return checkPermissions(client, regionId, stop.signal);
    },
  );
  const lacking = permissions.filter(({ state }) => state === "lacking").map(({ action }) => action);
  const copy = {
    label: `$(copy) ${vscode.l10n.t("Copy RAM Policy")}`,
    description: vscode.l10n.t("allows what is lacking, and nothing else"),
  };
  const rows = permissions.map((permission) => ({
    label: `$(${icons[permission.state] ?? "question"}) ${permission.action}`,
    description: toPermissionText(permission),
  }));
  const choice = await vscode.window.showQuickPick([...(lacking.length > 0 ? [copy] : []), ...rows], {
    title: vscode.l10n.t("Permissions of {0} in {1}", name, regionId),
    placeHolder: vscode.l10n.t("Nothing was changed to find this out."),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  if (choice === copy) await vscode.commands.executeCommand("eciOps.copyRamPolicy", lacking);
}
