import {
  firstTimeAt,
  hashAt,
  hasNewerAt,
  isFirstAAt,
  rowNumbers,
  rowWords,
  stateWords,
  statesAt,
  streamAt,
  windowAt,
  windowShiftAt,
} from "./conversationRow.ts";
import { ipv6Kind, keyWords } from "./pairKey.ts";

const chunkBits = 11;
const chunkRows = 1 << chunkBits;
/** Words and numbers of a row lie beside each other: a packet then touches few lines of the processor's cache. */
const strideWords = rowWords + 2 * rowNumbers;
const strideNumbers = strideWords / 2;
const numbersAt = rowWords / 2;
const firstSlots = 1 << 12;
/** Of a key whose addresses are IPv4, the first words are all. */
const ipv4KeyWords = 4;

/**
 * Conversations in rows by their id, found by the key of their ends; see conversationRow.ts for what stands in a row.
 * One row is selected.
 */
export type ConversationRows = {
  readonly count: number;
  readonly sizeBytes: number;
  /** The selected row's words begin at `wordAt` of `words`, its numbers at `numberAt` of `numbers`. */
  readonly words: Int32Array;
  readonly numbers: Float64Array;
  readonly wordAt: number;
  readonly numberAt: number;
  /** Selects the newest row with that key; its id, or -1 when there is none. */
  find(key: Int32Array): number;
  /** Adds a row without packets, from now on the newest with that key, and selects it; its id. */
  add(key: Int32Array, isFirstA: boolean, stream: number): number;
  /** The word of a row; 0 where there is no such row. */
  wordOf(id: number, at: number): number;
  /** The number of a row; NaN where there is no such row, or where it is not known. */
  numberOf(id: number, at: number): number;
};

/**
 * No rows; they grow by chunks, so that growing copies nothing. Keys are hashed with a secret of their own, so that
 * nobody can prepare a file of collisions.
 */
export function createConversationRows(): ConversationRows {
  return new Rows();
}

class Rows implements ConversationRows {
  count = 0;
  words: Int32Array = new Int32Array();
  numbers: Float64Array = new Float64Array();
  wordAt = 0;
  numberAt = 0;
  #chunk = -1;
  readonly #words: Int32Array[] = [];
  readonly #numbers: Float64Array[] = [];
  // The newest row's id and 1 at the first free place from its key's hash on; 0 is free. At most half of it is taken.
  #slots = new Int32Array(firstSlots);
  readonly #factors = Int32Array.from({ length: keyWords + 1 }, () => (Math.random() * 0x1_0000_0000) | 1);

  get sizeBytes(): number {
    return this.#slots.byteLength + this.#words.length * chunkRows * strideWords * 4;
  }

  find(key: Int32Array): number {
    return (this.#slots[this.#slotOf(key, this.#toHash(key))] ?? 0) - 1;
  }

  add(key: Int32Array, isFirstA: boolean, stream: number): number {
    const hash = this.#toHash(key);
    const slot = this.#slotOf(key, hash);
    // The key's older row is the one that is selected then.
    if (this.#slots[slot] !== 0) this.words[this.wordAt + hasNewerAt] = 1;
    const id = this.count;
    this.count += 1;
    if ((id & (chunkRows - 1)) === 0) {
      const buffer = new ArrayBuffer(chunkRows * strideWords * 4);
      this.#words.push(new Int32Array(buffer));
      this.#numbers.push(new Float64Array(buffer));
    }
    this.#slots[slot] = id + 1;
    this.#select(id);
    const { words, wordAt, numberAt } = this;
    for (let word = 0; word < keyWords; word += 1) words[wordAt + word] = key[word] ?? 0;
    words[wordAt + hashAt] = hash;
    words[wordAt + isFirstAAt] = isFirstA ? 1 : 0;
    words[wordAt + streamAt] = stream;
    for (let direction = 0; direction < 2; direction += 1) {
      const at = wordAt + statesAt + direction * stateWords;
      words[at + windowShiftAt] = -1;
      words[at + windowAt] = -1;
    }
    for (let number = firstTimeAt; number < rowNumbers; number += 1) this.numbers[numberAt + number] = NaN;
    if (2 * this.count > this.#slots.length) this.#grow();
    return id;
  }

  wordOf(id: number, at: number): number {
    if (!(id < this.count)) return 0;
    return this.#words[id >>> chunkBits]?.[(id & (chunkRows - 1)) * strideWords + at] ?? 0;
  }

  numberOf(id: number, at: number): number {
    if (!(id < this.count)) return NaN;
    const row = (id & (chunkRows - 1)) * strideNumbers + numbersAt;
    return this.#numbers[id >>> chunkBits]?.[row + at] ?? NaN;
  }

  #select(id: number): void {
    const chunk = id >>> chunkBits;
    const row = id & (chunkRows - 1);
    // To put an object down costs more than to compare a number.
    if (chunk !== this.#chunk) {
      this.#chunk = chunk;
      this.words = this.#words[chunk] ?? this.words;
      this.numbers = this.#numbers[chunk] ?? this.numbers;
    }
    this.wordAt = row * strideWords;
    this.numberAt = row * strideNumbers + numbersAt;
  }

  /** The slot of the key, whose row is selected then, or the free one that it would get. */
  #slotOf(key: Int32Array, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const id = (slots[slot] ?? 0) - 1;
      if (id < 0) return slot;
      this.#select(id);
      if (isSameKey(this.words, this.wordAt, key)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const slots = new Int32Array(2 * this.#slots.length);
    const mask = slots.length - 1;
    for (let id = 0; id < this.count; id += 1) {
      if (this.wordOf(id, hasNewerAt) === 1) continue;
      let slot = this.wordOf(id, hashAt) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id + 1;
    }
    this.#slots = slots;
  }

  #toHash(key: Int32Array): number {
    const factors = this.#factors;
    const length = toLength(key);
    let hash = factors[keyWords] ?? 0;
    for (let word = 0; word < length; word += 1) {
      hash = Math.imul(hash ^ (key[word] ?? 0), factors[word] ?? 1);
      hash ^= hash >>> 15;
    }
    return Math.imul(hash, 0x2c1b_3c6d) ^ (hash >>> 13);
  }
}

/** How much of a key says something. */
function toLength(key: Int32Array): number {
  return ((key[0] ?? 0) & ipv6Kind) === 0 ? ipv4KeyWords : keyWords;
}

function isSameKey(words: Int32Array, at: number, key: Int32Array): boolean {
  const length = toLength(key);
  for (let word = 0; word < length; word += 1) if (words[at + word] !== key[word]) return false;
  return true;
}
