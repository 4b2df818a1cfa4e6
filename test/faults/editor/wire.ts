import type { IncomingMessage, ServerResponse } from "http";
import type { Fault } from "../../../src/simulator/faults/fault.ts";

/** A request that is held at the simulator: what goes on is decided by the test. */
export type HeldRequest = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Answers as the simulator does. Resolves when that is done. */
  readonly answer: () => Promise<void>;
  /** Does what was asked and keeps the answer back. */
  readonly actOnly: () => Promise<void>;
};

/** What passes between an editor and its simulator: counted by action, and held where a test wants it. */
export type Wire = {
  readonly fault: Fault;
  /** How often an action was asked for (`GET` stands for results) since the start. */
  count(action: string): number;
  /** The next request of this action is held; resolves when it is there, and rejects after two minutes without one. */
  holdNext(action: string): Promise<HeldRequest>;
  /** Every result is served through this from now on, or as it is. */
  serveResults(serve: Fault | undefined): void;
};

const limitMs = 120_000;

/** A wire of its own for one simulator. */
export function createWire(): Wire {
  const counts = new Map<string, number>();
  const waiting = new Map<string, (held: HeldRequest) => void>();
  let serve: Fault | undefined;
  return {
    fault: async (request, response, next) => {
      const action = toAction(request);
      counts.set(action, (counts.get(action) ?? 0) + 1);
      const take = waiting.get(action);
      if (!take) return action === "GET" && serve ? serve(request, response, next) : next();
      waiting.delete(action);
      await new Promise<void>((resolve) => {
        const finish = async (): Promise<void> => {
          try {
            await next();
          } finally {
            resolve();
          }
        };
        take({
          request,
          response,
          answer: finish,
          actOnly: () => {
            response.end = () => response;
            return finish();
          },
        });
      });
    },
    count: (action) => counts.get(action) ?? 0,
    holdNext: (action) => {
      const { promise, resolve, reject } = Promise.withResolvers<HeldRequest>();
      const giveUp = setTimeout(() => reject(new Error(`No ${action} came.`)), limitMs).unref();
      waiting.set(action, (held) => {
        clearTimeout(giveUp);
        resolve(held);
      });
      // A try that failed before awaits it no more.
      promise.catch(() => undefined);
      return promise;
    },
    serveResults: (wanted) => {
      serve = wanted;
    },
  };
}

function toAction({ headers, url }: IncomingMessage): string {
  const action = headers["x-acs-action"];
  if (typeof action === "string") return action;
  return url === "/simulator" ? "simulator" : "GET";
}
