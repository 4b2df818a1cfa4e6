import type { EciClient, StatusQuery } from "../eciClient.ts";
import { createEmitter } from "../emitter.ts";
import type { Instance } from "../model.ts";
import { createDetailQueue, type DetailQueue } from "./detailQueue.ts";
import { readPages, readStatusPages } from "./readPages.ts";
import { createRegionRows, unreadListing, type RegionListing, type RegionRows } from "./regionListing.ts";

export type FoundInstance = { readonly accountId: string; readonly instance: Instance };

/** `rows`: a listing has other rows, or its state is another. `facts`: these instances alone are told anew. */
export type ListingChange = {
  readonly accountId: string;
  readonly regionId: string;
  readonly kind: "rows" | "facts";
  readonly ids: readonly string[];
};

type Region = {
  readonly accountId: string;
  readonly regionId: string;
  readonly rows: RegionRows;
  readonly details: DetailQueue;
  readonly abort: AbortController;
  /** When each instance was last read whole, in milliseconds since 1970. */
  readonly wholeAtMs: Map<string, number>;
  listing: RegionListing;
  reading?: { readonly first: Promise<void>; readonly all: Promise<void> } | undefined;
  /** When the listing was last read from its start, in milliseconds since 1970. */
  readAtMs: number;
  /** Whether the rows came from DescribeContainerGroupStatus, which can be asked for changes alone. */
  hasStatuses: boolean;
};

const keyOf = (accountId: string, regionId: string): string => `${accountId}/${regionId}`;

/** Changes tell nothing of instances that vanished, so a listing is read from its start this often. */
const reconcileMs = 10 * 60_000;
/** Changes are asked for from a little before the last look: the service's clock is another. */
const overlapSeconds = 30;
/** The longest time back that DescribeContainerGroupStatus can be asked for (SinceSecond). */
const maxSinceSeconds = 3600;
/** How long what was read of an instance counts as its present state. */
const wholeForMs = 60_000;

/**
 * Holds the instances read so far, a listing an account and region. Reads of one listing never overlap; failures are in
 * the listing, and what was read before stays.
 */
export class InstanceStore {
  readonly #regions = new Map<string, Region>();
  readonly #changed = createEmitter<ListingChange>();
  readonly #clientFor: (accountId: string) => Promise<EciClient>;
  readonly #clock: () => number;

  /** `clock` gives milliseconds since 1970. */
  constructor(clientFor: (accountId: string) => Promise<EciClient>, clock: () => number = Date.now) {
    this.#clientFor = clientFor;
    this.#clock = clock;
  }

  /** Calls back after a listing changed; the function it gives ends that. */
  onChange(listener: (change: ListingChange) => void): () => void {
    return this.#changed.on(listener);
  }

  listing(accountId: string, regionId: string): RegionListing {
    return this.#regions.get(keyOf(accountId, regionId))?.listing ?? unreadListing;
  }

  /** The instance as far as it is known. */
  known(accountId: string, regionId: string, instanceId: string): Instance | undefined {
    return this.#regions.get(keyOf(accountId, regionId))?.rows.get(instanceId);
  }

  /** Every instance read so far. */
  all(): FoundInstance[] {
    return [...this.#regions.values()].flatMap(({ accountId, rows }) =>
      rows.list().map((instance) => ({ accountId, instance })),
    );
  }

  /** The listing once its first page is there or failed; the further pages follow by themselves. */
  async read(accountId: string, regionId: string): Promise<RegionListing> {
    const region = this.#open(accountId, regionId);
    if (!region.listing.isRead) await this.#startReading(region).first;
    return region.listing;
  }

  /** The listing once it is whole or failed. */
  async readWhole(accountId: string, regionId: string): Promise<RegionListing> {
    const region = this.#open(accountId, regionId);
    if (!region.listing.isRead || region.listing.isReading) await this.#startReading(region).all;
    return region.listing;
  }

  /** Reads a listing again from its start; what was there stays visible, and instances that are gone go at the end. */
  async refresh(accountId: string, regionId: string): Promise<RegionListing> {
    const region = this.#open(accountId, regionId);
    await this.#startReading(region).all;
    return region.listing;
  }

