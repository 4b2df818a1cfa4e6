import { takesTasks } from "../../eci/takesTasks.ts";
import * as vscode from "vscode";
import { toAilment } from "../../eci/health.ts";
import type { Instance, InstanceEvent } from "../../eci/model.ts";
import { findRegion } from "../../eci/regions.ts";
import type { DetailsToPage } from "../../protocol/instanceDetails.ts";
import type { DetailsTarget } from "../../protocol/instanceDetailsState.ts";
import { isBad, toAilmentText } from "../instances/healthTexts.ts";
import { toInstanceDetails, toLastExit, toStateText } from "../instances/instanceDetails.ts";
import { toPlainText } from "../plainText.ts";

type InstanceMessage = Extract<DetailsToPage, { type: "instance" }>;
type EventsMessage = Extract<DetailsToPage, { type: "events" }>;

const tones = new Map<string, InstanceMessage["tone"]>(
  Object.entries({
    Running: "good",
    Succeeded: "good",
    Failed: "bad",
    ScheduleFailed: "bad",
    Expired: "over",
    Terminating: "over",
  }),
);

/** What stands in its own place on the page. */
const shownElsewhere = /\/(?:status|restarts)$/u;

/** What the page is told of an instance, every text plain. */
export function toInstanceMessage(
  target: DetailsTarget,
  instance: Instance,
  account: { readonly name: string; readonly isDemo: boolean },
  nowMs: number,
): InstanceMessage {
  const region = findRegion(target.regionId);
  const regionName = vscode.env.language.toLowerCase().startsWith("zh") ? region?.zh : region?.en;
  const ailment = toAilment(instance, nowMs);
  const facts = [
    { label: vscode.l10n.t("Instance"), value: toPlainText(instance.id) },
    {
      label: vscode.l10n.t("Region"),
      value: regionName === undefined ? toPlainText(target.regionId) : `${regionName} (${target.regionId})`,
    },
    { label: vscode.l10n.t("Account"), value: toPlainText(account.name) },
    ...toInstanceDetails(target.accountId, instance, nowMs)
      .filter(({ id }) => !shownElsewhere.test(id))
      .map(({ label, value }) => ({ label, value: toPlainText(value, 400) })),
  ];
  return {
    type: "instance",
    target,
    name: toPlainText(instance.name === "" ? instance.id : instance.name),
    isDemo: account.isDemo,
    status: toPlainText(instance.status, 40),
    tone: tones.get(instance.status) ?? "busy",
    facts,
    takesTasks: takesTasks(instance.status),
    ailment: ailment
      ? {
          isError: isBad(ailment),
          text: toAilmentText(ailment, nowMs),
          helps: takesTasks(instance.status) ? (ailment.helps ?? null) : null,
          containerName: toIdentity(ailment.container.name),
          hasPreviousLog: ailment.container.restartCount > 0,
        }
      : null,
    containers: instance.containers.slice(0, 200).map((container) => ({
      name: toIdentity(container.name),
      isInit: container.isInit,
      state: toPlainText(toStateText(container.currentState) ?? "", 300),
      restartCount: Math.max(0, Math.trunc(container.restartCount)),
      lastExit: toPlainText(toLastExit(container) ?? "", 300),
      image: toPlainText(container.image, 300),
    })),
  };
}

/** The name by which the page speaks of a container: plain, and found again by the same way. */
export function toIdentity(containerName: string): string {
  return toPlainText(containerName);
}

/** What the page is told of an instance's events: newest first, every text plain. */
export function toEventsMessage(events: readonly InstanceEvent[]): EventsMessage {
  const rows = events.map((event) => {
    const lastMs = Date.parse(event.lastTime ?? event.firstTime ?? "");
    return {
      isWarning: event.type === "Warning",
      reason: toPlainText(event.reason, 100),
      message: toPlainText(event.message, 900),
      count: Math.max(1, Math.trunc(event.count)),
      lastMs: Number.isNaN(lastMs) ? null : lastMs,
    };
  });
  rows.sort((left, right) => (right.lastMs ?? 0) - (left.lastMs ?? 0));
  return { type: "events", events: rows.slice(0, 200) };
}
