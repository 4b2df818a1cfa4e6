import { closeSync, openSync, writeSync } from "node:fs";
import { createTraffic } from "./generatedTraffic.ts";

/** What a generated capture holds, as its maker knows it. */
export type GeneratedCapture = { readonly packets: number; readonly sizeBytes: number };

const chunkBytes = 1 << 20;
const largestRecordBytes = 16 + 1514;

/**
 * Writes a little-endian pcap file with Ethernet packets and microseconds, at least `sizeBytes` long and at most one
 * packet longer. The same size and seed give the same bytes.
 */
export function writeGeneratedCapture(file: string, sizeBytes: number, seed = 1): GeneratedCapture {
  const handle = openSync(file, "w");
  try {
    const chunk = new Uint8Array(chunkBytes);
    const view = new DataView(chunk.buffer);
    view.setUint32(0, 0xa1b2c3d4, true);
    view.setUint16(4, 2, true);
    view.setUint16(6, 4, true);
    view.setUint32(16, 262_144, true);
    view.setUint32(20, 1, true);
    const traffic = createTraffic(chunk, view, seed);
    let used = 24;
    let written = 0;
    let packets = 0;
    while (written + used < sizeBytes) {
      if (used + largestRecordBytes > chunkBytes) {
        writeSync(handle, chunk, 0, used);
        written += used;
        used = 0;
      }
      const frameBytes = traffic.nextFrame(used + 16);
      const { seconds, microseconds } = traffic.time();
      view.setUint32(used, seconds, true);
      view.setUint32(used + 4, microseconds, true);
      view.setUint32(used + 8, frameBytes, true);
      view.setUint32(used + 12, frameBytes, true);
      used += 16 + frameBytes;
      packets += 1;
    }
    writeSync(handle, chunk, 0, used);
    return { packets, sizeBytes: written + used };
  } finally {
    closeSync(handle);
  }
}
