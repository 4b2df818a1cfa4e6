import type { NextPiece } from "./byteCursor.ts";
import type { ByteSource } from "./byteSource.ts";
import { createPieces } from "./pieces.ts";

/** The decompressed bytes of a gzip source. */
export type GunzippedPieces = {
  readonly next: NextPiece;
  /** The bytes ended because the compression is broken or cut off. */
  isBroken(): boolean;
  dispose(): Promise<void>;
};

/**
 * As much as a decompressor of Node takes before it makes the writer wait, so that each piece is done before the
 * next: it throws away what it has not done when it is closed too early. What a broken piece gave before its break
 * may be lost, so no more than that.
 */
const compressedPieceBytes = 1 << 16;

/**
 * Decompresses a gzip source of one member (RFC 1952) as its bytes are asked for; what follows the member counts
 * as broken. A source that is cut off gives all that can be decompressed. Rejects with the source's own errors alone.
 */
export function createGunzippedPieces(source: ByteSource): GunzippedPieces {
  const { readable, writable } = new DecompressionStream("gzip");
  const reader = (readable as ReadableStream<Uint8Array>).getReader();
  const nextCompressed = createPieces(source, compressedPieceBytes);
  let failure: { readonly cause: unknown } | undefined;
  let broken = false;
  const pump = async () => {
    const writer = writable.getWriter();
    for (;;) {
      const piece = await nextCompressed().catch((cause: unknown) => {
        failure = { cause };
        return undefined;
      });
      if (piece === undefined) break;
      await writer.write(piece);
    }
    await writer.close();
  };
  // What goes wrong in here shows at the reading end.
  const pumped = pump().catch(() => undefined);

  return {
    next: async () => {
      const result = await reader.read().catch(() => {
        broken = true;
        return undefined;
      });
      if (failure) throw failure.cause;
      return result?.value;
    },
    isBroken: () => broken,
    dispose: async () => {
      await reader.cancel().catch(() => undefined);
      await pumped;
    },
  };
}
