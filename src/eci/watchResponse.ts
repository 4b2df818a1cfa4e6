import { subscribe, unsubscribe } from "node:diagnostics_channel";

/** The header that tells our requests apart on the channel; it names nothing but the request. */
export const requestIdHeader = "x-sdk-invocation-id";

/** The part of Node's `http.IncomingMessage` that counts here. */
export type ResponseHead = {
  readonly statusCode?: number | undefined;
  readonly headers: Record<string, string | string[] | undefined>;
  on(event: "data", listener: (chunk: Uint8Array) => void): unknown;
};

type ResponseStart = {
  readonly request: { getHeader(name: string): unknown };
  readonly response: ResponseHead;
};

/**
 * Calls `onHead` when the response to the request with this id begins, before its body is read, and gives what ends
 * the watch. pop-core hides the status and headers of an answer that it cannot parse and reads bodies of any length;
 * Node's own channel shows the response all the same, also behind the editor's proxy agent.
 * Source: https://nodejs.org/api/diagnostics_channel.html#http
 */
export function watchResponse(id: string, onHead: (response: ResponseHead) => void): () => void {
  const channel = "http.client.response.finish";
  const onMessage = (message: unknown): void => {
    const { request, response } = message as ResponseStart;
    if (request.getHeader(requestIdHeader) === id) onHead(response);
  };
  subscribe(channel, onMessage);
  return () => unsubscribe(channel, onMessage);
}
