import * as vscode from "vscode";
import type { SentToAll } from "../../task/sendToAll.ts";
import type { TaskTarget } from "../../task/task.ts";
import { toErrorText, type ErrorText } from "../errors/errorText.ts";
import { toPlainText } from "../plainText.ts";

/** What is done to several instances in one go. */
export type TogetherKind = "capture" | "stopCapture" | "armCoreDump" | "disableCoreDump";

/** An instance that nothing is sent to, and why: both plain text. */
export type LeftOut = { readonly name: string; readonly why: string };

/** Failures of one reason, with the words of the first. */
export type FailureGroup = { readonly targets: readonly TaskTarget[]; readonly text: ErrorText };

/** A message of the editor is cut after a thousand characters. */
const shownNames = 3;
const shownGroups = 3;

/** What goes on, as a heading. */
export function toTogetherTitle(kind: TogetherKind): string {
  const titles: Record<TogetherKind, string> = {
    capture: vscode.l10n.t("Starting captures"),
    stopCapture: vscode.l10n.t("Stopping captures"),
    armCoreDump: vscode.l10n.t("Arming core dumps"),
    disableCoreDump: vscode.l10n.t("Disabling core dumps"),
  };
  return titles[kind];
}

/** How many of them came to be. */
export function toTogetherCount(kind: TogetherKind, done: number, total: number): string {
  const counts: Record<TogetherKind, string> = {
    capture: vscode.l10n.t("Captures running: {0} of {1}.", done, total),
    stopCapture: vscode.l10n.t("Captures told to stop: {0} of {1}.", done, total),
    armCoreDump: vscode.l10n.t("Core dumps armed: {0} of {1}.", done, total),
    disableCoreDump: vscode.l10n.t("Core dumps disabled: {0} of {1}.", done, total),
  };
  return counts[kind];
}

/** The failures by reason, those of the most instances first: the service's code, else the words. */
export function groupFailures(failed: SentToAll<TaskTarget>["failed"]): readonly FailureGroup[] {
  const groups = new Map<string, { targets: TaskTarget[]; text: ErrorText }>();
  for (const { target, error } of failed) {
    const text = toErrorText(error);
    const key = text.code ?? text.what;
    const group = groups.get(key) ?? { targets: [], text };
    group.targets.push(target);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => b.targets.length - a.targets.length);
}

/** What came of it: how many, which failed and why and what to do next, which were left out. */
export function toTogetherSummary(
  kind: TogetherKind,
  { sent, unanswered, failed, notSent }: SentToAll<TaskTarget>,
  leftOut: readonly LeftOut[],
): string {
  const total = sent.length + unanswered.length + failed.length + notSent.length + leftOut.length;
  const groups = groupFailures(failed);
  const lines = [
    toTogetherCount(kind, sent.length, total),
    ...groups
      .slice(0, shownGroups)
      .map(({ targets, text }) =>
        vscode.l10n.t("Failed on {0}: {1} {2}", toTargetNames(targets), text.what, text.next),
      ),
  ];
  const hidden = groups.slice(shownGroups).flatMap(({ targets }) => targets);
  if (hidden.length > 0) {
    lines.push(vscode.l10n.t("Failed for other reasons, which the log has: {0}.", toTargetNames(hidden)));
  }
  if (unanswered.length > 0) {
    lines.push(
      vscode.l10n.t(
        "No answer came for {0}: the service's records will tell whether they run, and nothing is sent twice.",
        toTargetNames(unanswered),
      ),
    );
  }
  if (notSent.length > 0) {
    lines.push(vscode.l10n.t("Not sent, because you cancelled: {0}.", toTargetNames(notSent)));
  }
  return [...lines, ...toLeftOutTexts(leftOut)].join(" ");
}

/** Which instances were left out, a sentence for each reason. */
export function toLeftOutTexts(leftOut: readonly LeftOut[]): readonly string[] {
  const reasons = new Map<string, string[]>();
  for (const { name, why } of leftOut) reasons.set(why, [...(reasons.get(why) ?? []), name]);
  return [...reasons].map(([why, names]) => vscode.l10n.t("Left out ({0}): {1}.", why, toNamesText(names)));
}

function toTargetNames(targets: readonly TaskTarget[]): string {
  return toNamesText(targets.map(({ instanceName, instanceId }) => instanceName || instanceId));
}

/** Some names in one line, the first few of many. */
export function toNamesText(names: readonly string[]): string {
  const shown = names
    .slice(0, names.length === shownNames + 1 ? names.length : shownNames)
    .map((name) => toPlainText(name, 60));
  const more = names.length - shown.length;
  return more === 0 ? shown.join(", ") : vscode.l10n.t("{0} and {1} more", shown.join(", "), more);
}
