import { setTimeout as delay } from "node:timers/promises";
import type {
  FromWorker,
  LookUp,
  ToWorker,
  WriteRequest,
} from "../../../../../src/host/captures/worker/workerMessages.ts";

type Answer = Extract<FromWorker, { type: "done" | "failed" }>;

/** The editor's end of a worker, and all that it was told. */
export type ServerBed = {
  readonly told: FromWorker[];
  readonly hear: (message: FromWorker) => void;
  readonly ask: (request: LookUp | WriteRequest, list?: number) => Promise<Answer>;
  /** The number that the next request gets. */
  readonly nextId: () => number;
  /** Resolves with the last progress once reading is over, or with why it could not be. */
  readonly whenRead: () => Promise<FromWorker>;
};

/** `send` brings a message to the worker. */
export function createServerBed(send: (message: ToWorker) => void): ServerBed {
  const told: FromWorker[] = [];
  const waiting = new Map<number, (answer: Answer) => void>();
  let lastId = 0;
  return {
    told,
    hear: (message) => {
      told.push(message);
      if (message.type !== "done" && message.type !== "failed") return;
      waiting.get(message.id)?.(message);
      waiting.delete(message.id);
    },
    ask: (request, list = 1) =>
      new Promise((resolve) => {
        lastId += 1;
        waiting.set(lastId, resolve);
        send({ type: "ask", id: lastId, list, request });
      }),
    nextId: () => lastId + 1,
    whenRead: async () => {
      for (let tries = 0; tries < 3_000; tries += 1) {
        const end = told.findLast(
          (message) => message.type === "refused" || (message.type === "progress" && message.isDone),
        );
        if (end) return end;
        await delay(5);
      }
      throw new Error("It was never read to its end.");
    },
  };
}
