import { createLines } from "./createLines.ts";

const chunkBits = 11;
const chunkRows = 1 << chunkBits;

/** The words of one direction's state, of which a row has two. */
export const stateWords = 8;
export const nextSequenceAt = 0;
/** Up to where everything was seen. */
export const seenUpToAt = 1;
export const lastAckAt = 2;
/** -1 before the first. */
export const windowAt = 3;
/** -1 where no SYN was seen, -2 where none is used. */
export const windowShiftAt = 4;
/** In a row; `ackedUnseen` when the other side acknowledged since what was not seen. */
export const duplicateAcksAt = 5;
export const baseAt = 6;
/** The marks of the newest segment, and two flags. */
export const flagsAt = 7;
export const baseKnownFlag = 1 << 16;
/** The newest window is one of a SYN, which is never scaled (RFC 7323, section 2.2). */
export const plainWindowFlag = 1 << 17;

/** The times of a row: when each direction's next sequence grew and its last acknowledgment came, SYN, handshake. */
export const nextTimeAt = 0;
export const ackTimeAt = 2;
export const synTimeAt = 4;
export const handshakeAt = 5;

/** In one row of memory lie 16 words and, behind them, the times. */
const rowWords = 32;
const rowTimes = 16;
const timesPlace = 8;
const timeCount = 6;

/** What is known of TCP conversations, in rows; direction 0 is from a to b, 1 is back. */
export type TcpStates = {
  readonly sizeBytes: number;
  /** Adds a row in which nothing is known; its number. */
  add(): number;
  /** The words of the row's directions begin at `offsetOf` it; likewise its times. */
  wordsOf(row: number): Int32Array;
  timesOf(row: number): Float64Array;
};

/** Where the row's words begin in `wordsOf`. */
export const wordsStart = (row: number): number => (row & (chunkRows - 1)) * rowWords;

/** Where the row's times begin in `timesOf`. */
export const timesStart = (row: number): number => (row & (chunkRows - 1)) * rowTimes + timesPlace;

/** No rows; they grow by chunks. */
export function createTcpStates(): TcpStates {
  const words: Int32Array[] = [];
  const times: Float64Array[] = [];
  const noWords = new Int32Array(chunkRows * rowWords);
  const noTimes = new Float64Array(chunkRows * rowTimes);
  let count = 0;
  return {
    get sizeBytes() {
      return words.length * chunkRows * rowWords * 4;
    },
    add: () => {
      const row = count;
      count += 1;
      if ((row & (chunkRows - 1)) === 0) {
        const lines = createLines(chunkRows * rowWords * 4);
        words.push(lines.words);
        times.push(lines.numbers);
      }
      const own = words[row >>> chunkBits] ?? noWords;
      for (let direction = 0; direction < 2; direction += 1) {
        const at = wordsStart(row) + direction * stateWords;
        own[at + windowShiftAt] = -1;
        own[at + windowAt] = -1;
      }
      times[row >>> chunkBits]?.fill(NaN, timesStart(row), timesStart(row) + timeCount);
      return row;
    },
    wordsOf: (row) => words[row >>> chunkBits] ?? noWords,
    timesOf: (row) => times[row >>> chunkBits] ?? noTimes,
  };
}
