import { randomUUID } from "node:crypto";
import { answerInstead } from "./answerInstead.ts";
import type { Fault } from "./fault.ts";

/** Refuses the call with a code of flow control, and with a `Retry-After` where one is given. */
export function throttle(code: string, options: { status?: number; retryAfter?: string } = {}): Fault {
  const { status = 400, retryAfter } = options;
  const message = "Request was denied due to user flow control.";
  return answerInstead({
    status,
    body: JSON.stringify({ RequestId: randomUUID().toUpperCase(), Code: code, Message: message }),
    headers: retryAfter === undefined ? {} : { "Retry-After": retryAfter },
  });
}
