import { createEciClient, type EciClientOptions } from "../../../src/eci/createEciClient.ts";
import type { EciClient } from "../../../src/eci/eciClient.ts";
import type { Credentials } from "../../../src/eci/model.ts";

/** A server on loopback and a key that it takes. */
export type CallTarget = { readonly endpoint: string } & Credentials;

/** A client with a pace of its own that does not wait between tries; it ends with its block. */
export function createAccountClient(
  { endpoint, ...credentials }: CallTarget,
  options: Partial<EciClientOptions> = {},
): EciClient & Disposable {
  const client = createEciClient({
    credentials,
    endpoint: () => endpoint,
    stsEndpoint: endpoint,
    deadlineSeconds: 10,
    random: () => 0,
    ...options,
  });
  return { ...client, [Symbol.dispose]: () => client.dispose() };
}
