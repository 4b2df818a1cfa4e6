import type { OpsType } from "../eci/model.ts";
import type { TcpdumpOptions } from "./tcpdump/options.ts";

/** Where a task runs. */
export type TaskTarget = {
  readonly accountId: string;
  readonly regionId: string;
  readonly instanceId: string;
  readonly instanceName: string;
};

/** The record of the service that a task was matched with; `createTime` names it among its siblings. */
export type RecordKey = { readonly createTime: string; readonly expireTime?: string | undefined };

/** Why a task ended badly: the service's code and words (hostile text), and the request to ask Alibaba about. */
export type TaskFailure = {
  readonly code: string;
  readonly message: string;
  readonly requestId?: string | undefined;
};

/** Where a task stands. Replaced as a whole, never mutated. */
export type TaskState =
  | { readonly kind: "sending" }
  /** Asked and no answer came: the records decide. */
  | { readonly kind: "unknownOutcome" }
  | { readonly kind: "ready"; readonly record: RecordKey | undefined }
  | { readonly kind: "stopping"; readonly record: RecordKey | undefined; readonly sinceTime: string }
  | { readonly kind: "succeeded"; readonly record: RecordKey; readonly problem?: TaskFailure | undefined }
  | { readonly kind: "downloading"; readonly record: RecordKey }
  | { readonly kind: "downloaded"; readonly record: RecordKey; readonly file: DownloadedFile }
  | { readonly kind: "failed"; readonly failure: TaskFailure }
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
  readonly state: TaskState;
};
