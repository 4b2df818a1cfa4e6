import { toIsoTime } from "./isoTime.ts";
import type { PacketRecord } from "./packetRecord.ts";

/** Counts packets, and notes the earliest and the latest of those that have a time. */
export type PacketTally = {
  packets: number;
  capturedBytes: number;
  firstSeconds: number;
  firstNanoseconds: number;
  lastSeconds: number;
  lastNanoseconds: number;
};

export function createPacketTally(): PacketTally {
  return {
    packets: 0,
    capturedBytes: 0,
    firstSeconds: Number.NaN,
    firstNanoseconds: 0,
    lastSeconds: Number.NaN,
    lastNanoseconds: 0,
  };
}

export function addPacket(tally: PacketTally, record: PacketRecord): void {
  const { seconds, nanoseconds } = record;
  tally.packets += 1;
  tally.capturedBytes += record.end - record.start;
  if (Number.isNaN(seconds)) return;
  const isFirst = Number.isNaN(tally.firstSeconds);
  if (
    isFirst ||
    seconds < tally.firstSeconds ||
    (seconds === tally.firstSeconds && nanoseconds < tally.firstNanoseconds)
  ) {
    tally.firstSeconds = seconds;
    tally.firstNanoseconds = nanoseconds;
  }
  if (
    isFirst ||
    seconds > tally.lastSeconds ||
    (seconds === tally.lastSeconds && nanoseconds > tally.lastNanoseconds)
  ) {
    tally.lastSeconds = seconds;
    tally.lastNanoseconds = nanoseconds;
  }
}

/** The counts in the words of a summary. */
export function toCounts(tally: PacketTally) {
  return {
    packets: tally.packets,
    capturedBytes: tally.capturedBytes,
    firstTime: toIsoTime(tally.firstSeconds, tally.firstNanoseconds),
    lastTime: toIsoTime(tally.lastSeconds, tally.lastNanoseconds),
  };
}
