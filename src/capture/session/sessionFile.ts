import type { CaptureAnalysis } from "../analysis/captureAnalysis.ts";
import type { ByteSource } from "../byteSource.ts";
import type { CaptureLayout } from "../captureLayout.ts";
import type { NextPiece } from "../pieces.ts";

/** A capture that is being read, as the parts of its session share it. */
export type SessionFile = {
  /** The uncompressed bytes, so far as they were read. */
  readonly source: ByteSource;
  readonly analysis: CaptureAnalysis;
  /** Undefined until the format is known; grows while reading. */
  readonly layout: () => CaptureLayout | undefined;
  /** Begins another pass over the uncompressed bytes; a piece is valid until the next one is asked for. */
  readonly openPass: () => NextPiece;
  /** Lets requests in: everything that takes long awaits it now and then. */
  readonly pause: () => Promise<void>;
  /** Resolves when the file was read to its end or damage; rejects with a SessionError or with why it could not be. */
  readonly whenRead: () => Promise<void>;
  readonly isRead: () => boolean;
  /** Hears that a packet is not where it was: the file changed under the session. */
  readonly lost: () => void;
};
