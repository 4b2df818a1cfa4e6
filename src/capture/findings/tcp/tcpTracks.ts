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

/** What is kept of every TCP conversation, in columns by its id: 32 bytes each. */
export type TcpTracks = {
  /** Ids below this one have been seen; those of other protocols have no bit set. */
  count: number;
  states: Uint32Array;
  /** When its latest packet came, keep-alives not counted. */
  lastNanoseconds: Float64Array;
  /** When its first SYN came, then when the first data that awaits an answer did. */
  askedNanoseconds: Float64Array;
  /** How long it was silent before its latest data, in seconds. */
  silentSeconds: Float32Array;
  /** The packet with the first SYN, and the one with the latest data. */
  synPackets: Uint32Array;
  dataPackets: Uint32Array;
};

const firstCapacity = 1_024;

export function createTcpTracks(): TcpTracks {
  return {
    count: 0,
    states: new Uint32Array(firstCapacity),
    lastNanoseconds: new Float64Array(firstCapacity),
    askedNanoseconds: new Float64Array(firstCapacity),
    silentSeconds: new Float32Array(firstCapacity),
    synPackets: new Uint32Array(firstCapacity),
    dataPackets: new Uint32Array(firstCapacity),
  };
}

/** Makes room for a conversation's id. Ids are given out in order, so that there are as many as columns hold. */
export function reserveTrack(tracks: TcpTracks, id: number): void {
  if (id < tracks.count) return;
  tracks.count = id + 1;
  if (id < tracks.states.length) return;
  const capacity = Math.max(id + 1, tracks.states.length * 2);
  tracks.states = grow(tracks.states, new Uint32Array(capacity));
  tracks.lastNanoseconds = grow(tracks.lastNanoseconds, new Float64Array(capacity));
  tracks.askedNanoseconds = grow(tracks.askedNanoseconds, new Float64Array(capacity));
  tracks.silentSeconds = grow(tracks.silentSeconds, new Float32Array(capacity));
  tracks.synPackets = grow(tracks.synPackets, new Uint32Array(capacity));
  tracks.dataPackets = grow(tracks.dataPackets, new Uint32Array(capacity));
}

function grow<Column extends Uint32Array | Float32Array | Float64Array>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}
