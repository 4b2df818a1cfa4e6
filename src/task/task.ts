import type { OpsType } from "../eci/model.ts";
import type { TcpdumpOptions } from "./tcpdump/options.ts";

/** Where a task runs. */
export type TaskTarget = {
  readonly accountId: string;
  readonly regionId: string;
  readonly instanceId: string;
  readonly instanceName: string;
  /** The instance's private address when the task was sent or found, where it was known: who has it later may be another. */
  readonly instanceIp?: string | undefined;
};

/** The record of the service that a task was matched with; `createTime` names it among its siblings. */
export type RecordKey = { readonly createTime: string; readonly expireTime?: string | undefined };

/** What we say ourselves of a task that ended badly, where no service code says it. */
export const ownFailureCodes = ["NotCarriedOut", "RecordGone", "TaskFailed"] as const;
export type OwnFailureCode = (typeof ownFailureCodes)[number];

/** Why a task ended badly: the service's code (or an `OwnFailureCode`) and words (hostile text), and the request to ask Alibaba about. */
export type TaskFailure = {
  readonly code: string;
  readonly message: string;
  readonly requestId?: string | undefined;
};

/** Why a result is not on disk though it was asked for; the words belong to the host. */
export const downloadProblemCodes = [
  "cancelled",
  "noLink",
  "addressRefused",
  "redirectRefused",
  "linkExpired",
  "resultGone",
  "httpStatus",
  "network",
  "stalled",
  "incomplete",
  "changed",
  "checksumMismatch",
  "notAResult",
  "diskFull",
  "noPermission",
  "readOnly",
  "fileProblem",
  "fileGone",
  "accountGone",
  "cloud",
] as const;
export type DownloadProblemCode = (typeof downloadProblemCodes)[number];

/** A download that failed, without an address or a secret in it. */
export type DownloadProblem = {
  readonly code: DownloadProblemCode;
  readonly httpStatus?: number | undefined;
  /** `ENOSPC`, `ECONNRESET`, or the cloud's own error code. */
  readonly systemCode?: string | undefined;
  readonly neededBytes?: number | undefined;
  readonly freeBytes?: number | undefined;
};

/** Where a task stands. Replaced as a whole, never mutated. */
export type TaskState =
  | { readonly kind: "sending" }
  /** Asked and no answer came: the records decide. */
  | { readonly kind: "unknownOutcome" }
  /** Running or armed; `hasResult`: the service gives a result already and still says Ready. */
  | {
      readonly kind: "ready";
      readonly record: RecordKey | undefined;
      readonly hasResult?: boolean | undefined;
    }
  | { readonly kind: "stopping"; readonly record: RecordKey | undefined; readonly sinceTime: string }
  | { readonly kind: "succeeded"; readonly record: RecordKey; readonly problem?: DownloadProblem | undefined }
  | { readonly kind: "downloading"; readonly record: RecordKey }
  | { readonly kind: "downloaded"; readonly record: RecordKey; readonly file: DownloadedFile }
  | { readonly kind: "failed"; readonly record?: RecordKey | undefined; readonly failure: TaskFailure }
  | { readonly kind: "expired"; readonly record: RecordKey }
  | { readonly kind: "closed"; readonly record: RecordKey | undefined };

export type DownloadedFile = {
  readonly path: string;
  readonly sizeBytes: number;
  /** Lower-case hex of the whole file. */
  readonly sha256: string;
  readonly format: "pcap" | "pcapng" | "gzip" | "elf";
};

/** One O&M task that we sent or found. */
export type Task = {
  readonly id: string;
  readonly target: TaskTarget;
  readonly opsType: OpsType;
  /** Absent for a core dump, and for a capture begun elsewhere: no call tells its options. */
  readonly options?: TcpdumpOptions | undefined;
  readonly origin: "sent" | "found";
  /** When we sent it, by this computer's clock, ISO 8601 UTC; for a found task the record's own create time. */
  readonly sentTime: string;
  /** How far the service's clock was ahead of ours then, where it is known to differ; negative when it was behind. */
  readonly serviceAheadSeconds?: number | undefined;
  /** The newest create time among the records just before sending, by the service's clock: ours is newer. */
  readonly newestBefore?: string | undefined;
  /** The user took it off the list; kept so that its record is not found again. */
  readonly forgottenTime?: string | undefined;
  readonly state: TaskState;
};

/** The record that a task is bound to, if it is bound. */
export function toRecordKey(task: Task): RecordKey | undefined {
  return "record" in task.state ? task.state.record : undefined;
}

/** Whether the service may still change the task: such tasks are polled. */
export function isOpen(task: Task): boolean {
  const { kind } = task.state;
  return (
    task.forgottenTime === undefined && (kind === "unknownOutcome" || kind === "ready" || kind === "stopping")
  );
}
