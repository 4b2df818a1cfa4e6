/** The pieces that are kept; those used longest ago go first. */
const maxPieces = 60;
/** Requests that are under way at one time: what a fast scroll passes by is never asked for. */
const maxUnderWay = 2;

/** What was fetched so far of a long list. */
export type PieceCache<Item> = {
  readonly get: (index: number) => Item | undefined;
  /** Fetches what is missing of the items from `first` to before `end` of `count`. The last call counts. */
  readonly want: (first: number, end: number, count: number) => void;
  /** Fetches again what is wanted, and keeps what it has until then. */
  readonly refresh: () => void;
  /** Forgets everything, answers that are under way too; fetches nothing while it is paused. */
  readonly reset: (isPaused?: boolean) => void;
};

/** Fetches a list by pieces; `fetch` gives nothing for what is not to be had, and does not reject. */
export function createPieceCache<Item>(options: {
  readonly pieceItems: number;
  readonly fetch: (from: number, count: number) => Promise<readonly Item[]>;
  readonly changed: (items: readonly Item[]) => void;
}): PieceCache<Item> {
  const { pieceItems } = options;
  /** In the order of use. */
  const pieces = new Map<number, readonly Item[]>();
  const underWay = new Set<number>();
  const stale = new Set<number>();
  /** What could not be had is not asked for again until something else is wanted. */
  const broken = new Set<number>();
  let wanted: readonly number[] = [];
  let total = 0;
  let generation = 0;
  let isPaused = false;

  const isMissing = (piece: number) => {
    if (underWay.has(piece) || broken.has(piece)) return false;
    const full = Math.min(pieceItems, total - piece * pieceItems);
    return full > 0 && (stale.has(piece) || (pieces.get(piece)?.length ?? 0) < full);
  };
  const store = (piece: number, items: readonly Item[]) => {
    pieces.delete(piece);
    pieces.set(piece, items);
    for (const oldest of pieces.keys()) {
      if (pieces.size <= maxPieces) break;
      pieces.delete(oldest);
    }
  };
  const fetchPiece = async (piece: number, asked: number) => {
    underWay.add(piece);
    stale.delete(piece);
    const from = piece * pieceItems;
    const items = await options.fetch(from, Math.min(pieceItems, total - from));
    if (asked !== generation) return;
    underWay.delete(piece);
    if (items.length === 0) broken.add(piece);
    else {
      store(piece, items);
      options.changed(items);
    }
    fetchNext();
  };
  const fetchNext = () => {
    while (!isPaused && underWay.size < maxUnderWay) {
      const piece = wanted.find(isMissing);
      if (piece === undefined) return;
      fetchPiece(piece, generation).catch(() => broken.add(piece));
    }
  };

  return {
    get: (index) => pieces.get(Math.floor(index / pieceItems))?.[index % pieceItems],
    want: (first, end, count) => {
      const firstPiece = Math.floor(first / pieceItems);
      const lastPiece = Math.floor(Math.max(first, end - 1) / pieceItems);
      const next = Array.from({ length: lastPiece - firstPiece + 1 }, (_, index) => firstPiece + index);
      if (count !== total || next.some((piece) => !wanted.includes(piece))) broken.clear();
      total = count;
      wanted = next;
      for (const piece of next) {
        const items = pieces.get(piece);
        if (items) store(piece, items);
      }
      fetchNext();
    },
    refresh: () => {
      broken.clear();
      for (const piece of pieces.keys()) stale.add(piece);
      fetchNext();
    },
    reset: (shallPause = false) => {
      generation += 1;
      isPaused = shallPause;
      for (const each of [pieces, underWay, stale, broken]) each.clear();
      fetchNext();
    },
  };
}
