import type { ServerResponse } from "http";

/** Sends bytes over the connection and calls back once they are on their way; false where the connection is full. */
export type SendBytes = (bytes: Uint8Array, sent?: () => void) => boolean;

/** Takes a piece of an answer, its head included, in the connection's place; `taken` lets the answer go on to its end. */
export type TakeBytes = (bytes: Uint8Array, send: SendBytes, taken: () => void) => boolean;

type Done = (error?: Error) => void;

/** Hands what a response writes to `take`, until the response is done with its connection. */
export function divertBytes(response: ServerResponse, take: TakeBytes): void {
  const { socket } = response.req;
  const write = socket.write.bind(socket);
  const send: SendBytes = (bytes, sent) => write(bytes, sent);
  const divert = (chunk: Uint8Array | string, second?: BufferEncoding | Done, third?: Done): boolean => {
    const encoding = typeof second === "string" ? second : undefined;
    const done = typeof second === "function" ? second : third;
    const bytes = typeof chunk === "string" ? Buffer.from(chunk, encoding) : chunk;
    return take(bytes, send, () => done?.());
  };
  socket.write = divert;
  const restore = () => {
    socket.write = write;
  };
  response.once("finish", restore);
  response.once("close", restore);
}
