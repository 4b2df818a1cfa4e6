import { ipv6Kind, keyWords } from "./pairKey.ts";

const chunkBits = 11;
const chunkPairs = 1 << chunkBits;
const firstSlots = 1 << 12;
/** What lies behind a pair's key: its hash, its newest conversation and its reserved stream, both plus 1. */
const hashAt = keyWords;
const conversationAt = keyWords + 1;
const streamAt = keyWords + 2;
const stride = keyWords + 3;

/** Pairs of ends by number, found by their key. */
export type PairTable = {
  readonly sizeBytes: number;
  /** The number of the pair with that key, added where it is new; -1 when there are `maxPairs` already. */
  findOrAdd(key: Uint32Array): number;
  /** The words of the pair's key begin there; valid for ever. */
  keyOf(pair: number): Uint32Array;
  /** The pair's newest conversation; -1 for none. */
  conversationOf(pair: number): number;
  setConversation(pair: number, conversation: number): void;
  /** The stream number that its first conversation gets; -1 when none was set. */
  reservedStreamOf(pair: number): number;
  reserveStream(pair: number, stream: number): void;
};

/** An empty table. Keys are hashed with a secret of this table, so that nobody can prepare a file of collisions. */
export function createPairTable(maxPairs: number): PairTable {
  return new Pairs(maxPairs);
}

class Pairs implements PairTable {
  readonly #maxPairs: number;
  readonly #chunks: Uint32Array[] = [];
  #count = 0;
  // A pair's number and 1 at the first free place from its hash on; 0 is free. At most half of it is taken.
  #slots = new Uint32Array(firstSlots);
  readonly #factors = Int32Array.from({ length: keyWords + 1 }, () => (Math.random() * 0x1_0000_0000) | 1);

  constructor(maxPairs: number) {
    this.#maxPairs = maxPairs;
  }

  get sizeBytes(): number {
    return this.#slots.byteLength + this.#chunks.length * chunkPairs * stride * 4;
  }

  findOrAdd(key: Uint32Array): number {
    const kind = key[0] ?? 0;
    const words = (kind & ipv6Kind) === 0 ? 4 : keyWords;
    const hash = this.#toHash(key, words);
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const pair = (slots[slot] ?? 0) - 1;
      if (pair < 0) break;
      const chunk = this.#chunks[pair >>> chunkBits];
      const base = (pair & (chunkPairs - 1)) * stride;
      if (chunk && chunk[base + 1] === key[1] && isSameKey(chunk, base, key, words)) return pair;
      slot = (slot + 1) & mask;
    }
    if (this.#count === this.#maxPairs) return -1;
    return this.#add(key, words, hash, slot);
  }

  keyOf(pair: number): Uint32Array {
    const base = (pair & (chunkPairs - 1)) * stride;
    return this.#chunks[pair >>> chunkBits]?.subarray(base, base + keyWords) ?? new Uint32Array(keyWords);
  }

  conversationOf(pair: number): number {
    return this.#read(pair, conversationAt) - 1;
  }

  setConversation(pair: number, conversation: number): void {
    this.#write(pair, conversationAt, conversation + 1);
  }

  reservedStreamOf(pair: number): number {
    return this.#read(pair, streamAt) - 1;
  }

  reserveStream(pair: number, stream: number): void {
    this.#write(pair, streamAt, stream + 1);
  }

  #read(pair: number, at: number): number {
    return this.#chunks[pair >>> chunkBits]?.[(pair & (chunkPairs - 1)) * stride + at] ?? 0;
  }

  #write(pair: number, at: number, value: number): void {
    const chunk = this.#chunks[pair >>> chunkBits];
    if (chunk) chunk[(pair & (chunkPairs - 1)) * stride + at] = value;
  }

  #add(key: Uint32Array, words: number, hash: number, slot: number): number {
    const pair = this.#count;
    this.#count += 1;
    if ((pair & (chunkPairs - 1)) === 0) this.#chunks.push(new Uint32Array(chunkPairs * stride));
    const chunk = this.#chunks[pair >>> chunkBits] ?? new Uint32Array(stride);
    const base = (pair & (chunkPairs - 1)) * stride;
    for (let word = 0; word < words; word += 1) chunk[base + word] = key[word] ?? 0;
    chunk[base + hashAt] = hash;
    this.#slots[slot] = pair + 1;
    if (2 * this.#count > this.#slots.length) this.#grow();
    return pair;
  }

  #grow(): void {
    const slots = new Uint32Array(2 * this.#slots.length);
    const mask = slots.length - 1;
    for (let pair = 0; pair < this.#count; pair += 1) {
      let slot = this.#read(pair, hashAt) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = pair + 1;
    }
    this.#slots = slots;
  }

  #toHash(key: Uint32Array, words: number): number {
    const factors = this.#factors;
    let hash = factors[keyWords] ?? 0;
    for (let word = 0; word < words; word += 1) {
      hash = Math.imul(hash ^ (key[word] ?? 0), factors[word] ?? 1);
      hash ^= hash >>> 15;
    }
    return (Math.imul(hash, 0x2c1b_3c6d) ^ (hash >>> 13)) >>> 0;
  }
}

function isSameKey(chunk: Uint32Array, base: number, key: Uint32Array, words: number): boolean {
  for (let word = 0; word < words; word += 1) if (chunk[base + word] !== key[word]) return false;
  return true;
}
