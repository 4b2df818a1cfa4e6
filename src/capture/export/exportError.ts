/**
 * Why packets cannot be written: `severalLinkTypes` a pcap file holds packets of one link type; `timeOutOfRange` one
 * holds times from 1970 to 2106; `fileChanged` a packet is not where it was any more. pcapng takes the first two.
 */
export type ExportErrorCode = "severalLinkTypes" | "timeOutOfRange" | "fileChanged";

/** The one error of writing packets; errors of the byte source and of the sink pass through as they are. */
export class ExportError extends Error {
  override readonly name = "ExportError";
  readonly code: ExportErrorCode;

  constructor(code: ExportErrorCode) {
    super(code);
    this.code = code;
  }
}
