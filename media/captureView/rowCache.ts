import type { Row } from "../../src/protocol/captureView.ts";
import type { Ask } from "./hostLink.ts";
import { createPieceCache, type PieceCache } from "./pieceCache.ts";

/** The rows of the list as filtered that were fetched so far. */
export type RowCache = Pick<PieceCache<Row>, "get" | "want"> & {
  /** Forgets everything. From now on only rows of this filter are taken; of none while it is undefined. */
  readonly reset: (filterId: number | undefined) => void;
};

/** Fetches rows through `ask`; `changed` hears of new ones, `failed` of the reason why there are none. */
export function createRowCache(
  ask: Ask,
  changed: (rows: readonly Row[]) => void,
  failed: (message: string) => void,
): RowCache {
  /** "any" until a filter was asked for: the page does not know the host's number for none. */
  let accepted: number | "any" | undefined = "any";
  const pieces = createPieceCache<Row>({
    pieceItems: 200,
    fetch: async (from, count) => {
      const outcome = await ask({ type: "rows", from, count });
      if (!outcome.ok) failed(outcome.message);
      const isTaken = outcome.ok && (accepted === "any" || outcome.value.filterId === accepted);
      return isTaken ? outcome.value.rows : [];
    },
    changed,
  });
  return {
    get: pieces.get,
    want: pieces.want,
    reset: (filterId) => {
      accepted = filterId;
      pieces.reset(filterId === undefined);
    },
  };
}
