import type { Fault } from "./fault.ts";

/** An answer as it shall be sent, whatever was asked. */
export type CannedAnswer = {
  readonly status: number;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Sent in chunks, so that nobody knows the length before the end. */
  readonly isChunked?: boolean | undefined;
};

/** Gives the answer in the simulator's place; nothing is carried out. */
export function answerInstead({ status, body, headers = {}, isChunked = false }: CannedAnswer): Fault {
  return (request, response) => {
    request.resume();
    const length = isChunked ? {} : { "Content-Length": String(Buffer.byteLength(body)) };
    response.writeHead(status, { "Content-Type": "application/json", ...length, ...headers });
    // A body that is given to `end` alone would get a length of its own.
    if (isChunked) response.write(body);
    response.end(isChunked ? undefined : body);
    return Promise.resolve();
  };
}
