import * as vscode from "vscode";
import type { AccountReader } from "../../account/accountStore.ts";
import type * as eciClientParts from "../../eci/createEciClient.ts";
import type { EciClient } from "../../eci/eciClient.ts";
import type { Credentials } from "../../eci/model.ts";
import { toEciEndpoint, toStsEndpoint } from "../../eci/regions.ts";
import { UserError } from "../errors/userError.ts";
import type { Demo, DemoSimulator } from "./demoSimulator.ts";
import { readEndpointSetting } from "./endpointSetting.ts";

/** A client, and what it was made of. */
type CachedClient = {
  readonly client: EciClient;
  readonly demo: Demo | undefined;
  readonly keyRevision: string | undefined;
  readonly credentials: Credentials;
};

/** Makes a client for a key, at the user's endpoint or at one given. Rejects with a `UserError` for a wrong setting. */
export type MakeClient = (credentials: Credentials, endpoint?: string) => Promise<EciClient>;

/** Loads what talks to the cloud when the first client is made: many sessions of the editor never ask it anything. */
export function createClientMaker(load: () => Promise<typeof eciClientParts>): MakeClient {
  return async (credentials, endpoint = readEndpointSetting()) => {
    const { createEciClient } = await load();
    return createEciClient({
      credentials,
      endpoint: (regionId) => toEciEndpoint(regionId, endpoint),
      stsEndpoint: toStsEndpoint(undefined, endpoint),
      bringsAgent: () => vscode.workspace.getConfiguration("http").get("proxySupport") !== "on",
    });
  };
}

/** Hands out one client an account, and drops it as soon as what it was made of has changed. */
export class AccountClients {
  readonly #accounts: AccountReader;
  readonly #demo: DemoSimulator;
  readonly #makeClient: MakeClient;
  readonly #cached = new Map<string, CachedClient>();

  constructor(accounts: AccountReader, demo: DemoSimulator, makeClient: MakeClient) {
    this.#accounts = accounts;
    this.#demo = demo;
    this.#makeClient = makeClient;
  }

  /** The account's client. Rejects with an `AccountError` or a `UserError` when there is none to be had. */
  async clientFor(accountId: string): Promise<EciClient> {
    const account = this.#find(accountId);
    const demo = account.kind === "demo" ? await this.#connectDemo() : undefined;
    const known = this.#cached.get(accountId);
    const { keyRevision } = account;
    const isOfNow = (cached: CachedClient | undefined): cached is CachedClient =>
      cached !== undefined && cached.demo === demo && cached.keyRevision === keyRevision;
    if (isOfNow(known)) return known.client;
    this.drop(accountId);
    const credentials = demo?.credentials ?? (await this.#accounts.readCredentials(accountId));
    if (!credentials) throw new TypeError("An account without a key.");
    const client = await this.#makeClient(credentials, demo?.endpoint);
    // Another call may have made one meanwhile: there is one pace an account, so there is one client.
    const raced = this.#cached.get(accountId);
    if (isOfNow(raced)) {
      client.dispose();
      return raced.client;
    }
    this.drop(accountId);
    this.#cached.set(accountId, { client, demo, keyRevision, credentials });
    return client;
  }

  /** The address that an account's calls go to in a region. */
  async endpointFor(accountId: string, regionId: string): Promise<string> {
    const account = this.#find(accountId);
    const endpoint = account.kind === "demo" ? (await this.#connectDemo()).endpoint : readEndpointSetting();
    return toEciEndpoint(regionId, endpoint);
  }

  /** Whether the account's client was made of another key than its present one. */
  async isStale(accountId: string): Promise<boolean> {
    const cached = this.#cached.get(accountId);
    if (!cached) return false;
    const credentials = await this.#accounts.readCredentials(accountId).catch(() => undefined);
    return JSON.stringify(credentials) !== JSON.stringify(cached.credentials);
  }

  /** Forgets an account's client, and ends its calls. */
  drop(accountId: string): void {
    this.#cached.get(accountId)?.client.dispose();
    this.#cached.delete(accountId);
  }

  dropAll(): void {
    for (const accountId of [...this.#cached.keys()]) this.drop(accountId);
  }

  dispose(): void {
    this.dropAll();
  }

  #find(accountId: string) {
    const account = this.#accounts.find(accountId);
    if (account) return account;
    throw new UserError(
      vscode.l10n.t("The account of this task or instance was removed."),
      vscode.l10n.t("Add it again and open the instance in the instances view."),
    );
  }

  async #connectDemo(): Promise<Demo> {
    try {
      return await this.#demo.connect();
    } catch (error) {
      throw new UserError(
        vscode.l10n.t("The demo's simulator did not start."),
        vscode.l10n.t("Try again; the log has more."),
        { cause: error },
      );
    }
  }
}
