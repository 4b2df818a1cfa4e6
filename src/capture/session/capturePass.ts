import type { CaptureAnalysis, PacketObserver } from "../analysis/captureAnalysis.ts";
import type { CaptureLayout } from "../captureLayout.ts";
import { CaptureError } from "../captureError.ts";
import type { CaptureRequest } from "../findings/captureRequest.ts";
import { createFindingCollector } from "../findings/createFindingCollector.ts";
import type { NextPiece } from "../pieces.ts";
import { createRecordReader } from "../recordReader.ts";
import { buildCaptureOverview, type CaptureOverview } from "./captureOverview.ts";
import { SessionError } from "./sessionError.ts";

/** The first pass over the bytes of a file. */
export type FirstPass = {
  /** The next uncompressed bytes; a piece is valid until the next one is asked for. */
  readonly next: NextPiece;
  readonly isCompressed: boolean;
  /** The bytes ended because the compression is broken or cut off. */
  isBroken(): boolean;
  /** How much was read so far of the file as it lies on the disk. */
  readBytes(): number;
};

/** How far reading is. */
export type CaptureProgress = {
  readBytes: number;
  isDone: boolean;
  packets: number;
  overview?: CaptureOverview;
};

/** A pass and what comes of it. */
export type CapturePass = {
  readonly analysis: CaptureAnalysis;
  readonly layout: () => CaptureLayout | undefined;
  /** See `CaptureSession.read`; once. */
  readonly read: (tell: (progress: CaptureProgress) => void) => Promise<void>;
  readonly whenRead: () => Promise<void>;
  readonly isRead: () => boolean;
  readonly dispose: () => void;
};

/** So little at once: enough for the first rows, and read so soon that no request waits long behind it. */
const stepBytes = 1 << 16;
/** Requests are let in this often. */
const pauseIntervalMs = 5;
const tellIntervalMs = 200;
/** Summing up takes at most this part of the time. */
const overviewShare = 0.05;

/** A pass that has not begun. */
export function createCapturePass(
  {
    firstPass,
    pause,
    now,
    request,
  }: {
    readonly firstPass: FirstPass;
    readonly pause: () => Promise<void>;
    readonly now: () => number;
    readonly request?: CaptureRequest | undefined;
  },
  createAnalysis: (observe: PacketObserver) => CaptureAnalysis,
): CapturePass {
  const collector = createFindingCollector();
  const analysis = createAnalysis(collector.observe);
  const reader = createRecordReader((record) => analysis.add(record));
  const { promise: read, resolve, reject } = Promise.withResolvers<undefined>();
  // Who waits for it hears of the reason; nobody may.
  read.catch(() => undefined);
  let state: "reading" | "read" | "disposed" = "reading";
  let nextTellMs = -Infinity;

  const tellNow = (tell: (progress: CaptureProgress) => void) => {
    const beginMs = now();
    const isComplete = state === "read";
    const { packets, conversations } = analysis;
    const findings = collector.build({ conversations, packets, damage: reader.damage, request, isComplete });
    const overview = buildCaptureOverview(reader, analysis, findings, firstPass.isCompressed);
    const readBytes = firstPass.readBytes();
    tell({ readBytes, isDone: isComplete, packets: packets.count, ...(overview && { overview }) });
    nextTellMs = now() + Math.max(tellIntervalMs, (now() - beginMs) / overviewShare);
  };

  const run = async (tell: (progress: CaptureProgress) => void): Promise<void> => {
    let nextPauseMs = -Infinity;
    while (!reader.isDone) {
      const piece = await firstPass.next();
      if (isDisposed()) throw new SessionError("closed");
      if (piece === undefined) {
        reader.end(firstPass.isBroken());
        break;
      }
      for (let at = 0; at < piece.length; at += stepBytes) {
        reader.push(piece.subarray(at, at + stepBytes));
        if (now() < nextPauseMs) continue;
        if (now() >= nextTellMs) tellNow(tell);
        await pause();
        if (isDisposed()) throw new SessionError("closed");
        nextPauseMs = now() + pauseIntervalMs;
      }
    }
    if (reader.format === undefined) throw new CaptureError("unknownFormat");
    state = "read";
    tellNow(tell);
  };
  // In a function, or the compiler believes that nothing else changes it.
  const isDisposed = () => state === "disposed";

  return {
    analysis,
    layout: () => reader.layout,
    read: async (tell) => {
      try {
        await run(tell);
        resolve(undefined);
      } catch (error) {
        reject(error);
        throw error;
      }
    },
    whenRead: () => read,
    isRead: () => state === "read",
    dispose: () => {
      if (state === "reading") reject(new SessionError("closed"));
      state = "disposed";
    },
  };
}
