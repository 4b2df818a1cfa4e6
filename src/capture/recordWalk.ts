import type { DamageReason } from "./captureSummary.ts";

/** Goes through the records of one file format; a place in the file at any time, never a copy of its bytes. */
export type RecordWalk = {
  /**
   * Takes all that is whole of `bytes[at]` to `bytes[end - 1]`, where `bytes[0]` stands at `fileOffset` of the file,
   * and returns where it stopped: before `end` when it needs more than is there, behind it when it skips.
   */
  walk(bytes: Uint8Array, at: number, end: number, fileOffset: number): number;
  /** How many bytes it needs at the place where it stopped. */
  neededBytes: number;
  /** Where the record or block begins that is not read to its end yet. */
  recordOffset: number;
  /** Why it cannot go on with that one. */
  reason: DamageReason | undefined;
};
