import type { ByteSource } from "../../../src/capture/byteSource.ts";

/** Bytes in memory as a source that notes the longest range it was asked for. */
export function toMemorySource(bytes: Uint8Array): ByteSource & { readonly longestBytes: () => number } {
  let longest = 0;
  return {
    sizeBytes: bytes.length,
    read: (offset, lengthBytes) => {
      longest = Math.max(longest, lengthBytes);
      return bytes.slice(offset, offset + lengthBytes);
    },
    longestBytes: () => longest,
  };
}
