import { CaptureError } from "../../../capture/captureError.ts";
import { ExportError } from "../../../capture/export/exportError.ts";
import type { FileFormat } from "../../../capture/fileFormat.ts";
import { FilterError } from "../../../capture/filter/filterError.ts";
import { SessionError } from "../../../capture/session/sessionError.ts";
import { SpoolError } from "./spoolFile.ts";
import type { WorkerFailure } from "./workerMessages.ts";

/** Any error as plain data that can be sent; `format` is what the file's first bytes say. */
export function toWorkerFailure(error: unknown, format: FileFormat = "unknown"): WorkerFailure {
  if (error instanceof CaptureError) return { kind: "capture", code: error.code, format };
  if (error instanceof SessionError) return { kind: "session", code: error.code };
  if (error instanceof ExportError) return { kind: "export", code: error.code };
  if (error instanceof SpoolError) return { kind: "spool", code: error.code };
  if (error instanceof FilterError) {
    const { code, start, params } = error;
    return { kind: "filter", code, start, params };
  }
  if (!(error instanceof Error)) return { kind: "unknown", message: String(error) };
  if (error.name === "AbortError") return { kind: "cancelled" };
  if ("syscall" in error && "code" in error) return { kind: "system", code: String(error.code) };
  return { kind: "unknown", message: error.stack ?? error.message };
}
