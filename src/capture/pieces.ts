import type { NextPiece } from "./byteCursor.ts";
import type { ByteSource } from "./byteSource.ts";

const pieceBytes = 1 << 20;
/** Gives a source from its beginning to its end in pieces of 1 MiB. */
export function createPieces(source: ByteSource, lengthBytes = pieceBytes): NextPiece {
  let offset = 0;
  return async () => {
    const piece = await source.read(offset, lengthBytes);
    offset += piece.length;
    return piece.length > 0 ? piece : undefined;
  };
}