  /** Reads again every listing that was read before. */
  async refreshAll(): Promise<void> {
    await Promise.all([...this.#regions.values()].map((region) => this.#startReading(region).all));
  }

  /** Asks each listing that was read what changed since; now and then, and where that cannot be asked, for all of it. */
  async pollAll(): Promise<void> {
    const read = [...this.#regions.values()].filter(({ listing, reading }) => listing.isRead && !reading);
    await Promise.all(read.map((region) => this.#poll(region)));
  }

  /**
   * One instance, whole and of the last minute; undefined where the service does not list it. Instances that are asked
   * for together are one call. Rejects with a `CloudError`.
   */
  async find(accountId: string, regionId: string, instanceId: string): Promise<Instance | undefined> {
    const region = this.#open(accountId, regionId);
    const known = region.rows.get(instanceId);
    const wholeAtMs = region.wholeAtMs.get(instanceId);
    const isOfNow = wholeAtMs !== undefined && this.#clock() - wholeAtMs < wholeForMs;
    if (known?.isWhole === true && isOfNow) return known;
    return region.details.ask(instanceId);
  }

  /** Reads whole every instance of a listing that is not; rejects with the first `CloudError`. */
  async readDetails(accountId: string, regionId: string): Promise<void> {
    const region = this.#open(accountId, regionId);
    const ids = region.rows.list().flatMap(({ id, isWhole }) => (isWhole ? [] : [id]));
    await Promise.all(ids.map((id) => region.details.ask(id)));
  }

  /** The ids of the instances that carry the tags, as the service says. Rejects with a `CloudError`. */
  async idsWithTags(
    accountId: string,
    regionId: string,
    tags: NonNullable<StatusQuery["tags"]>,
  ): Promise<ReadonlySet<string>> {
    const region = this.#open(accountId, regionId);
    const client = await this.#clientFor(accountId);
    const ids = new Set<string>();
    for await (const page of readStatusPages(client, { regionId, tags }, region.abort.signal))
      for (const { id } of page.instances) ids.add(id);
    return ids;
  }

  /** Forgets all that was read for an account, and ends its reads. */
  forget(accountId: string): void {
    for (const [key, region] of [...this.#regions]) {
      if (region.accountId !== accountId) continue;
      region.abort.abort();
      this.#regions.delete(key);
    }
  }

  dispose(): void {
    for (const { abort } of this.#regions.values()) abort.abort();
    this.#regions.clear();
  }

  #open(accountId: string, regionId: string): Region {
    const key = keyOf(accountId, regionId);
    const known = this.#regions.get(key);
    if (known) return known;
    const region: Region = {
      accountId,
      regionId,
      rows: createRegionRows(),
      details: createDetailQueue((ids) => this.#readIds(region, ids)),
      abort: new AbortController(),
      wholeAtMs: new Map(),
      listing: unreadListing,
      readAtMs: 0,
      hasStatuses: false,
    };
    this.#regions.set(key, region);
    return region;
  }

  #startReading(region: Region): NonNullable<Region["reading"]> {
    if (region.reading) return region.reading;
    let tellFirst = (): void => undefined;
    const first = new Promise<void>((resolve) => {
      tellFirst = resolve;
    });
    const all = this.#readAll(region, tellFirst).finally(() => {
      tellFirst();
    });
    return (region.reading = { first, all });
  }

  /** Never rejects. */
  async #readAll(region: Region, tellFirst: () => void): Promise<void> {
    const startedAtMs = this.#clock();
    const seen = new Set<string>();
    let unreadable = 0;
    let hasStatuses = false;
    try {
      const client = await this.#clientFor(region.accountId);
      for await (const page of readPages(client, region.regionId, region.abort.signal)) {
        for (const { id, isWhole } of page.instances) {
          seen.add(id);
          hasStatuses ||= !isWhole;
        }
        unreadable += page.unreadable;
        this.#noteWhole(region, page.instances);
        const { ids } = region.rows.merge(page.instances);
        const { totalCount } = page;
        this.#tell(region, "rows", ids, { isRead: true, isReading: true, totalCount, unreadable });
        tellFirst();
      }
      region.rows.keepOnly(seen);
      region.readAtMs = startedAtMs;
      region.hasStatuses = hasStatuses;
      region.reading = undefined;
      this.#tell(region, "rows", [], { isReading: false, error: undefined, asOfMs: startedAtMs });
    } catch (error) {
      region.reading = undefined;
      this.#tell(region, "rows", [], { isRead: true, isReading: false, error });
    }
  }

  async #poll(region: Region): Promise<void> {
    const startedAtMs = this.#clock();
    const { asOfMs = 0, error } = region.listing;
    const sinceSeconds = (startedAtMs - asOfMs) / 1000 + overlapSeconds;
    const isDue = startedAtMs - region.readAtMs >= reconcileMs || sinceSeconds > maxSinceSeconds;
    if (isDue || !region.hasStatuses) return this.#startReading(region).all;
    const all = (async () => {
      try {
        const client = await this.#clientFor(region.accountId);
        const query = { regionId: region.regionId, sinceSeconds };
        for await (const page of readStatusPages(client, query, region.abort.signal)) {
          const { ids, hasOtherRows } = region.rows.merge(page.instances);
          if (ids.length > 0) this.#tell(region, hasOtherRows ? "rows" : "facts", ids, {});
        }
        region.reading = undefined;
        const kind = error === undefined ? "facts" : "rows";
        this.#tell(region, kind, [], { error: undefined, asOfMs: startedAtMs });
      } catch (failure) {
        region.reading = undefined;
        this.#tell(region, "rows", [], { error: failure });
      }
    })();
    region.reading = { first: all, all };
    return all;
  }

  async #readIds(region: Region, ids: readonly string[]): Promise<readonly Instance[]> {
    const { accountId, regionId, abort } = region;
    const client = await this.#clientFor(accountId);
    const { instances } = await client.describeInstances({ regionId, ids }, abort.signal);
    this.#noteWhole(region, instances);
    // Of a region that was never listed, single instances make no listing.
    const listed = instances.filter(({ id }) => region.rows.get(id) !== undefined);
    const merged = region.rows.merge(listed);
    if (merged.ids.length > 0) this.#tell(region, "facts", merged.ids, {});
    return instances;
  }

  #noteWhole(region: Region, instances: readonly Instance[]): void {
    for (const { id, isWhole } of instances) if (isWhole) region.wholeAtMs.set(id, this.#clock());
  }

  /** Replaces the listing, and tells; of a region that was forgotten meanwhile nobody hears. */
  #tell(
    region: Region,
    kind: ListingChange["kind"],
    ids: readonly string[],
    more: Partial<RegionListing>,
  ): void {
    const { accountId, regionId, rows } = region;
    if (this.#regions.get(keyOf(accountId, regionId)) !== region) return;
    region.listing = { ...region.listing, ...more, instances: rows.list() };
    this.#changed.emit({ accountId, regionId, kind, ids });
  }
}
