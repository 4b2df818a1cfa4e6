import * as vscode from "vscode";
import type { Account } from "../../account/account.ts";
import type { RegionListing } from "../../eci/listing/regionListing.ts";
import type { AccountTrouble } from "../accounts/accountHealth.ts";
import { toMendRow, toMendTitle } from "../accounts/mendTexts.ts";
import { toErrorText } from "../errors/errorText.ts";
import { toAge } from "./age.ts";
import type { MessageNode, RegionNode } from "./instanceNode.ts";

const listAction = "eci:DescribeContainerGroups";

/** Why an account cannot sign in; it stands above the regions, whose rows may be those of better days. */
export function toTroubleRow(account: Account, trouble: AccountTrouble): MessageNode {
  return {
    kind: "message",
    id: `${account.id}/trouble`,
    label: trouble.row,
    tooltip: trouble.next,
    icon: "warning",
    command: { id: "eciOps.mendAccount", title: trouble.mendTitle, argument: { kind: "account", account } },
    contextValue: "message.trouble",
  };
}

/** The row of an account without regions. */
export function toNoRegionRow(account: Account): MessageNode {
  const title = vscode.l10n.t("Choose regions…");
  return {
    kind: "message",
    id: `${account.id}/noRegion`,
    label: vscode.l10n.t("No region is chosen. Choose regions…"),
    tooltip: vscode.l10n.t("Instances are listed for the regions that you choose."),
    icon: "info",
    command: { id: "eciOps.selectRegions", title, argument: { kind: "account", account } },
    contextValue: "message.noRegion",
  };
}

/** What failed in a region, and what mends it; of rows that stay it says how old they are. */
export function toErrorRow(node: RegionNode, error: unknown, listing?: RegionListing): MessageNode {
  const { what, next, remedy, mend } = toErrorText(error);
  const asOfMs = listing?.asOfMs;
  const age = asOfMs === undefined ? undefined : toAge(new Date(asOfMs).toISOString(), Date.now());
  const shown =
    age === undefined ? what : vscode.l10n.t("{0} The rows below are as they were {1}.", what, age);
  const [label, title, id, argument] =
    remedy === "eciOps.changeSecret" || remedy === "eciOps.mendAccount"
      ? [toMendRow(shown, mend), toMendTitle(mend), remedy, node]
      : remedy === "eciOps.copyRamPolicy"
        ? [
            vscode.l10n.t("{0} Click to copy the smallest RAM policy.", shown),
            vscode.l10n.t("Copy RAM Policy"),
            remedy,
            [listAction],
          ]
        : [
            vscode.l10n.t("{0} Click to retry.", shown),
            vscode.l10n.t("Retry"),
            "eciOps.refreshInstances",
            node,
          ];
  return {
    kind: "message",
    id: `${node.account.id}/${node.regionId}/error`,
    label,
    tooltip: next,
    icon: "error",
    command: { id, title, argument },
    contextValue: "message.error",
  };
}

/** The row that counts what could not be read. */
export function toUnreadableRow({ account, regionId }: RegionNode, count: number): MessageNode {
  return {
    kind: "message",
    id: `${account.id}/${regionId}/unreadable`,
    label: vscode.l10n.t("{0} rows of the answer could not be read", count),
    tooltip: vscode.l10n.t(
      "The service sent them in a shape that this version doesn't know. The log has more.",
    ),
    icon: "warning",
    contextValue: "message.unreadable",
  };
}

/** The row of a region without instances. */
// Alibaba's service answers an identity without the permission with an empty list: both causes stand here.
export function toEmptyRow(node: RegionNode): MessageNode {
  return {
    kind: "message",
    id: `${node.account.id}/${node.regionId}/empty`,
    label: vscode.l10n.t("No instances here, or this identity lacks eci:DescribeContainerGroups"),
    tooltip: vscode.l10n.t(
      "The service answers an identity that may not list instances with an empty list. Click to copy the smallest RAM policy that would do.",
    ),
    icon: "info",
    command: {
      id: "eciOps.copyRamPolicy",
      title: vscode.l10n.t("Copy RAM Policy"),
      argument: [listAction],
    },
    contextValue: "message.empty",
  };
}

/** The row of a region none of whose instances meets the filter. */
export function toNoMatchRow({ account, regionId }: RegionNode, listing: RegionListing): MessageNode {
  const title = vscode.l10n.t("Clear Filter");
  return {
    kind: "message",
    id: `${account.id}/${regionId}/noMatch`,
    label: listing.isReading
      ? vscode.l10n.t("None of the {0} read so far meets the filter", listing.instances.length)
      : vscode.l10n.t("None of {0} meets the filter. Click to clear it.", listing.instances.length),
    tooltip: title,
    icon: "info",
    command: { id: "eciOps.clearFilter", title, argument: undefined },
    contextValue: "message.noMatch",
  };
}
