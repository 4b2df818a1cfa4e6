import { setTimeout as delay } from "node:timers/promises";
import { divertBytes } from "./divertBytes.ts";
import type { Fault } from "./fault.ts";

/** Carries the request out and sends the answer a byte at a time, with so many milliseconds before each. */
export function drip(pauseMs: number): Fault {
  return async ({ socket }, response, next) => {
    let sending = Promise.resolve();
    const closed = new AbortController();
    socket.once("close", () => closed.abort());
    const pause = () => delay(pauseMs, undefined, { signal: closed.signal });
    divertBytes(response, (bytes, send, taken) => {
      sending = sending.then(async () => {
        for (let at = 0; at < bytes.length; at += 1) {
          await pause();
          send(bytes.subarray(at, at + 1));
        }
        taken();
      });
      return true;
    });
    await next();
    // A client that goes away ends it.
    await sending.catch(() => undefined);
  };
}
