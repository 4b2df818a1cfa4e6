import * as vscode from "vscode";
import type { EciClient } from "../../eci/eciClient.ts";
import type { Instance } from "../../eci/model.ts";
import { toLocalError } from "../../eci/toAnswer.ts";

/** What is known of one region of one account: the pages read so far, and how the last read ended. */
export type RegionListing = {
  readonly instances: readonly Instance[];
  readonly nextToken?: string | undefined;
  /** The tokens of the pages read so far. */
  readonly tokens: readonly string[];
  readonly totalCount?: number | undefined;
  /** Rows of the answers that were no instances. */
  readonly unreadable: number;
  readonly error?: unknown;
  /** Whether the error came in place of a further page. */
  readonly isErrorOfMore?: boolean;
  /** False until the first page was read or failed. */
  readonly isRead: boolean;
};

export type FoundInstance = { readonly accountId: string; readonly instance: Instance };

const unread: RegionListing = { instances: [], tokens: [], unreadable: 0, isRead: false };

const keyOf = (accountId: string, regionId: string): string => `${accountId}/${regionId}`;

/** Holds the instances read so far, a listing an account and region; reads never overlap within one listing. */
export class InstanceStore implements vscode.Disposable {
  readonly #listings = new Map<string, RegionListing>();
  readonly #reads = new Map<
    string,
    { readonly done: Promise<RegionListing>; readonly abort: AbortController }
  >();
  readonly #changed = new vscode.EventEmitter<{ accountId: string; regionId: string }>();
  readonly #clientFor: (accountId: string) => Promise<EciClient>;

  /** Fires when a listing was replaced. */
  readonly onDidChange = this.#changed.event;

  constructor(clientFor: (accountId: string) => Promise<EciClient>) {
    this.#clientFor = clientFor;
  }

  listing(accountId: string, regionId: string): RegionListing {
    return this.#listings.get(keyOf(accountId, regionId)) ?? unread;
  }

  /** Every instance read so far. */
  all(): FoundInstance[] {
    return [...this.#listings].flatMap(([key, listing]) => {
      const accountId = key.slice(0, key.lastIndexOf("/"));
      return listing.instances.map((instance) => ({ accountId, instance }));
    });
  }

  /** The first page, from the cache when there is one; a failure is in the listing, the promise never rejects. */
  async read(accountId: string, regionId: string): Promise<RegionListing> {
    const known = this.listing(accountId, regionId);
    return known.isRead ? known : this.#readPage(accountId, regionId, unread);
  }

  /** The next page, added to what is there; a row that asked before the last page came asks for nothing. */
  async readMore(accountId: string, regionId: string): Promise<RegionListing> {
    const known = this.listing(accountId, regionId);
    const isWhole = known.isRead && known.error === undefined && known.nextToken === undefined;
    return isWhole ? known : this.#readPage(accountId, regionId, known);
  }

  /** Reads a listing again from its start; what was there stays visible until the answer comes. */
  async refresh(accountId: string, regionId: string): Promise<RegionListing> {
    return this.#readPage(accountId, regionId, unread);
  }

  /** Reads again every listing that was read before. */
  async refreshAll(): Promise<void> {
    await Promise.all(
      [...this.#listings.keys()].map((key) => {
        const cut = key.lastIndexOf("/");
        return this.refresh(key.slice(0, cut), key.slice(cut + 1));
      }),
    );
  }

  /** One instance by its id, asked for when it isn't known; undefined when the service doesn't list it. */
  async find(accountId: string, regionId: string, instanceId: string): Promise<Instance | undefined> {
    const known = this.listing(accountId, regionId).instances.find(({ id }) => id === instanceId);
    if (known) return known;
    const client = await this.#clientFor(accountId);
    return (await client.describeInstances({ regionId, ids: [instanceId] })).instances[0];
  }

  /** Forgets all that was read for an account, and ends its reads. */
  forget(accountId: string): void {
    const isOfAccount = (key: string): boolean => key.startsWith(`${accountId}/`);
    for (const [key, read] of [...this.#reads]) {
      if (!isOfAccount(key)) continue;
      read.abort.abort();
      this.#reads.delete(key);
    }
    for (const key of [...this.#listings.keys()]) if (isOfAccount(key)) this.#listings.delete(key);
  }

  dispose(): void {
    for (const read of this.#reads.values()) read.abort.abort();
    this.#changed.dispose();
  }

  async #readPage(accountId: string, regionId: string, before: RegionListing): Promise<RegionListing> {
    const key = keyOf(accountId, regionId);
    const running = this.#reads.get(key);
    if (running) return running.done;
    const abort = new AbortController();
    const done = this.#requestPage(accountId, regionId, before, abort.signal).then((listing) => {
      if (this.#reads.get(key)?.abort !== abort) return listing;
      this.#reads.delete(key);
      this.#listings.set(key, listing);
      this.#changed.fire({ accountId, regionId });
      return listing;
    });
    this.#reads.set(key, { done, abort });
    return done;
  }

  async #requestPage(
    accountId: string,
    regionId: string,
    before: RegionListing,
    signal: AbortSignal,
  ): Promise<RegionListing> {
    try {
      const client = await this.#clientFor(accountId);
      const { nextToken, ...page } = await client.describeInstances(
        { regionId, nextToken: before.nextToken },
        signal,
      );
      // A service that hands out a token again would page for ever, in a longer circle too.
      if (nextToken !== undefined && before.tokens.includes(nextToken))
        throw toLocalError("protocol", "RepeatedNextToken", undefined, { outcomeUnknown: false });
      const seen = new Set(before.instances.map(({ id }) => id));
      return {
        instances: [...before.instances, ...page.instances.filter(({ id }) => !seen.has(id))],
        nextToken,
        tokens: nextToken === undefined ? before.tokens : [...before.tokens, nextToken],
        totalCount: page.totalCount,
        unreadable: before.unreadable + page.unreadable,
        isRead: true,
      };
    } catch (error) {
      const known = this.listing(accountId, regionId);
      return { ...known, error, isErrorOfMore: before.isRead, isRead: true };
    }
  }
}
