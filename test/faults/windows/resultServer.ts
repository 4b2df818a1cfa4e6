import { createHash, randomBytes, randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chooseFault } from "../../../src/simulator/faults/chooseFault.ts";
import { divertBytes } from "../../../src/simulator/faults/divertBytes.ts";
import type { CaptureEngine } from "../../../src/simulator/engine.ts";
import type { Fault } from "../../../src/simulator/faults/fault.ts";

/** One result for every capture, and a server that can be told to send a piece of it and wait. */
export type ResultServer = {
  readonly engine: CaptureEngine;
  readonly fault: Fault;
  readonly sha256: string;
  readonly sizeBytes: number;
  /** The `Range` of each request for the result, "" without one. */
  readonly ranges: string[];
  /** Calls by action. */
  readonly calls: Map<string, number>;
  /** Holds each answer after so many bytes, until the function that it gives is called. */
  hold(afterBytes: number): () => void;
};

const sizeBytes = 1_048_576;

/** Makes what a simulator needs for results that take as long as a test wants. */
export function createResultServer(): ResultServer {
  const bytes = randomBytes(sizeBytes);
  bytes.set([0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0]);
  const ranges: string[] = [];
  const calls = new Map<string, number>();
  let held: { readonly afterBytes: number; readonly over: Promise<void> } | undefined;
  const holdAnswer: Fault = async (_request, response, next) => {
    const { afterBytes, over } = held ?? { afterBytes: Infinity, over: Promise.resolve() };
    let sentBytes = 0;
    divertBytes(response, (piece, send, taken) => {
      const nowBytes = Math.max(0, Math.min(piece.length, afterBytes - sentBytes));
      sentBytes += piece.length;
      if (nowBytes === piece.length) return send(piece, taken);
      if (nowBytes > 0) send(piece.subarray(0, nowBytes));
      over.then(() => send(piece.subarray(nowBytes), taken)).catch(() => undefined);
      return true;
    });
    await next();
  };
  return {
    engine: {
      name: "synthetic",
      start: (_request, folder) => ({
        stop: () => undefined,
        finished: (async () => {
          const path = join(folder, `${randomUUID()}.pcap`);
          await writeFile(path, bytes);
          return { path, sizeBytes };
        })(),
      }),
      dispose: () => Promise.resolve(),
    },
    fault: (request, response, next) => {
      const choose = chooseFault((action) => {
        calls.set(action, (calls.get(action) ?? 0) + 1);
        if (action !== "result") return undefined;
        ranges.push(request.headers.range ?? "");
        return holdAnswer;
      });
      return choose(request, response, next);
    },
    sha256: createHash("sha256").update(bytes).digest("hex"),
    sizeBytes,
    ranges,
    calls,
    hold(afterBytes) {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      held = { afterBytes, over: promise.then(() => undefined) };
      return () => {
        held = undefined;
        resolve(undefined);
      };
    },
  };
}
