/**
 * Why a session does not answer: `closed` it was disposed meanwhile; `noSuchPacket`, `noSuchConversation` nothing has
 * that number; `noStream` the conversation is neither TCP nor UDP; `fileChanged` the packet is not where it was any more.
 */
export type SessionErrorCode = "closed" | "noSuchPacket" | "noSuchConversation" | "noStream" | "fileChanged";

/** The one error of a session's own; those of filters, of writing and of the byte source pass through as they are. */
export class SessionError extends Error {
  override readonly name = "SessionError";
  readonly code: SessionErrorCode;

  constructor(code: SessionErrorCode) {
    super(code);
    this.code = code;
  }
}
