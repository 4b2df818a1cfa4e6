import assert from "node:assert/strict";
import type { ByteSource } from "../../../../src/capture/byteSource.ts";
import { openCapturePieces } from "../../../../src/capture/capturePieces.ts";
import { createPieces } from "../../../../src/capture/pieces.ts";
import type { CaptureProgress } from "../../../../src/capture/session/capturePass.ts";
import { createCaptureSession, type CaptureSession } from "../../../../src/capture/session/captureSession.ts";
import type { Matched, PacketList } from "../../../../src/capture/session/packetList.ts";
import { answerSchemas, toViewSchema } from "../../../../src/protocol/captureView.ts";
import { toMemorySource } from "../memorySource.ts";

/** A session of bytes in memory with one list, and what it told. */
export type SessionBed = {
  readonly session: CaptureSession;
  readonly list: PacketList;
  readonly read: () => Promise<void>;
  readonly progress: CaptureProgress[];
  readonly matched: Matched[];
  /** Resolves when the filter has seen all packets. */
  readonly whenMatched: (filterId: number) => Promise<Matched>;
  lost: number;
};

/** `source` may be another one than the bytes that the pass gives, as when a file changes under a session. */
export async function openSession(
  bytes: Uint8Array,
  source: ByteSource = toMemorySource(bytes),
  pieceBytes = 1 << 20,
): Promise<SessionBed> {
  const pieces = await openCapturePieces(toMemorySource(bytes));
  const first = pieces.isCompressed ? pieces.next : createPieces(toMemorySource(bytes), pieceBytes);
  let readBytes = 0;
  let lastFilterId = 0;
  const session = createCaptureSession({
    source,
    firstPass: {
      next: async () => {
        const piece = await first();
        readBytes += piece?.length ?? 0;
        return piece;
      },
      isCompressed: pieces.isCompressed,
      isBroken: () => pieces.isBroken(),
      readBytes: () => readBytes,
    },
    openPass: () => createPieces(source, pieceBytes),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    now: () => performance.now(),
    lost: () => {
      bed.lost += 1;
    },
  });
  const progress: CaptureProgress[] = [];
  const matched: Matched[] = [];
  const list = session.createList({
    nextFilterId: () => (lastFilterId += 1),
    tellMatched: (message) => {
      toViewSchema.parse({ type: "matched", ...message });
      matched.push(message);
    },
  });
  const bed: SessionBed = {
    session,
    list,
    progress,
    matched,
    lost: 0,
    read: () =>
      session.read((message) => {
        toViewSchema.parse({ type: "progress", sizeBytes: bytes.length, ...message });
        progress.push(message);
      }),
    whenMatched: async (filterId) => {
      for (let tries = 0; tries < 20_000; tries += 1) {
        const done = matched.find((message) => message.filterId === filterId && message.isDone);
        if (done) return done;
        await new Promise((resolve) => setImmediate(resolve));
      }
      throw new Error("The filter never came to its end.");
    },
  };
  return bed;
}

/** The answer, once it is what the contract says. */
export async function checked<Value>(
  type: keyof typeof answerSchemas,
  answer: Value | Promise<Value>,
): Promise<Value> {
  const value = await answer;
  const parsed = answerSchemas[type].safeParse(value);
  assert.ok(parsed.success, parsed.error?.message);
  return value;
}
