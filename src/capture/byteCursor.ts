/** The next bytes of a file, of any length but 0; undefined at its end. */
export type NextPiece = () => Promise<Uint8Array | undefined>;

/** A place in a file that is read from its beginning to its end in pieces. */
export type ByteCursor = {
  /** What is in memory: the current place is at `at`, and the bytes up to `end` are there. */
  bytes: Uint8Array;
  view: DataView;
  at: number;
  end: number;
  /** The offset of the current place in the file. */
  position(): number;
  /** Makes so many bytes stand at the current place; false where the file ends before. The length is never taken from a file unbounded. */
  fill(lengthBytes: number): Promise<boolean>;
  /** Goes forward by any length without keeping what it passes; false where the file ends before. */
  skip(lengthBytes: number): Promise<boolean>;
};

/** Reads pieces as they are needed and keeps only the current one. */
export function createByteCursor(nextPiece: NextPiece): ByteCursor {
  let startOffset = 0;
  const show = (bytes: Uint8Array) => {
    startOffset += cursor.at;
    cursor.bytes = bytes;
    cursor.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    cursor.at = 0;
    cursor.end = bytes.length;
  };
  const cursor: ByteCursor = {
    bytes: new Uint8Array(),
    view: new DataView(new ArrayBuffer(0)),
    at: 0,
    end: 0,
    position: () => startOffset + cursor.at,
    fill: async (lengthBytes) => {
      while (cursor.end - cursor.at < lengthBytes) {
        const piece = await nextPiece();
        if (piece === undefined) return false;
        const rest = cursor.bytes.subarray(cursor.at, cursor.end);
        const joined = new Uint8Array(rest.length + piece.length);
        joined.set(rest);
        joined.set(piece, rest.length);
        show(joined);
      }
      return true;
    },
    skip: async (lengthBytes) => {
      let left = lengthBytes;
      while (left > cursor.end - cursor.at) {
        left -= cursor.end - cursor.at;
        cursor.at = cursor.end;
        const piece = await nextPiece();
        if (piece === undefined) return false;
        show(piece);
      }
      cursor.at += left;
      return true;
    },
  };
  return cursor;
}
