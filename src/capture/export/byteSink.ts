/** Takes the next bytes of a file; they are its own. What it throws ends the writing. */
export type ByteSink = (bytes: Uint8Array) => void | Promise<void>;

/** Gathers small writes. */
export type GatheringSink = {
  /** So many bytes to be written by the caller, at once. */
  reserve(lengthBytes: number): DataView;
  /** True when there is enough for the sink. */
  readonly isFull: boolean;
  flush(): Promise<void>;
};

const chunkBytes = 1 << 18;

/** Hands bytes to a sink in pieces of 256 KiB and more. */
export function createGatheringSink(sink: ByteSink): GatheringSink {
  let chunk = new Uint8Array(chunkBytes);
  let used = 0;
  return {
    reserve: (lengthBytes) => {
      if (used + lengthBytes > chunk.length) {
        const larger = new Uint8Array(Math.max(used + lengthBytes, chunk.length * 2));
        larger.set(chunk.subarray(0, used));
        chunk = larger;
      }
      const view = new DataView(chunk.buffer, used, lengthBytes);
      used += lengthBytes;
      return view;
    },
    get isFull() {
      return used >= chunkBytes;
    },
    flush: async () => {
      if (used === 0) return;
      const bytes = chunk.subarray(0, used);
      chunk = new Uint8Array(chunkBytes);
      used = 0;
      await sink(bytes);
    },
  };
}
