import { divertBytes } from "./divertBytes.ts";
import type { Fault } from "./fault.ts";

/** Where an answer breaks off, in bytes of its body; `head`: with the first byte of the head not yet sent. */
export type ResetPlace = "head" | { readonly bodyBytes: number };

const headEnd = Buffer.from("\r\n\r\n");

/**
 * Carries the request out and resets the connection within the answer: before its head, or after so many bytes of its
 * body (0: right after the head). An answer that is shorter arrives whole.
 */
export function resetAfter(place: ResetPlace): Fault {
  return async ({ socket }, response, next) => {
    let head = Buffer.alloc(0);
    let leftBytes = place === "head" ? 0 : Infinity;
    divertBytes(response, (bytes, send, taken) => {
      let startBytes = 0;
      if (leftBytes === Infinity && place !== "head") {
        const before = head.length;
        head = Buffer.concat([head, bytes]);
        const end = head.indexOf(headEnd);
        if (end >= 0) leftBytes = place.bodyBytes;
        startBytes = end < 0 ? bytes.length : end + headEnd.length - before;
      }
      const endBytes = startBytes + leftBytes;
      if (endBytes > bytes.length) {
        leftBytes -= bytes.length - startBytes;
        return send(bytes, taken);
      }
      leftBytes = 0;
      // What is still in this process would be lost with the connection.
      send(bytes.subarray(0, endBytes), () => socket.resetAndDestroy());
      return true;
    });
    await next();
  };
}
