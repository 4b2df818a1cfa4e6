import { packetMarks } from "./packetMarks.ts";
import { rstFlag } from "./tcpSegment.ts";

const chunkBits = 11;
const chunkRows = 1 << chunkBits;

/** The words of a row: its pair of ends, its kind, which end is `a`, its stream and its row of TCP state. */
export const pairAt = 0;
export const kindAt = 1;
/** 1 when `a` is the first end of the pair's key. */
export const isFirstAAt = 2;
export const streamAt = 3;
export const stateRowAt = 4;
/** Then the counts of each direction. */
export const countsAt = 5;
export const countWords = 6;
export const packetsOf = 0;
export const flagsOf = 1;
export const retransmissionsOf = 2;
export const duplicateAcksOf = 3;
export const zeroWindowsOf = 4;
export const resetsOf = 5;
const words = countsAt + 2 * countWords;

/** The numbers of a row: bytes of each direction, times of the first and the last packet, of a's first bytes, and the answer's delay. */
export const bytesAt = 0;
export const firstTimeAt = 2;
export const lastTimeAt = 3;
const askedTimeAt = 4;
export const answerAt = 5;
const numbers = 6;

/** What is counted of conversations, in rows by their id. */
export type ConversationRows = {
  readonly count: number;
  readonly sizeBytes: number;
  /** Adds a row without packets; its id. */
  add(pair: number, kind: number, isFirstA: boolean, stream: number, stateRow: number): number;
  /** The word of a row; 0 where there is no such row. */
  wordOf(id: number, at: number): number;
  /** The number of a row; NaN where there is no such row, or where it is not known. */
  numberOf(id: number, at: number): number;
  /** Counts a packet, `direction` 0 from a; `payloadBytes` are those that ask or answer. */
  countPacket(
    id: number,
    direction: number,
    wireBytes: number,
    relativeNanoseconds: number,
    tcpFlags: number,
    marks: number,
    payloadBytes: number,
  ): void;
};

/** No rows; they grow by chunks, so that growing copies nothing. */
export function createConversationRows(): ConversationRows {
  return new Rows();
}

class Rows implements ConversationRows {
  readonly #words: Uint32Array[] = [];
  readonly #numbers: Float64Array[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  get sizeBytes(): number {
    return this.#words.length * chunkRows * (words * 4 + numbers * 8);
  }

  add(pair: number, kind: number, isFirstA: boolean, stream: number, stateRow: number): number {
    const id = this.#count;
    this.#count += 1;
    if ((id & (chunkRows - 1)) === 0) {
      this.#words.push(new Uint32Array(chunkRows * words));
      this.#numbers.push(new Float64Array(chunkRows * numbers));
    }
    const row = this.#words[id >>> chunkBits];
    const place = (id & (chunkRows - 1)) * words;
    row?.set([pair, kind, isFirstA ? 1 : 0, stream, stateRow], place);
    const values = this.#numbers[id >>> chunkBits];
    const valuesAt = (id & (chunkRows - 1)) * numbers;
    values?.fill(NaN, valuesAt + firstTimeAt, valuesAt + numbers);
    return id;
  }

  wordOf(id: number, at: number): number {
    if (!(id < this.#count)) return 0;
    return this.#words[id >>> chunkBits]?.[(id & (chunkRows - 1)) * words + at] ?? 0;
  }

  numberOf(id: number, at: number): number {
    if (!(id < this.#count)) return NaN;
    return this.#numbers[id >>> chunkBits]?.[(id & (chunkRows - 1)) * numbers + at] ?? NaN;
  }

  countPacket(
    id: number,
    direction: number,
    wireBytes: number,
    relativeNanoseconds: number,
    tcpFlags: number,
    marks: number,
    payloadBytes: number,
  ): void {
    const row = this.#words[id >>> chunkBits];
    const values = this.#numbers[id >>> chunkBits];
    if (!row || !values) return;
    const at = (id & (chunkRows - 1)) * words + countsAt + direction * countWords;
    row[at + packetsOf] = (row[at + packetsOf] ?? 0) + 1;
    if (tcpFlags !== 0) {
      row[at + flagsOf] = (row[at + flagsOf] ?? 0) | tcpFlags;
      if ((tcpFlags & rstFlag) !== 0) row[at + resetsOf] = (row[at + resetsOf] ?? 0) + 1;
    }
    if (marks !== 0) {
      if ((marks & packetMarks.retransmission) !== 0) {
        row[at + retransmissionsOf] = (row[at + retransmissionsOf] ?? 0) + 1;
      }
      if ((marks & packetMarks.duplicateAck) !== 0) {
        row[at + duplicateAcksOf] = (row[at + duplicateAcksOf] ?? 0) + 1;
      }
      if ((marks & packetMarks.zeroWindow) !== 0) {
        row[at + zeroWindowsOf] = (row[at + zeroWindowsOf] ?? 0) + 1;
      }
    }
    const place = (id & (chunkRows - 1)) * numbers;
    values[place + bytesAt + direction] = (values[place + bytesAt + direction] ?? 0) + wireBytes;
    // NaN compares false, so that the first time is taken and none is never.
    if (!((values[place + firstTimeAt] ?? NaN) <= relativeNanoseconds)) {
      if (!Number.isNaN(relativeNanoseconds)) values[place + firstTimeAt] = relativeNanoseconds;
    }
    if (!((values[place + lastTimeAt] ?? NaN) >= relativeNanoseconds)) {
      if (!Number.isNaN(relativeNanoseconds)) values[place + lastTimeAt] = relativeNanoseconds;
    }
    if (payloadBytes > 0) {
      const asked = values[place + askedTimeAt] ?? NaN;
      if (direction === 0) {
        if (Number.isNaN(asked)) values[place + askedTimeAt] = relativeNanoseconds;
      } else if (!Number.isNaN(asked) && Number.isNaN(values[place + answerAt] ?? NaN)) {
        values[place + answerAt] = Math.max(0, relativeNanoseconds - asked);
      }
    }
  }
}
