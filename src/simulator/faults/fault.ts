import type { IncomingMessage, ServerResponse } from "http";

/**
 * What goes wrong on purpose with one request: it may answer in the simulator's place, close the socket, or call
 * `next`, which answers as the simulator does, and spoil what comes of it. It is asked for every request, of the API
 * (whose action stands in the header `x-acs-action`) and of results alike.
 */
export type Fault = (
  request: IncomingMessage,
  response: ServerResponse,
  next: () => Promise<void>,
) => Promise<void>;
