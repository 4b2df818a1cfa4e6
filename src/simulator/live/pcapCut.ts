/** Cuts a pcap stream at a packet boundary. */
export type PcapCut = {
  /** Takes the next bytes of the stream and gives back the whole packets that still fit. */
  push(bytes: Uint8Array): Uint8Array;
  /** Something did not fit; nothing more comes. */
  isFull(): boolean;
};

const headerBytes = 24;
const recordHeaderBytes = 16;

/** Keeps the file header and as many whole packets as fit into `maxBytes`; the header itself always goes through. */
export function createPcapCut(maxBytes: number): PcapCut {
  let pending: Uint8Array = new Uint8Array();
  let passedBytes = 0;
  let littleEndian = true;
  let full = false;
  return {
    push: (bytes) => {
      if (full) return new Uint8Array();
      const joined = Buffer.concat([pending, bytes]);
      const view = new DataView(joined.buffer, joined.byteOffset, joined.byteLength);
      let at = 0;
      if (passedBytes === 0 && joined.length >= headerBytes) {
        const magic = view.getUint32(0, true);
        littleEndian = magic === 0xa1b2c3d4 || magic === 0xa1b23c4d;
        at = headerBytes;
      }
      while ((passedBytes > 0 || at > 0) && at + recordHeaderBytes <= joined.length) {
        const end = at + recordHeaderBytes + view.getUint32(at + 8, littleEndian);
        full = passedBytes + end > maxBytes;
        if (full || end > joined.length) break;
        at = end;
      }
      passedBytes += at;
      pending = joined.subarray(at);
      return joined.subarray(0, at);
    },
    isFull: () => full,
  };
}
