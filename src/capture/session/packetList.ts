import { parseFilter } from "../filter/parseFilter.ts";
import { selectPackets } from "../filter/selectPackets.ts";
import { SessionError } from "./sessionError.ts";
import { createGrowingNumbers, type GrowingNumbers } from "./growingNumbers.ts";
import { createPacketReader } from "./packetReader.ts";
import { toPacketRow, type PacketRow } from "./packetRow.ts";
import type { SessionFile } from "./sessionFile.ts";

/** How many packets a filter has let through so far. */
export type Matched = { filterId: number; matched: number; isDone: boolean };

/** The packets of a capture as one page lists them: all, or those that its filter lets through. */
export type PacketList = {
  /**
   * Filters by an expression from now on, an empty one by none, and returns the filter's number. The one before ends.
   * Throws a FilterError.
   */
  setFilter(expression: string): number;
  /** Up to `count` rows from the one at `from`; fewer where there are no more. One that cannot be read again says what the index knows. */
  rows(from: number, count: number): Promise<{ filterId: number; from: number; rows: PacketRow[] }>;
  /** The row of the packet, or of the next one that the filter lets through; null for none. */
  place(number: number): Promise<number | null>;
  /** The indices of the packets in the list, once the whole file was read and filtered. */
  packets(): Promise<() => Iterable<number>>;
  dispose(): void;
};

export type PacketListOptions = {
  /** Numbers that no other filter of the page has had. */
  readonly nextFilterId: () => number;
  readonly tellMatched: (matched: Matched) => void;
  readonly now: () => number;
};

type CurrentFilter = {
  readonly id: number;
  /** Numbers from 1; undefined where all are let through. */
  readonly numbers: GrowingNumbers | undefined;
  readonly abort: AbortController;
  readonly done: Promise<void>;
};

/** How often a filter tells how far it is, in milliseconds. */
const tellIntervalMs = 150;

/** A list of all packets. */
export function createPacketList(file: SessionFile, options: PacketListOptions): PacketList {
  const { packets } = file.analysis;
  const { nextFilterId, tellMatched, now } = options;
  const reader = createPacketReader(file);
  let filter: CurrentFilter = noFilter(nextFilterId());
  let queue: Promise<unknown> = Promise.resolve();

  const select = async (expression: ReturnType<typeof parseFilter>, current: CurrentFilter) => {
    const { id, numbers } = current;
    const { signal } = current.abort;
    let toldAtMs = -Infinity;
    const tell = (isDone: boolean) => {
      if (filter !== current || (!isDone && now() - toldAtMs < tellIntervalMs)) return;
      toldAtMs = now();
      tellMatched({ filterId: id, matched: numbers?.count ?? 0, isDone });
    };
    try {
      await file.whenRead();
      signal.throwIfAborted();
      const next = file.openPass();
      const paced = async () => {
        await file.pause();
        return next();
      };
      await selectPackets(expression, file.analysis, paced, {
        signal,
        onSelected: (more) => {
          numbers?.add(more);
          tell(false);
        },
      });
    } finally {
      tell(true);
    }
  };

  const setFilter = (expression: string): number => {
    const node = parseFilter(expression);
    filter.abort.abort(new SessionError("closed"));
    const id = nextFilterId();
    if (node.kind === "all") {
      filter = noFilter(id);
      tellMatched({ filterId: id, matched: packets.count, isDone: file.isRead() });
      return id;
    }
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    // Who waits for it hears of the reason; nobody may.
    promise.catch(() => undefined);
    const current: CurrentFilter = {
      id,
      numbers: createGrowingNumbers(),
      abort: new AbortController(),
      done: promise,
    };
    filter = current;
    select(node, current).then(() => resolve(undefined), reject);
    return id;
  };

  const readRows = async (from: number, count: number) => {
    const { id, numbers } = filter;
    const total = numbers?.count ?? packets.count;
    const packetAt = (row: number) => (numbers === undefined ? row : numbers.at(row) - 1);
    const rows: PacketRow[] = [];
    let isLost = false;
    for (let row = from; row < Math.min(total, from + count); row += 1) {
      const packet = packetAt(row);
      const read = await reader.read(packet);
      isLost ||= read === undefined;
      rows.push(toPacketRow(packets, packet, row === 0 ? undefined : packetAt(row - 1), read));
    }
    if (isLost) file.lost();
    return { filterId: id, from, rows };
  };

  return {
    setFilter,
    rows: (from, count) => {
      // The reader takes one call at a time.
      const answer = queue.then(() => readRows(from, count));
      queue = answer.catch(() => undefined);
      return answer;
    },
    place: async (number) => {
      const current = filter;
      const { numbers } = current;
      if (numbers === undefined) return number <= packets.count ? number - 1 : null;
      let row = numbers.placeOf(number);
      if (row === numbers.count) {
        await current.done;
        row = numbers.placeOf(number);
      }
      return row === numbers.count ? null : row;
    },
    packets: async () => {
      const { numbers, done } = filter;
      await file.whenRead();
      await done;
      return function* () {
        const total = numbers?.count ?? packets.count;
        for (let row = 0; row < total; row += 1) yield numbers === undefined ? row : numbers.at(row) - 1;
      };
    },
    dispose: () => filter.abort.abort(new SessionError("closed")),
  };
}

function noFilter(id: number): CurrentFilter {
  return { id, numbers: undefined, abort: new AbortController(), done: Promise.resolve() };
}
