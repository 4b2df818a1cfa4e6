import { toIsoTime } from "./isoTime.ts";
import { toLinkTypeName } from "./linkTypeName.ts";

/** What one interface's packets say: its link type, its clock, and the earliest and latest reading of it. */
export type InterfaceTally = {
  readonly linkType: number;
  /** Zero when packets are kept whole. */
  readonly snaplenBytes: number;
  /** Turns a reading, two 32-bit words, into nanoseconds since 1970 UTC. */
  readonly toNanoseconds: (high: number, low: number) => bigint;
  hasTime: boolean;
  firstHigh: number;
  firstLow: number;
  lastHigh: number;
  lastLow: number;
};

/** Counts packets over all interfaces of a file. */
export type PacketTally = {
  packets: number;
  capturedBytes: number;
  readonly linkTypes: Set<number>;
  first: bigint | undefined;
  last: bigint | undefined;
};

export function createPacketTally(): PacketTally {
  return { packets: 0, capturedBytes: 0, linkTypes: new Set(), first: undefined, last: undefined };
}

export function createInterfaceTally(
  clock: Pick<InterfaceTally, "linkType" | "snaplenBytes" | "toNanoseconds">,
): InterfaceTally {
  return { ...clock, hasTime: false, firstHigh: 0, firstLow: 0, lastHigh: 0, lastLow: 0 };
}

/** Notes a reading of the clock; compares words only, since arithmetic on 64 bits is slow. */
export function addTime(tally: InterfaceTally, high: number, low: number): void {
  if (!tally.hasTime) {
    tally.hasTime = true;
    tally.firstHigh = tally.lastHigh = high;
    tally.firstLow = tally.lastLow = low;
  } else if (high > tally.lastHigh || (high === tally.lastHigh && low > tally.lastLow)) {
    tally.lastHigh = high;
    tally.lastLow = low;
  } else if (high < tally.firstHigh || (high === tally.firstHigh && low < tally.firstLow)) {
    tally.firstHigh = high;
    tally.firstLow = low;
  }
}

/** Takes an interface's times into the whole; once an interface, when no packet of it comes any more. */
export function addInterface(tally: PacketTally, own: InterfaceTally): void {
  if (!own.hasTime) return;
  const first = own.toNanoseconds(own.firstHigh, own.firstLow);
  const last = own.toNanoseconds(own.lastHigh, own.lastLow);
  if (tally.first === undefined || first < tally.first) tally.first = first;
  if (tally.last === undefined || last > tally.last) tally.last = last;
}

/** The counts in the words of a summary. */
export function toCounts(tally: PacketTally) {
  return {
    packets: tally.packets,
    capturedBytes: tally.capturedBytes,
    linkTypes: [...tally.linkTypes].map(toLinkTypeName),
    firstTime: tally.first === undefined ? null : toIsoTime(tally.first),
    lastTime: tally.last === undefined ? null : toIsoTime(tally.last),
  };
}
