import * as vscode from "vscode";
import type { Ailment } from "../../eci/health.ts";
import { leavesCore, signalNames } from "../../eci/linuxSignals.ts";
import { takesTasks } from "../../eci/takesTasks.ts";
import { toPlainText } from "../plainText.ts";
import { toAge } from "./age.ts";
import { toStateText } from "./instanceDetails.ts";
import type { InstanceNode, MessageNode } from "./instanceNode.ts";

/** Whether an ailment is more than a restart that went well: what stands out in red. */
export function isBad({ kind, signal }: Ailment): boolean {
  return kind !== "restarted" || leavesCore(signal);
}

/** What is wrong, in a few words for an instance's row. */
export function toAilmentWords(ailment: Ailment): string | undefined {
  const { kind, signal, wasOutOfMemory } = ailment;
  if (wasOutOfMemory) return vscode.l10n.t("out of memory");
  if (leavesCore(signal)) return vscode.l10n.t("crashed ({0})", signalNames.get(signal ?? 0) ?? "");
  if (kind === "crashLoop") return vscode.l10n.t("crash loop");
  return kind === "failed" ? vscode.l10n.t("failed") : undefined;
}

/** The icon of an instance's row where something is wrong; undefined where its status says enough. */
export function toAilmentIcon(ailment: Ailment): vscode.ThemeIcon | undefined {
  if (!isBad(ailment)) return undefined;
  return new vscode.ThemeIcon("warning", new vscode.ThemeColor("problemsErrorIcon.foreground"));
}

/** What is wrong, whole: "web is in a crash loop: OOMKilled, exit code 137, signal 9, restarts: 4, 2 minutes ago". */
export function toAilmentText(ailment: Ailment, nowMs: number): string {
  const { kind, container, signal, state, wasOutOfMemory } = ailment;
  const name = toPlainText(container.name, 80);
  const what =
    kind === "crashLoop"
      ? vscode.l10n.t("{0} is in a crash loop", name)
      : wasOutOfMemory
        ? vscode.l10n.t("{0} was killed for want of memory", name)
        : leavesCore(signal)
          ? vscode.l10n.t("{0} crashed by {1}", name, signalNames.get(signal ?? 0) ?? "")
          : kind === "failed"
            ? vscode.l10n.t("{0} failed", name)
            : vscode.l10n.t("{0} was restarted", name);
  const facts = [
    toPlainText(toStateText(state) ?? "", 200),
    container.restartCount > 0 ? vscode.l10n.t("restarts: {0}", container.restartCount) : "",
    toAge(state?.finishTime, nowMs) ?? "",
  ].filter(Boolean);
  return facts.length === 0 ? what : vscode.l10n.t("{0}: {1}", what, facts.join(", "));
}

/** Rows under an instance that say what is wrong with it and do what helps to find out why, each with one click. */
export function toHealthRows(node: InstanceNode, ailment: Ailment | undefined, nowMs: number): MessageNode[] {
  if (!ailment) return [];
  const { accountId, instance } = node;
  const row = (
    name: string,
    label: string,
    tooltip: string,
    icon: MessageNode["icon"],
    command: readonly [title: string, id: string, argument?: unknown],
  ): MessageNode => {
    const [title, id, argument = node] = command;
    return {
      ...{ kind: "message", id: `${accountId}/${instance.id}/${name}`, label, tooltip, icon },
      ...{ command: { id, title, argument }, contextValue: "message.health" },
    };
  };
  const details = vscode.l10n.t("Show Details");
  const rows = [
    row(
      "health",
      toAilmentText(ailment, nowMs),
      vscode.l10n.t("Click to see events, metrics and containers."),
      isBad(ailment) ? "error" : "warning",
      [details, "eciOps.showInstanceDetails"],
    ),
  ];
  const helps = takesTasks(instance.status) ? ailment.helps : undefined;
  if (helps === "coreDump") {
    const label = vscode.l10n.t("Arm a core dump");
    const tooltip = vscode.l10n.t("The next crash leaves a core file that shows the crashing thread.");
    rows.push(row("coreDump", label, tooltip, "info", [label, "eciOps.enableCoreDump"]));
  }
  if (helps === "capture") {
    const label = vscode.l10n.t("Capture packets");
    const tooltip = vscode.l10n.t(
      "They show which connection fails, while the container runs and while it does not.",
    );
    rows.push(row("capture", label, tooltip, "info", [label, "eciOps.capturePackets"]));
  }
  if (ailment.container.restartCount > 0) {
    const label = vscode.l10n.t("Show the log before the last restart");
    const tooltip = vscode.l10n.t("What the container wrote before it ended.");
    const argument = { kind: "container", accountId, instance, container: ailment.container };
    rows.push(row("previousLog", label, tooltip, "info", [label, "eciOps.showPreviousLog", argument]));
  }
  return rows;
}
