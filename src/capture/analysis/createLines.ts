/**
 * How far behind the start of a line of the processor's cache the memory of a large buffer begins with the usual
 * allocators: a guess that only speed depends on.
 */
const headBytes = 16;
const lineBytes = 64;

/** Memory for rows, seen as whole and as floating numbers; a row of 64 bytes lies in one line of the processor's cache. */
export type Lines = { readonly words: Int32Array; readonly numbers: Float64Array };

/** So many bytes of zeros, a multiple of 8. Both views are of the same bytes. */
export function createLines(bytes: number): Lines {
  const buffer = new ArrayBuffer(bytes + lineBytes);
  const start = lineBytes - headBytes;
  return {
    words: new Int32Array(buffer, start, bytes / 4),
    numbers: new Float64Array(buffer, start, bytes / 8),
  };
}
