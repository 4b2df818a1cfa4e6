import { subscribe, unsubscribe } from "node:diagnostics_channel";

/** Where this process's `fetch` began to connect to, from the start of the watch. */
export type ConnectionWatch = Disposable & { readonly hosts: readonly string[] };

/** Hears of every connection before it is made (the diagnostics channels of undici, which `fetch` is). */
export function startConnectionWatch(): ConnectionWatch {
  const channel = "undici:client:beforeConnect";
  const hosts: string[] = [];
  const listener = (message: unknown) => {
    const { connectParams } = message as { connectParams: { host: string; protocol: string } };
    hosts.push(`${connectParams.protocol}//${connectParams.host}`);
  };
  subscribe(channel, listener);
  return { hosts, [Symbol.dispose]: () => unsubscribe(channel, listener) };
}
