const chunkBits = 11;
const chunkRows = 1 << chunkBits;

/** The words of one direction's state, of which a row has two. */
export const stateWords = 10;
export const nextSequenceAt = 0;
/** Up to where everything was seen. */
export const seenUpToAt = 1;
export const lastAckAt = 2;
/** -1 before the first. */
export const windowAt = 3;
/** -1 where no SYN was seen, -2 where none is used. */
export const windowShiftAt = 4;
export const lastMarksAt = 5;
/** In a row; `ackedUnseen` when the other side acknowledged since what was not seen. */
export const duplicateAcksAt = 6;
export const baseAt = 7;
export const isBaseKnownAt = 8;
/** 1 when the newest window is one of a SYN, which is never scaled (RFC 7323, section 2.2). */
export const isWindowPlainAt = 9;

/** The times of a row: when each direction's next sequence grew and its last acknowledgment came, SYN, handshake. */
export const nextTimeAt = 0;
export const ackTimeAt = 2;
export const synTimeAt = 4;
export const handshakeAt = 5;
const timeWords = 6;

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
export const wordsStart = (row: number): number => (row & (chunkRows - 1)) * 2 * stateWords;

/** Where the row's times begin in `timesOf`. */
export const timesStart = (row: number): number => (row & (chunkRows - 1)) * timeWords;

/** No rows; they grow by chunks. */
export function createTcpStates(): TcpStates {
  const words: Int32Array[] = [];
  const times: Float64Array[] = [];
  const noWords = new Int32Array(chunkRows * 2 * stateWords);
  const noTimes = new Float64Array(chunkRows * timeWords);
  let count = 0;
  return {
    get sizeBytes() {
      return words.length * chunkRows * (2 * stateWords * 4 + timeWords * 8);
    },
    add: () => {
      const row = count;
      count += 1;
      if ((row & (chunkRows - 1)) === 0) {
        words.push(new Int32Array(chunkRows * 2 * stateWords));
        times.push(new Float64Array(chunkRows * timeWords).fill(NaN));
      }
      const own = words[row >>> chunkBits] ?? noWords;
      for (let direction = 0; direction < 2; direction += 1) {
        const at = wordsStart(row) + direction * stateWords;
        own[at + windowShiftAt] = -1;
        own[at + windowAt] = -1;
      }
      return row;
    },
    wordsOf: (row) => words[row >>> chunkBits] ?? noWords,
    timesOf: (row) => times[row >>> chunkBits] ?? noTimes,
  };
}
