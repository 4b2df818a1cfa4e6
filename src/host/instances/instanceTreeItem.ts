import * as vscode from "vscode";
import { toAilment } from "../../eci/health.ts";
import { findRegion, regionsWithoutTcpdump } from "../../eci/regions.ts";
import { takesTasks } from "../../eci/takesTasks.ts";
import { toAccountText } from "../accounts/accountTexts.ts";
import { toPlainText } from "../plainText.ts";
import { toAge } from "./age.ts";
import { toAilmentIcon, toAilmentText, toAilmentWords } from "./healthTexts.ts";
import { toLastExit, toStateText } from "./instanceDetails.ts";
import type { RegionListing } from "../../eci/listing/regionListing.ts";
import { toRestartCount } from "../../eci/listing/instanceOrder.ts";
import type { Instance } from "../../eci/model.ts";
import type {
  ContainerNode,
  InstanceNode,
  InstanceTreeNode,
  MessageNode,
  RangeNode,
  RegionNode,
} from "./instanceNode.ts";
import { toRowUri } from "./visibleRows.ts";
import { toContainerIcon, toStatusIcon } from "./statusIcon.ts";

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

type Looks = Partial<
  Pick<
    vscode.TreeItem,
    | "description"
    | "tooltip"
    | "iconPath"
    | "contextValue"
    | "command"
    | "accessibilityInformation"
    | "resourceUri"
  >
>;

function toItem(
  id: string,
  label: string,
  state: vscode.TreeItemCollapsibleState,
  looks: Looks,
): vscode.TreeItem {
  const shown = toPlainText(label);
  const spoken = [shown, looks.description].filter(Boolean).join(", ");
  // Without it the editor reads the tooltip out in place of the row.
  const accessibilityInformation = { label: spoken };
  return Object.assign(new vscode.TreeItem(shown, state), { id, accessibilityInformation, ...looks });
}

/** Lines of a tooltip; a string tooltip is shown as plain text. */
const toTooltip = (lines: readonly (string | undefined)[]): string =>
  lines.flatMap((line) => (line === undefined || line === "" ? [] : [toPlainText(line, 300)])).join("\n");

/** What a row shows besides what its node holds. */
export type RowState = {
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  readonly isFavourite?: boolean;
  /** Of a region: what was read of it, how many rows meet the filter, and how many the groups still wait for. */
  readonly listing?: RegionListing;
  readonly shown?: number;
  readonly unread?: number;
};

/** A name of hidden characters alone would leave the row blank. */
const toShownName = ({ name, id }: Instance): string => (toPlainText(name) === "" ? id : name);

function toInstanceItem(
  { accountId, instance }: InstanceNode,
  { nowMs, isFavourite = false }: RowState,
): vscode.TreeItem {
  const restarts = toRestartCount(instance);
  const ailment = toAilment(instance, nowMs);
  const status = toPlainText(instance.status, 40);
  const facts = [
    isFavourite ? "★" : undefined,
    status,
    ailment && toAilmentWords(ailment),
    toPlainText(instance.privateIp ?? "", 60),
    restarts > 0 ? vscode.l10n.t("restarts: {0}", restarts) : undefined,
  ].filter(Boolean);
  const name = toShownName(instance);
  const spoken = facts.map((fact) => (fact === "★" ? vscode.l10n.t("favourite") : fact)).join(", ");
  return toItem(`${accountId}/${instance.id}`, name, Collapsed, {
    description: facts.join(" · "),
    resourceUri: toRowUri(accountId, instance.regionId, instance.id),
    iconPath: (ailment && toAilmentIcon(ailment)) ?? toStatusIcon(instance.status),
    contextValue: [
      "instance",
      takesTasks(instance.status) ? "active" : "ended",
      ...(instance.privateIp === undefined ? [] : ["address"]),
      ...(isFavourite ? ["favourite"] : []),
    ].join("."),
    accessibilityInformation: { label: vscode.l10n.t("Instance {0}, {1}", toPlainText(name), spoken) },
  });
}

/** What the pointer over an instance's row shows, as plain text. */
export function toInstanceTooltip(instance: Instance, nowMs: number): string {
  const ailment = toAilment(instance, nowMs);
  return toTooltip([
    instance.name,
    instance.id,
    vscode.l10n.t("Status: {0}", instance.status),
    instance.privateIp === undefined ? undefined : vscode.l10n.t("Address: {0}", instance.privateIp),
    instance.zoneId === undefined ? undefined : vscode.l10n.t("Zone: {0}", instance.zoneId),
    instance.createdAt === undefined
      ? undefined
      : vscode.l10n.t("Created: {0}", toAge(instance.createdAt, nowMs) ?? instance.createdAt),
    ailment && toAilmentText(ailment, nowMs),
  ]);
}

function toContainerItem({ accountId, instance, container }: ContainerNode): vscode.TreeItem {
  const state = container.currentState;
  const kind = container.isInit ? "init" : "container";
  const restarts =
    container.restartCount > 0 ? vscode.l10n.t("restarts: {0}", container.restartCount) : undefined;
  const words = [container.isInit ? vscode.l10n.t("init") : undefined, toStateText(state), restarts];
  const description = toPlainText(words.filter(Boolean).join(" · "), 120);
  return toItem(`${accountId}/${instance.id}/${kind}/${container.name}`, container.name, Collapsed, {
    description,
    tooltip: toTooltip([container.name, container.image, toStateText(state), toLastExit(container)]),
    iconPath: toContainerIcon(state?.state, state?.exitCode),
    contextValue: "container",
    accessibilityInformation: {
      label: vscode.l10n.t("Container {0}, {1}", toPlainText(container.name), description),
    },
  });
}

