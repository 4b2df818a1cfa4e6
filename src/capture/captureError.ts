/**
 * Why a file has no summary: `empty` no byte in it; `unknownFormat` neither a capture nor a core; `truncatedHeader`
 * it ends within its header; `badHeader` the header contradicts itself; `notACore` an ELF file of another kind.
 */
export type CaptureErrorCode = "empty" | "unknownFormat" | "truncatedHeader" | "badHeader" | "notACore";

/** The one error of this room for files that cannot be read; errors of the byte source pass through as they are. */
export class CaptureError extends Error {
  override readonly name = "CaptureError";
  readonly code: CaptureErrorCode;

  constructor(code: CaptureErrorCode) {
    super(code);
    this.code = code;
  }
}
