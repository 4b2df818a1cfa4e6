import { randomUUID } from "node:crypto";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createPcapWriter } from "../../capture/pcapWriter.ts";
import type { CaptureEngine, CaptureRequest, RunningCapture } from "../engine.ts";
import { matchesRequest } from "./matchesRequest.ts";
import { captureFormat } from "./syntheticCapture.ts";
import { createTraffic } from "./traffic.ts";

const tickMilliseconds = 20;
/** More traffic than this is never made up for: the computer slept, or its clock was set. */
const maxLagNanoseconds = 10e9;

/** An engine that writes made-up traffic in real time; the same seed gives the same frames for the same instance. */
export function createSyntheticEngine(options: { readonly seed: number }): CaptureEngine {
  const running = new Map<AbortController, Promise<unknown>>();
  return {
    name: "synthetic",
    start: (request, folder): RunningCapture => {
      const stopper = new AbortController();
      const path = join(folder, `capture-${randomUUID()}.pcap`);
      const finished = writeCapture(request, path, options.seed, stopper.signal).finally(() => {
        running.delete(stopper);
      });
      running.set(
        stopper,
        finished.catch(() => undefined),
      );
      return { finished, stop: () => stopper.abort() };
    },
    dispose: async () => {
      for (const stopper of running.keys()) stopper.abort();
      await Promise.all(running.values());
    },
  };
}

async function writeCapture(request: CaptureRequest, path: string, seed: number, stopped: AbortSignal) {
  if (request.interfaceName !== "eth0") {
    throw new Error(`${request.interfaceName}: No such device exists`);
  }
  const writer = createPcapWriter({ ...captureFormat, snaplenBytes: request.snaplenBytes });
  const traffic = createTraffic({ seed, instanceIp: request.instanceIp, peerIps: request.peerIps });
  const startMilliseconds = Date.now();
  const lastNanoseconds = (request.durationSeconds ?? Infinity) * 1e9;
  const file = await open(path, "wx", 0o600);
  try {
    let sizeBytes = (await file.write(writer.header)).bytesWritten;
    let packets = 0;
    let asleepNanoseconds = 0;
    const takeFrame = () => {
      const { timeNanoseconds, bytes } = traffic.next().value;
      return { timeNanoseconds: timeNanoseconds + asleepNanoseconds, bytes };
    };
    let frame = takeFrame();
    for (;;) {
      const elapsed = (Date.now() - startMilliseconds) * 1e6;
      const lag = elapsed - frame.timeNanoseconds;
      if (lag > maxLagNanoseconds) {
        asleepNanoseconds += lag;
        frame = { ...frame, timeNanoseconds: elapsed };
      }
      const records: Uint8Array[] = [];
      let full = false;
      for (; !full && frame.timeNanoseconds <= Math.min(elapsed, lastNanoseconds); frame = takeFrame()) {
        if (!matchesRequest(frame.bytes, request)) continue;
        const record = writer.buildRecord(toTime(startMilliseconds, frame.timeNanoseconds), frame.bytes);
        full = sizeBytes + record.length > (request.fileSizeBytes ?? Infinity);
        if (full) break;
        records.push(record);
        sizeBytes += record.length;
        packets += 1;
        full = packets === request.packetCount;
      }
      if (records.length > 0) await file.writev(records);
      if (full || stopped.aborted || elapsed >= lastNanoseconds) return { path, sizeBytes };
      // A stop ends the pause early and is seen above.
      await delay(tickMilliseconds, undefined, { signal: stopped }).catch(() => undefined);
    }
  } finally {
    await file.close();
  }
}

function toTime(startMilliseconds: number, afterNanoseconds: number) {
  const nanoseconds = (startMilliseconds % 1000) * 1e6 + afterNanoseconds;
  return {
    seconds: Math.floor(startMilliseconds / 1000) + Math.floor(nanoseconds / 1e9),
    nanoseconds: nanoseconds % 1e9,
  };
}
