import type { CaptureErrorCode } from "../../../capture/captureError.ts";
import type { ExportErrorCode } from "../../../capture/export/exportError.ts";
import type { FileFormat } from "../../../capture/fileFormat.ts";
import type { FilterErrorCode, FilterErrorParams } from "../../../capture/filter/filterError.ts";
import type { CaptureRequest } from "../../../capture/findings/captureRequest.ts";
import type { CaptureProgress } from "../../../capture/session/capturePass.ts";
import type { Matched } from "../../../capture/session/packetList.ts";
import type { SessionErrorCode } from "../../../capture/session/sessionError.ts";
import type { FromView, ViewRequest } from "../../../protocol/captureView.ts";

/** What a worker opens: a file on this computer, or the bytes of one from elsewhere. */
export type WorkerFile = { readonly path: string } | { readonly bytes: Uint8Array };

/** What a page asks that the capture answers. */
export type LookUp = ViewRequest<
  Extract<FromView, { type: "rows" | "packet" | "filter" | "place" | "conversations" | "stream" }>
>;

/** Writes the packets of a list into a new file at `path`, which must not exist. */
export type WriteRequest = {
  readonly type: "write";
  readonly path: string;
  readonly format: "pcap" | "pcapng";
  readonly isShare: boolean;
};

/** All that is said to a worker; each `ask` is answered by exactly one `done` or `failed`. */
export type ToWorker =
  /** Opens a file in place of what is open; lists stay, without filters. */
  | { readonly type: "open"; readonly file: WorkerFile; readonly request?: CaptureRequest | undefined }
  /** A list of packets of its own, for a page. */
  | { readonly type: "addList"; readonly list: number }
  | { readonly type: "removeList"; readonly list: number }
  | {
      readonly type: "ask";
      readonly id: number;
      readonly list: number;
      readonly request: LookUp | WriteRequest;
    }
  /** Ends a `write`. */
  | { readonly type: "cancel"; readonly id: number };

/** Why something failed; the words belong to the host. */
export type WorkerFailure =
  | { readonly kind: "capture"; readonly code: CaptureErrorCode; readonly format: FileFormat }
  | { readonly kind: "session"; readonly code: SessionErrorCode }
  | {
      readonly kind: "filter";
      readonly code: FilterErrorCode;
      readonly start: number;
      readonly params: FilterErrorParams;
    }
  | { readonly kind: "export"; readonly code: ExportErrorCode }
  /** Of the temporary file that holds what was compressed. */
  | { readonly kind: "spool"; readonly code: string }
  /** The operating system's code, such as ENOENT. */
  | { readonly kind: "system"; readonly code: string }
  | { readonly kind: "cancelled" }
  /** The thread itself is gone, and what it was asked with it. */
  | { readonly kind: "ended"; readonly message: string }
  | { readonly kind: "unknown"; readonly message: string };

/** All that a worker says. */
export type FromWorker =
  | ({ readonly type: "progress"; readonly sizeBytes: number } & CaptureProgress)
  | ({ readonly type: "matched"; readonly list: number } & Matched)
  /** The file cannot be shown; with `stoppedAtBytes` it was read up to there. */
  | { readonly type: "refused"; readonly failure: WorkerFailure; readonly stoppedAtBytes?: number }
  /** What is shown is not in the file any more. */
  | { readonly type: "lost" }
  | { readonly type: "done"; readonly id: number; readonly value: unknown }
  | { readonly type: "failed"; readonly id: number; readonly failure: WorkerFailure };

/** What a worker is started for: to serve an open capture, or to sum one up and end. */
export type WorkerPurpose =
  | { readonly purpose: "session" }
  | { readonly purpose: "report"; readonly path: string; readonly request?: CaptureRequest | undefined };

/** What a worker that sums up says, once. */
export type WorkerReport =
  { readonly packets: number; readonly findings: number } | { readonly failure: WorkerFailure };
