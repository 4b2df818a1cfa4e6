import type { ByteSource } from "./byteSource.ts";
import { createPieces, type NextPiece } from "./pieces.ts";

/** One member of a gzip file while it is decompressed. */
export type GzipMember = {
  readonly next: NextPiece;
  /** What it gave so far. */
  plainBytes(): number;
  /** The offset up to which compressed bytes were handed over. */
  handedOffset(): number;
  /** The bytes ended because the compression is broken, cut off, or followed by something. */
  isBroken(): boolean;
  dispose(): Promise<void>;
};

/**
 * As much as a decompressor of Node takes before it makes the writer wait, so that each piece is done before the
 * next: it throws away what it has not done when it is closed too early. What a broken piece gave before its break
 * may be lost, so no more than that.
 */
export const compressedPieceBytes = 1 << 16;

/** Decompresses the member (RFC 1952, section 2.3) that begins at an offset, as its bytes are asked for. Rejects with the source's own errors alone. */
export function createGzipMember(source: ByteSource, startOffset: number): GzipMember {
  const { readable, writable } = new DecompressionStream("gzip");
  const reader = (readable as ReadableStream<Uint8Array>).getReader();
  const nextCompressed = createPieces(source, compressedPieceBytes, startOffset);
  let failure: { readonly cause: unknown } | undefined;
  let broken = false;
  let plain = 0;
  let handed = startOffset;
  const pump = async () => {
    const writer = writable.getWriter();
    for (;;) {
      const piece = await nextCompressed().catch((cause: unknown) => {
        failure = { cause };
        return undefined;
      });
      if (piece === undefined) break;
      handed += piece.length;
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
      plain += result?.value?.length ?? 0;
      return result?.value;
    },
    plainBytes: () => plain,
    handedOffset: () => handed,
    isBroken: () => broken,
    dispose: async () => {
      await reader.cancel().catch(() => undefined);
      await pumped;
    },
  };
}
