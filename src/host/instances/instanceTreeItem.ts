import * as vscode from "vscode";
import { toAilment } from "../../eci/health.ts";
import { findRegion, regionsWithoutTcpdump } from "../../eci/regions.ts";
import { toAccountText } from "../accounts/accountTexts.ts";
import { toPlainText } from "../plainText.ts";
import { toAge } from "./age.ts";
import { isWithoutTasks, toAilmentIcon, toAilmentText, toAilmentWords } from "./healthTexts.ts";
import { toLastExit, toStateText } from "./instanceDetails.ts";
import type {
  ContainerNode,
  InstanceNode,
  InstanceTreeNode,
  LoadMoreNode,
  MessageNode,
} from "./instanceNode.ts";
import { toContainerIcon, toStatusIcon } from "./statusIcon.ts";

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

type Looks = Partial<
  Pick<
    vscode.TreeItem,
    "description" | "tooltip" | "iconPath" | "contextValue" | "command" | "accessibilityInformation"
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

function toInstanceItem({ accountId, instance }: InstanceNode, nowMs: number): vscode.TreeItem {
  const restarts = instance.containers.reduce((sum, { restartCount }) => sum + restartCount, 0);
  const ailment = toAilment(instance, nowMs);
  const status = toPlainText(instance.status, 40);
  const facts = [
    status,
    ailment && toAilmentWords(ailment),
    toPlainText(instance.privateIp ?? "", 60),
    restarts > 0 ? vscode.l10n.t("restarts: {0}", restarts) : undefined,
  ].filter(Boolean);
  // A name of hidden characters alone would leave the row blank.
  const name = toPlainText(instance.name) === "" ? instance.id : instance.name;
  return toItem(`${accountId}/${instance.id}`, name, Collapsed, {
    description: facts.join(" · "),
    tooltip: toTooltip([
      instance.name,
      instance.id,
      vscode.l10n.t("Status: {0}", status),
      instance.privateIp === undefined ? undefined : vscode.l10n.t("Address: {0}", instance.privateIp),
      instance.zoneId === undefined ? undefined : vscode.l10n.t("Zone: {0}", instance.zoneId),
      instance.createdAt === undefined
        ? undefined
        : vscode.l10n.t("Created: {0}", toAge(instance.createdAt, nowMs) ?? instance.createdAt),
      ailment && toAilmentText(ailment, nowMs),
    ]),
    iconPath: (ailment && toAilmentIcon(ailment)) ?? toStatusIcon(instance.status),
    contextValue: `instance.${isWithoutTasks(instance.status) ? "ended" : "active"}${instance.privateIp === undefined ? "" : ".address"}`,
    accessibilityInformation: {
      label: vscode.l10n.t("Instance {0}, {1}", toPlainText(name), facts.join(", ")),
    },
  });
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

function toLoadMoreItem(node: LoadMoreNode): vscode.TreeItem {
  const title = vscode.l10n.t("Load more");
  return toItem(`${node.accountId}/${node.regionId}/more`, title, None, {
    description:
      node.total === undefined
        ? vscode.l10n.t("{0} shown", node.shown)
        : vscode.l10n.t("{0} of {1} shown", node.shown, node.total),
    iconPath: new vscode.ThemeIcon("ellipsis"),
    contextValue: "loadMore",
    command: { command: "eciOps.loadMore", title, arguments: [node] },
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
export function toInstanceTreeItem(node: InstanceTreeNode, nowMs: number): vscode.TreeItem {
  switch (node.kind) {
    case "account": {
      const { account } = node;
      const who = account.identity?.arn;
      return toItem(account.id, toAccountText(account), Expanded, {
        description:
          account.kind === "demo"
            ? vscode.l10n.t("nothing here is real")
            : toPlainText(account.identity?.accountId ?? "", 40),
        tooltip: toTooltip([
          account.name,
          account.kind === "demo"
            ? vscode.l10n.t("A demo: a built-in simulator on this computer. Nothing here is real.")
            : who,
        ]),
        iconPath: new vscode.ThemeIcon(account.kind === "demo" ? "beaker" : "account"),
        contextValue: `account.${account.kind}`,
      });
    }
    case "region": {
      const name = findRegion(node.regionId)?.[vscode.env.language.startsWith("zh") ? "zh" : "en"];
      return toItem(`${node.account.id}/${node.regionId}`, name ?? node.regionId, Collapsed, {
        description: name === undefined ? "" : node.regionId,
        tooltip: toTooltip([
          node.regionId,
          regionsWithoutTcpdump.includes(node.regionId)
            ? vscode.l10n.t("Alibaba Cloud's documentation says that captures are not offered here.")
            : undefined,
        ]),
        iconPath: new vscode.ThemeIcon("globe"),
        contextValue: "region",
      });
    }
    case "instance":
      return toInstanceItem(node, nowMs);
    case "container":
      return toContainerItem(node);
    case "detail":
      return toItem(node.id, node.label, None, {
        description: toPlainText(node.value),
        tooltip: toTooltip([`${node.label}: ${node.value}`]),
        contextValue: "detail",
      });
    case "loadMore":
      return toLoadMoreItem(node);
    case "message":
      return toMessageItem(node);
  }
}
