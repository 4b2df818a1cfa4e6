import * as vscode from "vscode";
import { toFilterTags } from "../../eci/listing/instanceFilter.ts";
import { needsWholeInstances } from "../../eci/listing/instanceGroups.ts";
import type { InstanceStore } from "../../eci/listing/instanceStore.ts";
import type { ViewOptions } from "./viewOptions.ts";

type Place = { readonly accountId: string; readonly regionId: string };
/** What was asked of a region, each for the listing as it was at a time. */
type Asked = {
  tags?: { readonly asked: string; readonly asOfMs: number | undefined; readonly ids: ReadonlySet<string> };
  whole?: { readonly asOfMs: number | undefined; isDone: boolean };
  error?: { readonly asOfMs: number | undefined; readonly cause: unknown } | undefined;
};

/** Asks for what filter and groups need beyond the rows themselves: the filter's tags, and whole instances. */
export class RowDetails implements vscode.Disposable {
  readonly #store: InstanceStore;
  readonly #options: ViewOptions;
  readonly #changed = new vscode.EventEmitter<Place>();
  readonly #asked = new Map<string, Asked>();

  /** Fires with the region of which more became known, or could not. */
  readonly onDidChange = this.#changed.event;

  constructor(store: InstanceStore, options: ViewOptions) {
    this.#store = store;
    this.#options = options;
  }

  /** Asks the service which instances carry the filter's tags, and begins to read what the groups need. Never rejects. */
  async prepare(accountId: string, regionId: string): Promise<void> {
    const asked = this.#of(accountId, regionId);
    const tags = toFilterTags(this.#options.filter);
    const { asOfMs } = this.#store.listing(accountId, regionId);
    const isKnown = asked.tags?.asked === JSON.stringify(tags) && asked.tags.asOfMs === asOfMs;
    try {
      if (tags.length > 0 && !isKnown) {
        const ids = await this.#store.idsWithTags(accountId, regionId, tags);
        asked.tags = { asked: JSON.stringify(tags), asOfMs, ids };
      }
    } catch (cause) {
      asked.error = { asOfMs, cause };
    }
    // Once for each state of the listing: an instance that is gone already would be asked for again and again.
    const isAsked = asked.whole !== undefined && (!asked.whole.isDone || asked.whole.asOfMs === asOfMs);
    if (!isAsked && this.unreadCount(accountId, regionId) > 0) this.#readWhole(accountId, regionId, asOfMs);
  }

  /** Whether it is known which instances meet the filter: false while the service is asked for tags. */
  knowsTags(accountId: string, regionId: string): boolean {
    const tags = toFilterTags(this.#options.filter);
    return tags.length === 0 || this.#of(accountId, regionId).tags?.asked === JSON.stringify(tags);
  }

  /** Whether the service said that an instance carries all of the filter's tags. */
  hasTags(accountId: string, regionId: string, instanceId: string): boolean {
    return this.#of(accountId, regionId).tags?.ids.has(instanceId) ?? false;
  }

  /** How many instances the groups still wait for; 0 where they need no more than is there. */
  unreadCount(accountId: string, regionId: string): number {
    if (!needsWholeInstances(this.#options.grouping)) return 0;
    const { instances } = this.#store.listing(accountId, regionId);
    return instances.reduce((count, { isWhole }) => (isWhole ? count : count + 1), 0);
  }

  /** Why something could not be asked for. */
  error(accountId: string, regionId: string): unknown {
    const { error } = this.#of(accountId, regionId);
    return error?.asOfMs === this.#store.listing(accountId, regionId).asOfMs ? error?.cause : undefined;
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #of(accountId: string, regionId: string): Asked {
    const key = `${accountId}/${regionId}`;
    const asked = this.#asked.get(key) ?? {};
    this.#asked.set(key, asked);
    return asked;
  }

  #readWhole(accountId: string, regionId: string, asOfMs: number | undefined): void {
    const asked = this.#of(accountId, regionId);
    const pass = { asOfMs, isDone: false };
    asked.whole = pass;
    this.#store
      .readDetails(accountId, regionId)
      .catch((cause: unknown) => {
        asked.error = { asOfMs, cause };
      })
      .finally(() => {
        pass.isDone = true;
        this.#changed.fire({ accountId, regionId });
      });
  }
}