/** How long rows may be unrefreshed before the region says so: some refreshes may be late, or the view was hidden. */
const staleMs = 120_000;

function toRegionItem(
  node: RegionNode,
  { nowMs, listing, shown = 0, unread = 0 }: RowState,
): vscode.TreeItem {
  const name = findRegion(node.regionId)?.[vscode.env.language.startsWith("zh") ? "zh" : "en"];
  const count = listing?.instances.length ?? 0;
  const total = Math.max(count, listing?.totalCount ?? 0);
  const isStale = listing?.asOfMs !== undefined && nowMs - listing.asOfMs > staleMs;
  const age = isStale ? toAge(new Date(listing.asOfMs).toISOString(), nowMs) : undefined;
  const facts = [
    name === undefined ? undefined : node.regionId,
    count === 0
      ? undefined
      : listing?.isReading === true && count < total
        ? vscode.l10n.t("{0} of {1} read", count, total)
        : shown < count
          ? vscode.l10n.t("{0} of {1} shown", shown, count)
          : String(count),
    unread > 0 ? vscode.l10n.t("details of {0} to come", unread) : undefined,
    age === undefined ? undefined : vscode.l10n.t("as of {0}", age),
  ];
  return toItem(`${node.account.id}/${node.regionId}`, name ?? node.regionId, Collapsed, {
    description: facts.filter((fact) => fact !== undefined).join(" · "),
    tooltip: toTooltip([
      node.regionId,
      regionsWithoutTcpdump.includes(node.regionId)
        ? vscode.l10n.t("Alibaba Cloud's documentation says that captures are not offered here.")
        : undefined,
    ]),
    iconPath:
      age === undefined
        ? new vscode.ThemeIcon("globe")
        : new vscode.ThemeIcon("globe", new vscode.ThemeColor("list.warningForeground")),
    contextValue: "region",
  });
}

function toRangeItem({ id, first, instances }: RangeNode): vscode.TreeItem {
  const [from, to] = [instances[0], instances.at(-1)].map((instance) =>
    instance ? toPlainText(toShownName(instance), 40) : "",
  );
  return toItem(id, `${first} – ${first + instances.length - 1}`, first === 1 ? Expanded : Collapsed, {
    description: `${from ?? ""} … ${to ?? ""}`,
    iconPath: new vscode.ThemeIcon("list-unordered"),
    contextValue: "range",
  });
}

function toMessageItem(node: MessageNode): vscode.TreeItem {
  const tooltip = toTooltip([node.label, node.tooltip]);
  return toItem(node.id, node.label, None, {
    tooltip,
    iconPath: new vscode.ThemeIcon(node.icon),
    contextValue: node.contextValue,
    accessibilityInformation: { label: tooltip },
    ...(node.command && {
      command: { command: node.command.id, title: node.command.title, arguments: [node.command.argument] },
    }),
  });
}

/** How a row of the instances view looks. All texts of others pass through `toPlainText`. */
export function toInstanceTreeItem(node: InstanceTreeNode, state: RowState): vscode.TreeItem {
  switch (node.kind) {
    case "account": {
      const { account, trouble } = node;
      const who = account.identity?.arn;
      return toItem(account.id, toAccountText(account), Expanded, {
        description: trouble
          ? vscode.l10n.t("cannot sign in")
          : account.kind === "demo"
            ? vscode.l10n.t("nothing here is real")
            : toPlainText(account.identity?.accountId ?? "", 40),
        tooltip: toTooltip([
          account.name,
          account.kind === "demo"
            ? vscode.l10n.t("A demo: a built-in simulator on this computer. Nothing here is real.")
            : who,
          account.kind === "profile"
            ? vscode.l10n.t("Profile of the aliyun CLI: {0}", account.profile)
            : undefined,
          account.kind === "environment" ? vscode.l10n.t("Key from the editor's environment") : undefined,
          trouble && `${trouble.what} ${trouble.next}`,
        ]),
        iconPath: trouble
          ? new vscode.ThemeIcon("warning", new vscode.ThemeColor("list.warningForeground"))
          : new vscode.ThemeIcon(account.kind === "demo" ? "beaker" : "account"),
        contextValue: `account.${account.kind}`,
      });
    }
    case "region":
      return toRegionItem(node, state);
    case "group":
      return toItem(node.id, node.label, Collapsed, {
        description: String(node.instances.length),
        iconPath: new vscode.ThemeIcon("symbol-class"),
        contextValue: "group",
      });
    case "range":
      return toRangeItem(node);
    case "instance":
      return toInstanceItem(node, state);
    case "container":
      return toContainerItem(node);
    case "detail":
      return toItem(node.id, node.label, None, {
        description: toPlainText(node.value),
        tooltip: toTooltip([`${node.label}: ${node.value}`]),
        contextValue: "detail",
      });
    case "message":
      return toMessageItem(node);
  }
}
