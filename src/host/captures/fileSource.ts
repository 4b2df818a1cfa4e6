import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { ByteSource } from "../../capture/byteSource.ts";
import type { NextPiece } from "../../capture/pieces.ts";

/** An open file, read synchronously: for a thread that has nothing else to do. */
export type FileSource = {
  /** Reads any range into memory of its own; `sizeBytes` is the size at opening. */
  readonly source: ByteSource;
  /**
   * Begins to give the file from its beginning to its end in pieces of 1 MiB, all in the same memory: a piece is valid
   * until the next one of its pass is asked for. Goes on where the file has grown meanwhile.
   */
  openPass(): NextPiece;
  close(): void;
};

const pieceBytes = 1 << 20;

/** Opens a file for reading; throws the file system's own errors, for a folder too. */
export function openFileSource(path: string): FileSource {
  const descriptor = openSync(path, "r");
  try {
    const { size } = fstatSync(descriptor);
    return {
      source: {
        sizeBytes: size,
        read: (offset, lengthBytes) => {
          const bytes = new Uint8Array(lengthBytes);
          return bytes.subarray(0, readFully(descriptor, bytes, offset));
        },
      },
      openPass: () => {
        // New memory for each piece would cost more than reading the piece does.
        const piece = new Uint8Array(pieceBytes);
        let offset = 0;
        return () => {
          const length = readFully(descriptor, piece, offset);
          offset += length;
          return Promise.resolve(length > 0 ? piece.subarray(0, length) : undefined);
        };
      },
      close: () => closeSync(descriptor),
    };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/** Network file systems may give less than is asked for before the file's end (read(2)). */
function readFully(descriptor: number, into: Uint8Array, offset: number): number {
  let length = 0;
  while (length < into.length) {
    const read = readSync(descriptor, into, length, into.length - length, offset + length);
    if (read === 0) break;
    length += read;
  }
  return length;
}
