import type { ByteSource } from "./byteSource.ts";

/** The next bytes of a file, of any length but 0; undefined at its end. */
export type NextPiece = () => Promise<Uint8Array | undefined>;

const pieceBytes = 1 << 20;

/** Gives a source from an offset to its end in pieces of 1 MiB, or of another length. */
export function createPieces(source: ByteSource, lengthBytes = pieceBytes, startOffset = 0): NextPiece {
  let offset = startOffset;
  return async () => {
    const piece = await source.read(offset, lengthBytes);
    offset += piece.length;
    return piece.length > 0 ? piece : undefined;
  };
}
