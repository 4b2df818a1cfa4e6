import type { FindingRow, Packet } from "../../src/protocol/captureView.ts";
import { never, type PageCore } from "./pageCore.ts";
import { toRowCount, withNotice } from "./pageState.ts";
import { toFindingText, toNumberText, toWords } from "./pageWords.ts";

/** How long the selection rests before its packet is fetched: arrows that are held down pass many by. */
const restMs = 40;

/** What a person does in the list of packets, and what is selected in it. */
export type ListActions = {
  /** The file is another one: what is still under way for a packet of the old one comes to nothing, and is no failure. */
  readonly forget: () => void;
  /** Selects a row of the list as filtered, counted from 0, and shows its packet. */
  readonly select: (row: number, where?: "nearest" | "middle") => void;
  /** Moves the selection by so many rows, within the list. */
  readonly move: (rows: number) => void;
  /** The row of the packet of that number, or of the next one that the filter lets through; undefined for none. */
  readonly find: (number: number) => Promise<{ readonly row: number; readonly isExact: boolean } | undefined>;
  /** Selects the packet of that number, or the next one that the filter lets through. Resolves once its row is known. */
  readonly goTo: (number: number) => Promise<"found" | "next" | "none">;
  /** Rows came: selects the one that the selection waits for. */
  readonly rowsCame: () => void;
  /** The worst finding of a file that is wholly read is where it opens, where the user has not gone anywhere yet. */
  readonly openAtWorst: (finding: FindingRow) => void;
};

export function createListActions(core: PageCore): ListActions {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isRowWaited = false;
  let generation = 0;

  const fetchPacket = (number: number) => {
    clearTimeout(timer);
    if (core.state().selected !== number) core.update({ selected: number });
    core.keep();
    timer = setTimeout(() => {
      const asked = generation;
      core.ask({ type: "packet", number }).then((outcome) => {
        if (asked !== generation) return;
        const packet = core.valueOf(outcome);
        if (packet && core.state().selected === number) showPacket(packet);
      }, never);
    }, restMs);
  };
  const showPacket = (packet: Packet) => {
    core.update({ packet, node: undefined, byte: -1 });
  };
  const select = (row: number, where: "nearest" | "middle" = "nearest") => {
    const count = toRowCount(core.state());
    if (count === 0) return;
    const cursor = Math.min(Math.max(0, row), count - 1);
    core.update({ cursor });
    core.list.span(count);
    core.list.reveal(cursor, where);
    isRowWaited = true;
    rowsCame();
  };
  const rowsCame = () => {
    const row = core.rows.get(core.state().cursor);
    if (!isRowWaited || !row) return;
    isRowWaited = false;
    const { texts } = core.state();
    core.announce(toWords(texts, "selectedPacket", { number: toNumberText(row.number), info: row.info }));
    fetchPacket(row.number);
  };
  const find = async (number: number) => {
    const place = core.valueOf(await core.ask({ type: "place", number }));
    if (!place || place.row === null) return undefined;
    const { row } = place;
    if (core.state().filter.applied === "") return { row, isExact: true };
    const rows = core.valueOf(await core.ask({ type: "rows", from: row, count: 1 }));
    return { row, isExact: rows?.rows[0]?.number === number };
  };
  const goTo = async (number: number): Promise<"found" | "next" | "none"> => {
    const place = await find(number);
    if (!place) return "none";
    select(place.row, "middle");
    return place.isExact ? "found" : "next";
  };

  return {
    select,
    forget: () => {
      clearTimeout(timer);
      isRowWaited = false;
      generation += 1;
    },
    move: (rows) => {
      const { cursor } = core.state();
      select(cursor < 0 ? 0 : cursor + rows);
    },
    find,
    goTo,
    rowsCame,
    openAtWorst: (finding) => {
      const [first] = finding.packets;
      if (first === undefined) return;
      const { texts, notices } = core.state();
      core.update({ openedAt: finding, notices: withNotice(notices, "goTo", undefined) });
      goTo(first).then(() => {
        core.announce(toWords(texts, "openedAt", { finding: toFindingText(texts, finding) }));
      }, never);
    },
  };
}
