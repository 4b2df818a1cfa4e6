import type { PacketIndex } from "./packetIndex.ts";

const chunkBits = 14;
const chunkPackets = 1 << chunkBits;
const placeMask = chunkPackets - 1;
/** Offset, time, conversation, length, marks and protocol. */
const packetBytes = 4 + 4 + 4 + 2 + 2 + 1;
const maxUint32 = 0xffff_ffff;
const maxUint16 = 0xffff;
const twoTo32 = 2 ** 32;
const twoTo48 = 2 ** 48;
/** A chunk's times count from so long before its first packet, since the next ones may have been sent before it. */
const slackNanoseconds = 2 ** 28;

/** What the index keeps of a packet; see PacketIndex. */
export type IndexedPacket = {
  readonly offset: number;
  readonly relativeNanoseconds: number;
  readonly wireBytes: number;
  /** -1 for none. */
  readonly conversation: number;
  readonly protocol: number;
  readonly marks: number;
};

/**
 * A packet index that grows: 17 bytes a packet, and at most one chunk of 272 KiB that is not full. 2 bytes more in a
 * chunk that spans more than 4 s, 4 in one with packets of more than 64 KiB, 8 in one without times or over 78 hours,
 * and 8 in one over more than 4 GiB of the file.
 */
export type GrowingPacketIndex = PacketIndex & {
  add(packet: IndexedPacket): void;
};

type Chunk = {
  readonly baseOffset: number;
  /** From `baseOffset` on; `wideOffsets` has whole ones where it is there. */
  readonly offsets: Uint32Array;
  wideOffsets: Float64Array | undefined;
  readonly baseTime: number;
  /** From `baseTime` on, their lower 32 bits; 16 more in `highTimes` and whole ones in `wideTimes`, where those are there. */
  readonly times: Uint32Array;
  highTimes: Uint16Array | undefined;
  wideTimes: Float64Array | undefined;
  /** `wideWireBytes` has whole ones where it is there. */
  readonly wireBytes: Uint16Array;
  wideWireBytes: Uint32Array | undefined;
  /** The number of the conversation and 1; 0 for none. */
  readonly conversations: Uint32Array;
  readonly protocols: Uint8Array;
  readonly marks: Uint16Array;
};

/** An empty index. It grows by chunks, so that growing copies nothing and wastes little. */
export function createPacketIndex(): GrowingPacketIndex {
  return new Index();
}

class Index implements GrowingPacketIndex {
  count = 0;
  readonly #chunks: Chunk[] = [];
  #current = createChunk(0, 0);

  get sizeBytes(): number {
    return this.#chunks.reduce((sum, chunk) => sum + toChunkBytes(chunk), 0);
  }

  offsetOf(packet: number): number {
    const chunk = this.#chunkOf(packet);
    if (!chunk) return 0;
    const place = packet & placeMask;
    return chunk.wideOffsets?.[place] ?? chunk.baseOffset + (chunk.offsets[place] ?? 0);
  }

  relativeNanosecondsOf(packet: number): number {
    const chunk = this.#chunkOf(packet);
    if (!chunk) return NaN;
    const place = packet & placeMask;
    return chunk.wideTimes?.[place] ?? toNarrowTime(chunk, place);
  }

  wireBytesOf(packet: number): number {
    const chunk = this.#chunkOf(packet);
    const place = packet & placeMask;
    return chunk?.wideWireBytes?.[place] ?? chunk?.wireBytes[place] ?? 0;
  }

