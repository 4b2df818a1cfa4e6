import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "../../../src/simulator/faults/fault.ts";

/** Results that leave the simulator as far as the test allows. */
export type GatedResults = {
  readonly fault: Fault;
  /** Bytes of bodies that were handed to the network so far. */
  readonly sentBytes: number;
  /** Sends no byte of a result from this place on, counted from the result's begin; Infinity for all. */
  allow(endByte: number): void;
  /** The next request for a result, with the first byte that it asks for; resolves before it is answered. */
  nextRequest(): Promise<number>;
};

/** Slow enough that a reader keeps up with it. */
const paceMs = 1;

/** A gate that is closed at first. */
export function createGatedResults(): GatedResults {
  let sentBytes = 0;
  let endByte = 0;
  let opened = Promise.withResolvers<undefined>();
  let noted: ((firstByte: number) => void) | undefined;
  return {
    get sentBytes() {
      return sentBytes;
    },
    allow: (wanted) => {
      endByte = wanted;
      opened.resolve(undefined);
      opened = Promise.withResolvers();
    },
    nextRequest: () => new Promise((resolve) => (noted = resolve)),
    fault: (request, response, next) => {
      let place = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
      noted?.(place);
      noted = undefined;
      const write = response.write.bind(response) as (chunk: Buffer) => boolean;
      const end = response.end.bind(response) as () => typeof response;
      let last = Promise.resolve();
      const pass = async (chunk: Buffer): Promise<void> => {
        while (place >= endByte && !response.destroyed) {
          await Promise.race([opened.promise, sleep(50)]);
        }
        if (response.destroyed) return;
        place += chunk.length;
        sentBytes += chunk.length;
        write(chunk);
        await sleep(paceMs);
        response.emit("drain");
      };
      response.write = (chunk: Buffer) => {
        last = last.then(() => pass(chunk));
        return false;
      };
      response.end = () => {
        last = last.then(() => void end());
        return response;
      };
      return next();
    },
  };
}
