import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";

const signals = new AsyncLocalStorage<AbortSignal>();
let isWatching = false;

/**
 * Runs `send`, and closes the sockets that come of it as soon as the signal aborts. A request that still waits for its
 * agent owns no socket yet: an editor's proxy that never answers CONNECT would keep the connection for ever.
 * Source: https://nodejs.org/api/diagnostics_channel.html#net
 */
export function closeSocketsWith<T>(signal: AbortSignal, send: () => T): T {
  if (!isWatching) subscribe("net.client.socket", onSocket);
  isWatching = true;
  return signals.run(signal, send);
}

function onSocket(message: unknown): void {
  const signal = signals.getStore();
  const { socket } = message as { readonly socket: { destroy(): void } };
  // The agent may look for its proxy for longer than the call lasts; and connecting, which follows, revives a socket.
  if (signal?.aborted === true) queueMicrotask(() => socket.destroy());
  signal?.addEventListener("abort", () => socket.destroy(), { once: true });
}
