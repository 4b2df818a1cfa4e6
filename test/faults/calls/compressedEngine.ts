import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { CaptureEngine } from "../../../src/simulator/engine.ts";
import { buildSyntheticCapture } from "../../../src/simulator/synthetic/syntheticCapture.ts";
import type { CompressedTime } from "./compressedTime.ts";

/** Told of each finished capture: the address of its instance and what its file holds. */
export type OnCapture = (instanceIp: string, bytes: Uint8Array) => void;

/** Captures of made-up packets that end after their duration, 60 s unless given, of a compressed time. No two are alike. */
export function createCompressedEngine({ wait }: CompressedTime, onCapture?: OnCapture): CaptureEngine {
  let started = 0;
  return {
    name: "synthetic",
    start({ durationSeconds = 60, packetCount = 20, instanceIp, peerIps }, folder) {
      started += 1;
      const seed = started;
      const path = join(folder, `capture-${seed}.pcap`);
      let stop: () => void = () => undefined;
      const stopped = new Promise<void>((resolve) => (stop = resolve));
      const write = async () => {
        await Promise.race([wait(durationSeconds), stopped]);
        const bytes = buildSyntheticCapture({ seed, instanceIp, peerIps, packets: packetCount });
        await writeFile(path, bytes);
        onCapture?.(instanceIp, bytes);
        return { path, sizeBytes: bytes.length };
      };
      return { finished: write(), stop };
    },
    dispose: () => Promise.resolve(),
  };
}
