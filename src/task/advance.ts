import type { OpsRecord } from "../eci/model.ts";
import type { DownloadedFile, DownloadProblem, RecordKey, Task, TaskFailure, TaskState } from "./task.ts";

/** What may happen to a task. Times in milliseconds since 1970 or ISO 8601 UTC. */
export type TaskEvent =
  | { readonly kind: "accepted" }
  | { readonly kind: "refused"; readonly failure: TaskFailure }
  | { readonly kind: "outcomeUnknown" }
  | { readonly kind: "reloaded" }
  | { readonly kind: "recordSeen"; readonly record: OpsRecord; readonly nowMs: number }
  | {
      readonly kind: "recordMissing";
      readonly nowMs: number;
      /** Since the first poll that answered without the record, by a clock that does not jump. */
      readonly missingSeconds: number;
    }
  | { readonly kind: "stopAsked"; readonly time: string }
  | { readonly kind: "stopRefused" }
  | { readonly kind: "downloadStarted" }
  | { readonly kind: "downloadEnded"; readonly problem?: DownloadProblem | undefined }
  | { readonly kind: "downloaded"; readonly file: DownloadedFile }
  | { readonly kind: "fileGone" }
  /** Another account sees the task, and its own was removed. */
  | { readonly kind: "adopted"; readonly accountId: string };

/** How long an unanswered request may take to leave a record before it counts as not carried out. */
export const unknownOutcomeSeconds = 120;
/** How long a record may be missing before its task counts as lost. */
export const recordGoneSeconds = 600;
/** How long after a stop a record may still say Ready before the task counts as running again. */
export const stoppingSeconds = 120;

/** One step of a task's life; an event that does not fit the state changes nothing (the same object comes back). */
export function advanceTask(task: Task, event: TaskEvent): Task {
  if (event.kind === "adopted") return { ...task, target: { ...task.target, accountId: event.accountId } };
  const state = toState(task.state, event);
  return state === task.state ? task : { ...task, state };
}

function toState(state: TaskState, event: Exclude<TaskEvent, { kind: "adopted" }>): TaskState {
  switch (event.kind) {
    case "accepted":
      return isUnanswered(state) ? { kind: "ready", record: undefined } : state;
    case "refused":
      return isUnanswered(state) ? { kind: "failed", failure: event.failure } : state;
    case "outcomeUnknown":
      return state.kind === "sending" ? { kind: "unknownOutcome" } : state;
    case "reloaded":
      if (state.kind === "sending") return { kind: "unknownOutcome" };
      return state.kind === "downloading" ? { kind: "succeeded", record: state.record } : state;
    case "recordSeen":
      return toSeenState(state, event.record, event.nowMs);
    case "recordMissing":
      return toMissingState(state, event);
    case "stopAsked":
      return state.kind === "ready"
        ? { kind: "stopping", record: state.record, sinceTime: event.time }
        : state;
    case "stopRefused":
      return state.kind === "stopping" ? { kind: "ready", record: state.record } : state;
    case "downloadStarted":
      return toDownloadingState(state);
    case "downloadEnded":
      return state.kind === "downloading"
        ? { kind: "succeeded", record: state.record, problem: event.problem }
        : state;
    case "downloaded":
      // A window that opened meanwhile took the download for one that was cut off.
      return state.kind === "downloading" || state.kind === "succeeded"
        ? { kind: "downloaded", record: state.record, file: event.file }
        : state;
    case "fileGone":
      return state.kind === "downloaded"
        ? { kind: "succeeded", record: state.record, problem: { code: "fileGone" } }
        : state;
  }
}

function isUnanswered(state: TaskState): boolean {
  return state.kind === "sending" || state.kind === "unknownOutcome";
}

function toDownloadingState(state: TaskState): TaskState {
  if (state.kind === "succeeded") return { kind: "downloading", record: state.record };
  if (state.kind === "ready" && state.record && state.hasResult === true) {
    return { kind: "downloading", record: state.record };
  }
  return state;
}

/** A request that is still under way gets its own answer first; an end that the service gave is never taken back. */
function toSeenState(state: TaskState, record: OpsRecord, nowMs: number): TaskState {
  const key: RecordKey = { createTime: record.createTime, expireTime: record.expireTime };
  const status = record.opsStatus.toLowerCase();
  const hasResult = record.resultUrl !== undefined;
  switch (state.kind) {
    case "sending":
    case "succeeded":
    case "downloading":
    case "downloaded":
      return state;
    case "failed":
    case "expired":
    case "closed":
      // A result may be written after the end was told: the facts leave open which comes first.
      return status === "success" || (hasResult && status !== "failed" && status !== "ready")
        ? { kind: "succeeded", record: key }
        : state;
    case "unknownOutcome":
    case "ready":
    case "stopping":
      break;
  }
  if (status === "success") return { kind: "succeeded", record: key };
  if (status === "failed") {
    return { kind: "failed", record: key, failure: { code: "TaskFailed", message: "" } };
  }
  if (status === "expired" || status === "closed") {
    return hasResult ? { kind: "succeeded", record: key } : { kind: status, record: key };
  }
  if (state.kind === "stopping" && nowMs - Date.parse(state.sinceTime) < stoppingSeconds * 1000) {
    return isBoundTo(state, key) ? state : { ...state, record: key };
  }
  // Ready, or a word that did not exist when this was written: the record is there, so the task is.
  if (state.kind === "ready" && isBoundTo(state, key) && (state.hasResult === true) === hasResult)
    return state;
  return hasResult ? { kind: "ready", record: key, hasResult } : { kind: "ready", record: key };
}

function isBoundTo(state: { readonly record: RecordKey | undefined }, key: RecordKey): boolean {
  return state.record?.createTime === key.createTime && state.record.expireTime === key.expireTime;
}

function toMissingState(
  state: TaskState,
  event: { readonly nowMs: number; readonly missingSeconds: number },
): TaskState {
  if (state.kind === "unknownOutcome" && event.missingSeconds >= unknownOutcomeSeconds) {
    return { kind: "failed", failure: { code: "NotCarriedOut", message: "" } };
  }
  if (state.kind !== "ready" && state.kind !== "stopping") return state;
  const { record } = state;
  if (record?.expireTime !== undefined && Date.parse(record.expireTime) < event.nowMs) {
    return { kind: "expired", record };
  }
  return event.missingSeconds >= recordGoneSeconds
    ? { kind: "failed", record, failure: { code: "RecordGone", message: "" } }
    : state;
}
