import type { Instance } from "../model.ts";
import { mergeInstance } from "./mergeInstance.ts";

/** What is known of one region of one account. */
export type RegionListing = {
  readonly instances: readonly Instance[];
  /** False until the first page was read, or failed. */
  readonly isRead: boolean;
  /** Whether further pages of a listing from its start are still to come. */
  readonly isReading: boolean;
  /** How many instances the service says there are. */
  readonly totalCount?: number | undefined;
  /** Rows of the answers that were no instances. */
  readonly unreadable: number;
  /** How the last read failed; what was there stays. */
  readonly error?: unknown;
  /** When the rows were last known to be true, in milliseconds since 1970. */
  readonly asOfMs?: number | undefined;
};

/** The listing of a region that was never asked for. */
export const unreadListing: RegionListing = { instances: [], isRead: false, isReading: false, unreadable: 0 };

/** What a page changed: which instances it brought or told anew, and whether there are other rows than before. */
export type Merged = { readonly ids: readonly string[]; readonly hasOtherRows: boolean };

/** The rows of a region, by id, in the order in which they came. */
export type RegionRows = {
  list(): readonly Instance[];
  get(id: string): Instance | undefined;
  merge(rows: readonly Instance[]): Merged;
  /** Takes away all but these; gives whether any went. */
  keepOnly(ids: ReadonlySet<string>): boolean;
};

/** Makes an empty list of rows. */
export function createRegionRows(): RegionRows {
  const byId = new Map<string, Instance>();
  let listed: readonly Instance[] | undefined;
  return {
    list: () => (listed ??= [...byId.values()]),
    get: (id) => byId.get(id),
    merge(rows) {
      const ids: string[] = [];
      let hasOtherRows = false;
      for (const row of rows) {
        const known = byId.get(row.id);
        const merged = mergeInstance(known, row);
        if (merged === known) continue;
        byId.set(row.id, merged);
        ids.push(row.id);
        hasOtherRows ||= known === undefined;
      }
      if (ids.length > 0) listed = undefined;
      return { ids, hasOtherRows };
    },
    keepOnly(ids) {
      const gone = [...byId.keys()].filter((id) => !ids.has(id));
      for (const id of gone) byId.delete(id);
      if (gone.length > 0) listed = undefined;
      return gone.length > 0;
    },
  };
}