  conversationOf(packet: number): number {
    return (this.#chunkOf(packet)?.conversations[packet & placeMask] ?? 0) - 1;
  }

  protocolOf(packet: number): number {
    return this.#chunkOf(packet)?.protocols[packet & placeMask] ?? 0;
  }

  marksOf(packet: number): number {
    return this.#chunkOf(packet)?.marks[packet & placeMask] ?? 0;
  }

  add(packet: IndexedPacket): void {
    const place = this.count & placeMask;
    if (place === 0) {
      this.#current = createChunk(packet.offset, packet.relativeNanoseconds - slackNanoseconds);
      this.#chunks.push(this.#current);
    }
    const chunk = this.#current;
    const distance = packet.offset - chunk.baseOffset;
    const elapsed = packet.relativeNanoseconds - chunk.baseTime;
    // NaN is not within, either. What is given to a column that is narrower is cut to its lower bits.
    if (!(distance >= 0 && distance < twoTo32) || chunk.wideOffsets) addWideOffset(chunk, place, packet);
    if (!(elapsed >= 0 && elapsed < twoTo32) || chunk.highTimes || chunk.wideTimes) {
      addTimeAboveNarrow(chunk, place, packet);
    }
    if (packet.wireBytes > maxUint16 || chunk.wideWireBytes) addWideWireBytes(chunk, place, packet);
    chunk.offsets[place] = distance;
    chunk.times[place] = elapsed;
    chunk.wireBytes[place] = packet.wireBytes;
    chunk.conversations[place] = packet.conversation + 1;
    chunk.protocols[place] = packet.protocol;
    chunk.marks[place] = packet.marks;
    this.count += 1;
  }

  #chunkOf(packet: number): Chunk | undefined {
    const isThere = Number.isInteger(packet) && packet >= 0 && packet < this.count;
    return isThere ? this.#chunks[packet >>> chunkBits] : undefined;
  }
}

function toNarrowTime({ baseTime, times, highTimes }: Chunk, place: number): number {
  return baseTime + (highTimes?.[place] ?? 0) * twoTo32 + (times[place] ?? 0);
}

function addWideOffset(chunk: Chunk, place: number, { offset }: IndexedPacket): void {
  chunk.wideOffsets ??= Float64Array.from(chunk.offsets, (distance) => chunk.baseOffset + distance);
  chunk.wideOffsets[place] = offset;
}

function addTimeAboveNarrow(chunk: Chunk, place: number, { relativeNanoseconds }: IndexedPacket): void {
  const elapsed = relativeNanoseconds - chunk.baseTime;
  if (!chunk.wideTimes && elapsed >= 0 && elapsed < twoTo48) {
    chunk.highTimes ??= new Uint16Array(chunkPackets);
    chunk.highTimes[place] = Math.floor(elapsed / twoTo32);
    return;
  }
  chunk.wideTimes ??= Float64Array.from(chunk.times, (_, earlier) => toNarrowTime(chunk, earlier));
  chunk.highTimes = undefined;
  chunk.wideTimes[place] = relativeNanoseconds;
}

function addWideWireBytes(chunk: Chunk, place: number, { wireBytes }: IndexedPacket): void {
  chunk.wideWireBytes ??= Uint32Array.from(chunk.wireBytes);
  chunk.wideWireBytes[place] = wireBytes < maxUint32 ? wireBytes : maxUint32;
}

/** All columns of a chunk lie in one buffer: many small ones cost more to get from the system. */
function createChunk(baseOffset: number, baseTime: number): Chunk {
  const buffer = new ArrayBuffer(chunkPackets * packetBytes);
  return {
    baseOffset,
    offsets: new Uint32Array(buffer, 0, chunkPackets),
    wideOffsets: undefined,
    baseTime,
    times: new Uint32Array(buffer, chunkPackets * 4, chunkPackets),
    highTimes: undefined,
    wideTimes: undefined,
    wireBytes: new Uint16Array(buffer, chunkPackets * 12, chunkPackets),
    wideWireBytes: undefined,
    conversations: new Uint32Array(buffer, chunkPackets * 8, chunkPackets),
    marks: new Uint16Array(buffer, chunkPackets * 14, chunkPackets),
    protocols: new Uint8Array(buffer, chunkPackets * 16, chunkPackets),
  };
}

function toChunkBytes({ wideOffsets, highTimes, wideTimes, wideWireBytes }: Chunk): number {
  const columns = [wideOffsets, highTimes, wideTimes, wideWireBytes];
  return columns.reduce((sum, column) => sum + (column?.byteLength ?? 0), chunkPackets * packetBytes);
}
