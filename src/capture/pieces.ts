import type { NextPiece } from "./byteCursor.ts";
import type { ByteSource } from "./byteSource.ts";

const pieceBytes = 1 << 20;
/** Small, so that a break in the compressed bytes costs little of what was decompressed just before it. */
const compressedPieceBytes = 1 << 14;

/** Gives a source from its beginning to its end in pieces of 1 MiB. */
export function createPieces(source: ByteSource, lengthBytes = pieceBytes): NextPiece {
  let offset = 0;
  return async () => {
    const piece = await source.read(offset, lengthBytes);
    offset += piece.length;
    return piece.length > 0 ? piece : undefined;
  };
}

/** The decompressed bytes of a gzip source. */
export type GunzippedPieces = {
  readonly next: NextPiece;
  /** The bytes ended because the compression is broken or cut off. */
  isBroken(): boolean;
  dispose(): Promise<void>;
};

/** Decompresses a gzip source (RFC 1952) as its bytes are asked for; rejects only with the source's own errors. */
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
