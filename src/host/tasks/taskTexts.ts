import * as vscode from "vscode";
import type { OpsType } from "../../eci/model.ts";
import type { DownloadProgress } from "../../task/download/downloadResult.ts";
import { ownFailureCodes, type OwnFailureCode, type Task, type TaskFailure } from "../../task/task.ts";
import { toPlainText } from "../plainText.ts";
import { toProblemText } from "./downloadTexts.ts";
import { toSizeText } from "./sizeText.ts";
import type { TaskGroup } from "./taskNode.ts";

/** The title of a group of tasks. */
export function toGroupText(group: TaskGroup): string {
  const texts: Record<TaskGroup, string> = {
    running: vscode.l10n.t("Running"),
    waiting: vscode.l10n.t("Waiting for you"),
    done: vscode.l10n.t("Done"),
    ended: vscode.l10n.t("Ended without a result"),
  };
  return texts[group];
}

/** What kind of task it is, as a heading. */
export function toTypeText(opsType: OpsType): string {
  const texts: Record<OpsType, string> = {
    tcpdump: vscode.l10n.t("Capture"),
    coredump: vscode.l10n.t("Core dump"),
  };
  return texts[opsType];
}

/** Where a task stands, in a few words. */
export function toStateText(task: Task, progress?: DownloadProgress): string {
  const { state, opsType } = task;
  switch (state.kind) {
    case "sending":
      return vscode.l10n.t("sending");
    case "unknownOutcome":
      return vscode.l10n.t("no answer, looking whether it runs");
    case "ready":
      if (state.hasResult === true) return vscode.l10n.t("running, a result waits");
      return opsType === "tcpdump" ? vscode.l10n.t("capturing") : vscode.l10n.t("armed, waits for a crash");
    case "stopping":
      return vscode.l10n.t("stopping");
    case "succeeded":
      return state.problem === undefined
        ? vscode.l10n.t("a result waits")
        : vscode.l10n.t("a result waits: {0}", toProblemText(state.problem).what);
    case "downloading":
      return progress ? toProgressText(progress) : vscode.l10n.t("downloading");
    case "downloaded":
      return vscode.l10n.t("downloaded, {0}", toSizeText(state.file.sizeBytes, vscode.env.language));
    case "failed":
      return vscode.l10n.t("failed: {0}", toFailureText(state.failure));
    case "expired":
      return opsType === "coredump"
        ? vscode.l10n.t("expired: nothing crashed in its time")
        : vscode.l10n.t("expired");
    case "closed":
      return vscode.l10n.t("stopped, no result");
  }
}

/** How far a download is, in percent and bytes. */
export function toProgressText({ receivedBytes, totalBytes }: DownloadProgress): string {
  const received = toSizeText(receivedBytes, vscode.env.language);
  if (totalBytes === undefined || totalBytes === 0) return vscode.l10n.t("downloading, {0}", received);
  const percent = new Intl.NumberFormat(vscode.env.language, { style: "percent" }).format(
    receivedBytes / totalBytes,
  );
  return vscode.l10n.t(
    "downloading, {0} ({1} of {2})",
    percent,
    received,
    toSizeText(totalBytes, vscode.env.language),
  );
}

/** Why a task failed: our own words where we judge, the service's where it told. */
export function toFailureText({ code, message }: TaskFailure): string {
  const texts: Record<OwnFailureCode, string> = {
    NotCarriedOut: vscode.l10n.t(
      "no answer came, and the service has no record of it: it seems not to have been carried out",
    ),
    RecordGone: vscode.l10n.t("the service has no record of it any more"),
    TaskFailed: vscode.l10n.t("the service says that it failed, and not why"),
  };
  const own = ownFailureCodes.find((candidate) => candidate === code);
  return own ? texts[own] : toPlainText(message === "" ? code : `${message} (${code})`, 300);
}

/** How much a capture holds. */
export type CaptureCounts = { readonly packets: number; readonly findings: number };

/** That a capture is there, with what is in it; its name and size alone where that is not known. */
export function toCaptureReadyText(name: string, size: string, counts: CaptureCounts | undefined): string {
  if (counts === undefined) return vscode.l10n.t("Capture ready: {0}, {1}.", name, size);
  const format = new Intl.NumberFormat(vscode.env.language);
  const packets =
    counts.packets === 1
      ? vscode.l10n.t("1 packet")
      : vscode.l10n.t("{0} packets", format.format(counts.packets));
  if (counts.findings === 0) return vscode.l10n.t("Capture ready: {0}, {1}. No findings.", packets, size);
  return counts.findings === 1
    ? vscode.l10n.t("Capture ready: {0}, {1}. 1 finding.", packets, size)
    : vscode.l10n.t("Capture ready: {0}, {1}. {2} findings.", packets, size, format.format(counts.findings));
}

/** The name of a task's instance as plain text. */
export function toInstanceText(task: Task): string {
  const { instanceName, instanceId } = task.target;
  return toPlainText(instanceName === "" ? instanceId : instanceName, 80);
}

/** A point in time as the user writes it. */
export function toTimeText(time: string): string {
  const timeMs = Date.parse(time);
  if (Number.isNaN(timeMs)) return toPlainText(time, 40);
  return new Intl.DateTimeFormat(vscode.env.language, { dateStyle: "medium", timeStyle: "medium" }).format(
    timeMs,
  );
}

/** When a task was sent, short enough for its row: the time alone for one of today. */
export function toShortTimeText(time: string, nowMs: number): string {
  const timeMs = Date.parse(time);
  if (Number.isNaN(timeMs)) return toPlainText(time, 40);
  const isOfToday = new Date(timeMs).toDateString() === new Date(nowMs).toDateString();
  return new Intl.DateTimeFormat(vscode.env.language, {
    timeStyle: "short",
    ...(isOfToday ? {} : { dateStyle: "short" }),
  }).format(timeMs);
}
