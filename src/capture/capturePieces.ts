import type { ByteSource } from "./byteSource.ts";
import { CaptureError } from "./captureError.ts";
import { fileFormatHeadBytes, readFileFormat } from "./fileFormat.ts";
import { createGunzippedPieces } from "./gunzippedPieces.ts";
import { createPieces, type NextPiece } from "./pieces.ts";

/** The uncompressed bytes of a capture file from its beginning to its end. */
export type CapturePieces = {
  readonly isCompressed: boolean;
  readonly next: NextPiece;
  /** The bytes ended because the compression is broken or cut off: what `RecordReader.end` wants to know. */
  isBroken(): boolean;
  /** Ends reading; needed on every way out. */
  dispose(): Promise<void>;
};

/**
 * Opens a plain or gzip file; rejects with a CaptureError for an empty one, and with the source's own errors. What is
 * not compressed comes from `openPass` where that is given: a quicker way to the same bytes.
 */
export async function openCapturePieces(
  source: ByteSource,
  openPass: () => NextPiece = () => createPieces(source),
): Promise<CapturePieces> {
  const head = await source.read(0, fileFormatHeadBytes);
  if (head.length === 0) throw new CaptureError("empty");
  if (readFileFormat(head) !== "gzip") {
    return {
      isCompressed: false,
      next: openPass(),
      isBroken: () => false,
      dispose: () => Promise.resolve(),
    };
  }
  const pieces = createGunzippedPieces(source);
  let isEmpty = true;
  return {
    ...pieces,
    isCompressed: true,
    next: async () => {
      const piece = await pieces.next();
      // The file itself is not empty: what it holds is no capture.
      if (piece === undefined && isEmpty) throw new CaptureError("unknownFormat");
      isEmpty = false;
      return piece;
    },
  };
}
