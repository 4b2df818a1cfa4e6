import { createHash, randomBytes, randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createPcapWriter } from "../../../src/capture/pcapWriter.ts";
import type { CaptureEngine } from "../../../src/simulator/engine.ts";

/** An engine whose captures run until the test ends them. */
export type CaptureOnDemand = {
  readonly engine: CaptureEngine;
  /** Ends what runs with a file of about so many bytes, and gives its exact length and its SHA-256. */
  end(sizeBytes: number): Promise<{ readonly sizeBytes: number; readonly sha256: string }>;
};

type Running = { readonly folder: string; readonly finish: (path: string, sizeBytes: number) => void };

const packetBytes = 1_400;

/** Makes the engine; what still runs when it is disposed ends without a packet. */
export function createCaptureOnDemand(): CaptureOnDemand {
  const running = new Set<Running>();
  const end: CaptureOnDemand["end"] = async (sizeBytes) => {
    const bytes = buildCapture(sizeBytes);
    for (const { folder, finish } of [...running]) {
      const path = join(folder, `capture-${randomUUID()}.pcap`);
      await writeFile(path, bytes);
      finish(path, bytes.length);
    }
    return { sizeBytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
  };
  const engine: CaptureEngine = {
    name: "synthetic",
    start: (_request, folder) => {
      const { promise, resolve } = Promise.withResolvers<{ path: string; sizeBytes: number }>();
      const capture: Running = {
        folder,
        finish: (path, sizeBytes) => {
          running.delete(capture);
          resolve({ path, sizeBytes });
        },
      };
      running.add(capture);
      return { finished: promise, stop: () => void end(0).catch(() => undefined) };
    },
    dispose: async () => {
      await end(0);
    },
  };
  return { engine, end };
}

function buildCapture(sizeBytes: number): Buffer {
  const writer = createPcapWriter({ linkType: 1, snaplenBytes: 65_535, resolution: "microseconds" });
  const packet = randomBytes(packetBytes);
  const pieces = [writer.header];
  for (let length = 0, seconds = 1_800_000_000; length < sizeBytes; length += packetBytes, seconds += 1) {
    packet.writeUInt32BE(seconds, packetBytes - 4);
    pieces.push(writer.buildRecord({ seconds, nanoseconds: 0 }, packet));
  }
  return Buffer.concat(pieces);
}
