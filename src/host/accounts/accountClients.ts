import * as vscode from "vscode";
import type { AccountReader } from "../../account/accountStore.ts";
import type { EciClient } from "../../eci/eciClient.ts";
import type { Account } from "../../account/account.ts";
import type { CloudError } from "../../eci/cloudError.ts";
import type { Credentials, CredentialSource } from "../../eci/model.ts";
import { toEciEndpoint, toStsEndpoint } from "../../eci/regions.ts";
import { UserError } from "../errors/userError.ts";
import type { AccountHealth } from "./accountHealth.ts";
import type { AccountSource } from "./accountSource.ts";
import { bringsAgent } from "./bringsAgent.ts";
import type * as cloudParts from "./cloudParts.ts";
import type { Demo, DemoSimulator } from "./demoSimulator.ts";
import { readEndpointSetting } from "./endpointSetting.ts";

/** A client, and what it was made of. */
type CachedClient = {
  readonly client: EciClient;
  readonly demo: Demo | undefined;
  readonly keyRevision: string | undefined;
  readonly key: Credentials | AccountSource;
};

export type AccountClientsDeps = {
  readonly accounts: AccountReader;
  readonly demo: DemoSimulator;
  /** Makes the source of an account that keeps no key; undefined for the others. */
  readonly createSource: (account: Account) => Promise<AccountSource | undefined>;
  readonly makeClient: MakeClient;
  readonly health: AccountHealth;
};

export type ClientOptions = {
  /** The user's own setting where it is not given. */
  readonly endpoint?: string | undefined;
  /** Told of each answer of the service: the error where it refused the key, else undefined. */
  readonly onAnswer?: ((refusal: CloudError | undefined) => void) | undefined;
};

/** Makes a client for a key. Rejects with a `UserError` for a wrong setting. */
export type MakeClient = (
  credentials: Credentials | CredentialSource,
  options?: ClientOptions,
) => Promise<EciClient>;

/** Loads what talks to the cloud when the first client is made: many sessions of the editor never ask it anything. */
export function createClientMaker(
  load: () => Promise<Pick<typeof cloudParts, "createEciClient">>,
): MakeClient {
  return async (credentials, { endpoint = readEndpointSetting(), onAnswer } = {}) => {
    const { createEciClient } = await load();
    return createEciClient({
      credentials,
      onAnswer,
      endpoint: (regionId) => toEciEndpoint(regionId, endpoint),
      stsEndpoint: toStsEndpoint(undefined, endpoint),
      bringsAgent,
    });
  };
}

/** Hands out one client an account, and drops it as soon as what it was made of has changed. */
export class AccountClients {
  readonly #deps: AccountClientsDeps;
  readonly #cached = new Map<string, CachedClient>();

  constructor(deps: AccountClientsDeps) {
    this.#deps = deps;
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
    const key =
      demo?.credentials ?? (await this.#deps.createSource(account)) ?? (await this.#readKey(accountId));
    const client = await (demo
      ? this.#deps.makeClient(demo.credentials, { endpoint: demo.endpoint })
      : this.#create(accountId, key));
    // Another call may have made one meanwhile: there is one pace an account, so there is one client.
    const raced = this.#cached.get(accountId);
    if (isOfNow(raced)) {
      client.dispose();
      return raced.client;
    }
    this.drop(accountId);
    this.#cached.set(accountId, { client, demo, keyRevision, key });
    return client;
  }

  /** Gives up the key of an account in use where it would come from elsewhere by now, and tells whether that is so. */
  async recheck(accountId: string): Promise<boolean> {
    const key = this.#cached.get(accountId)?.key;
    return key !== undefined && "recheck" in key && (await key.recheck());
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
    if (!cached || "recheck" in cached.key) return false;
    const credentials = await this.#deps.accounts.readCredentials(accountId).catch(() => undefined);
    return JSON.stringify(credentials) !== JSON.stringify(cached.key);
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

  #create(accountId: string, key: Credentials | AccountSource): Promise<EciClient> {
    const { health, makeClient } = this.#deps;
    const source: Credentials | CredentialSource =
      "recheck" in key
        ? (refused) =>
            key.get(refused).catch((error: unknown) => {
              health.report(accountId, error);
              throw error;
            })
        : key;
    const onAnswer = (refusal: CloudError | undefined): void => {
      if (refusal) health.report(accountId, refusal);
      else health.clear(accountId);
    };
    return makeClient(source, { onAnswer });
  }

  async #readKey(accountId: string): Promise<Credentials> {
    try {
      const credentials = await this.#deps.accounts.readCredentials(accountId);
      if (!credentials) throw new TypeError("An account without a key.");
      return credentials;
    } catch (error) {
      this.#deps.health.report(accountId, error);
      throw error;
    }
  }

  #find(accountId: string) {
    const account = this.#deps.accounts.find(accountId);
    if (account) return account;
    throw new UserError(
      vscode.l10n.t("The account of this task or instance was removed."),
      vscode.l10n.t("Add it again and open the instance in the instances view."),
    );
  }

  async #connectDemo(): Promise<Demo> {
    try {
      return await this.#deps.demo.connect();
    } catch (error) {
      throw new UserError(
        vscode.l10n.t("The demo's simulator did not start."),
        vscode.l10n.t("Try again; the log has more."),
        { cause: error },
      );
    }
  }
}
