/** Bits of what was seen of a TCP conversation. Those of `b` are those of `a`, shifted by one. */
export const seen = {
  packetsFromA: 1 << 0,
  packetsFromB: 1 << 1,
  synFromA: 1 << 2,
  synFromB: 1 << 3,
  synAckFromA: 1 << 4,
  synAckFromB: 1 << 5,
  /** An ACK that is no part of a SYN or RST: who sends it has heard of the other. */
  ackFromA: 1 << 6,
  ackFromB: 1 << 7,
  dataFromA: 1 << 8,
  dataFromB: 1 << 9,
  /** The latest packet with the window closed was theirs. */
  stalledA: 1 << 10,
  stalledB: 1 << 11,
  fin: 1 << 12,
  reset: 1 << 13,
  refused: 1 << 14,
  /** A TLS alert went over it: what comes after it is an orderly end, or is said by the alert. */
  tlsAlert: 1 << 15,
  lastDataFromA: 1 << 16,
  /** The first data came from who opened the connection, and was not answered yet. */
  awaitsFirstAnswer: 1 << 17,
} as const;

/** A bit for `a` as the one for the side that sent a packet. */
export function ofSide(bit: number, isFromA: boolean): number {
  return isFromA ? bit : bit << 1;
}

/**
 * What is kept of every conversation, 32 bytes each, in one buffer: a packet then touches one line of the processor's
 * cache. Ids are given out in order over all protocols; those that are not TCP have no bit set.
 */
export type TcpTracks = {
  /** Ids below this one have room. */
  count: number;
  /** Of each conversation 8 words: `trackWords` says which. */
  words: Uint32Array;
  /** The same bytes: of each conversation 4 numbers, of which `trackTimes` says the first ones. */
  times: Float64Array;
};

/** Words of a conversation: its `seen` bits; the packets with its first SYN, its latest data; how long it was silent before those, in milliseconds. */
export const trackWords = { state: 4, synPacket: 5, dataPacket: 6, silentMilliseconds: 7 } as const;
/** Times of a conversation: of its latest packet, keep-alives not counted; of its first SYN, then of the data that awaits the first answer. */
export const trackTimes = { last: 0, asked: 1 } as const;

/** One conversation's track. */
export type TcpTrack = {
  readonly state: number;
  readonly synPacket: number;
  readonly dataPacket: number;
  readonly silentMilliseconds: number;
  readonly lastNanoseconds: number;
  readonly askedNanoseconds: number;
};

const wordsEach = 8;
const timesEach = 4;
const bytesEach = 32;
const firstCapacity = 1_024;

export function createTcpTracks(): TcpTracks {
  const buffer = new ArrayBuffer(firstCapacity * bytesEach);
  return { count: 0, words: new Uint32Array(buffer), times: new Float64Array(buffer) };
}

/** Where a conversation's words begin; its times begin at half of it. Makes room where there is none. */
export function reserveTrack(tracks: TcpTracks, id: number): number {
  if (id >= tracks.count) grow(tracks, id);
  return id * wordsEach;
}

export function readTrack({ words, times }: TcpTracks, id: number): TcpTrack {
  const word = id * wordsEach;
  const time = id * timesEach;
  return {
    state: words[word + trackWords.state] ?? 0,
    synPacket: words[word + trackWords.synPacket] ?? 0,
    dataPacket: words[word + trackWords.dataPacket] ?? 0,
    silentMilliseconds: words[word + trackWords.silentMilliseconds] ?? 0,
    lastNanoseconds: times[time + trackTimes.last] ?? 0,
    askedNanoseconds: times[time + trackTimes.asked] ?? 0,
  };
}

/** The bits alone, for who looks at all conversations. */
export function readTrackState({ words }: TcpTracks, id: number): number {
  return words[id * wordsEach + trackWords.state] ?? 0;
}

function grow(tracks: TcpTracks, id: number): void {
  tracks.count = id + 1;
  const capacity = tracks.words.length / wordsEach;
  if (id < capacity) return;
  const buffer = new ArrayBuffer(Math.max(id + 1, capacity * 2) * bytesEach);
  const words = new Uint32Array(buffer);
  words.set(tracks.words);
  tracks.words = words;
  tracks.times = new Float64Array(buffer);
}
