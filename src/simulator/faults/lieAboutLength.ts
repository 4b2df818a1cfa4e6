import type { Fault } from "./fault.ts";
import { divertBytes } from "./divertBytes.ts";

/** What an answer says of its length: so many bytes more or fewer than it has, or nothing before it closes. */
export type LengthLie = { readonly byBytes: number } | "none";

const lengthLine = /^content-length: (\d+)\r\n/im;

/** Carries the request out and changes the Content-Length of the answer, whose bytes all come before the connection closes. */
export function lieAboutLength(lie: LengthLie): Fault {
  return async ({ socket }, response, next) => {
    let isHead = true;
    divertBytes(response, (bytes, send, taken) => {
      if (!isHead) return send(bytes, taken);
      isHead = false;
      // Latin-1 keeps every byte of a body that comes with the head.
      const text = Buffer.from(bytes).toString("latin1");
      const lying = text.replace(lengthLine, (_, digits: string) =>
        lie === "none" ? "Connection: close\r\n" : `Content-Length: ${Number(digits) + lie.byBytes}\r\n`,
      );
      return send(Buffer.from(lying, "latin1"), taken);
    });
    response.once("finish", () => socket.end());
    await next();
  };
}
