import type { PacketIndex } from "./packetIndex.ts";

const chunkBits = 14;
const chunkPackets = 1 << chunkBits;
const placeMask = chunkPackets - 1;
/** Time, offset, length, conversation, marks and protocol. */
const packetBytes = 8 + 4 + 4 + 4 + 2 + 1;
const maxUint32 = 0xffff_ffff;

/** A packet index that grows: 23 bytes a packet, and at most one chunk of 368 KiB that is not full. */
export type GrowingPacketIndex = PacketIndex & {
  /** Takes the next packet; `conversation` is -1 for none. */
  add(
    offset: number,
    relativeNanoseconds: number,
    wireBytes: number,
    conversation: number,
    protocol: number,
    marks: number,
  ): void;
};

type Chunk = {
  /** Of the chunk's first packet. */
  readonly baseOffset: number;
  readonly offsets: Uint32Array;
  /** The whole offsets of a chunk that spans more than 4 GiB of the file. */
  wideOffsets: Float64Array | undefined;
  readonly times: Float64Array;
  readonly wireBytes: Uint32Array;
  /** The number of the conversation and 1; 0 for none. */
  readonly conversations: Uint32Array;
  readonly protocols: Uint8Array;
  readonly marks: Uint16Array;
};

/** An empty index. It grows by chunks, so that growing copies nothing and wastes little. */
export function createPacketIndex(): GrowingPacketIndex {
  const chunks: Chunk[] = [];
  let current = createChunk(0);
  let count = 0;
  const chunkOf = (packet: number) =>
    Number.isInteger(packet) && packet >= 0 && packet < count ? chunks[packet >>> chunkBits] : undefined;

  return {
    get count() {
      return count;
    },
    get sizeBytes() {
      return chunks.reduce((sum, chunk) => sum + toChunkBytes(chunk), 0);
    },
    offsetOf: (packet) => {
      const chunk = chunkOf(packet);
      if (!chunk) return 0;
      const place = packet & placeMask;
      return chunk.wideOffsets?.[place] ?? chunk.baseOffset + (chunk.offsets[place] ?? 0);
    },
    relativeNanosecondsOf: (packet) => chunkOf(packet)?.times[packet & placeMask] ?? NaN,
    wireBytesOf: (packet) => chunkOf(packet)?.wireBytes[packet & placeMask] ?? 0,
    conversationOf: (packet) => (chunkOf(packet)?.conversations[packet & placeMask] ?? 0) - 1,
    protocolOf: (packet) => chunkOf(packet)?.protocols[packet & placeMask] ?? 0,
    marksOf: (packet) => chunkOf(packet)?.marks[packet & placeMask] ?? 0,
    add: (offset, relativeNanoseconds, wireBytes, conversation, protocol, marks) => {
      const place = count & placeMask;
      if (place === 0) {
        current = createChunk(offset);
        chunks.push(current);
      }
      const distance = offset - current.baseOffset;
      if (distance > maxUint32 || distance < 0) current.wideOffsets ??= toWideOffsets(current);
      if (current.wideOffsets) current.wideOffsets[place] = offset;
      current.offsets[place] = distance;
      current.times[place] = relativeNanoseconds;
      current.wireBytes[place] = wireBytes < maxUint32 ? wireBytes : maxUint32;
      current.conversations[place] = conversation + 1;
      current.protocols[place] = protocol;
      current.marks[place] = marks;
      count += 1;
    },
  };
}

/** The columns of a chunk lie in one buffer: many small ones cost more to get from the system. */
function createChunk(baseOffset: number): Chunk {
  const buffer = new ArrayBuffer(chunkPackets * packetBytes);
  return {
    baseOffset,
    times: new Float64Array(buffer, 0, chunkPackets),
    offsets: new Uint32Array(buffer, chunkPackets * 8, chunkPackets),
    wireBytes: new Uint32Array(buffer, chunkPackets * 12, chunkPackets),
    conversations: new Uint32Array(buffer, chunkPackets * 16, chunkPackets),
    marks: new Uint16Array(buffer, chunkPackets * 20, chunkPackets),
    protocols: new Uint8Array(buffer, chunkPackets * 22, chunkPackets),
    wideOffsets: undefined,
  };
}

function toWideOffsets(chunk: Chunk): Float64Array {
  return Float64Array.from(chunk.offsets, (distance) => chunk.baseOffset + distance);
}

function toChunkBytes(chunk: Chunk): number {
  return chunkPackets * packetBytes + (chunk.wideOffsets?.byteLength ?? 0);
}
