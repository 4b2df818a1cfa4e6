import type { StreamPacket, StreamPiece } from "./streamPiece.ts";

/** Takes the next piece of the stream. */
export type TakePiece = (piece: StreamPiece) => void;

/** What is known of the bytes that one end sent. Positions count from the first byte and do not wrap. */
export type StreamSide = {
  /** Puts a segment in its place: gives on what it makes deliverable, or keeps a copy of it. */
  add(packet: StreamPacket): void;
  /** Hears that the other end has all bytes before this sequence number. */
  acknowledge(sequence: number, packet: StreamPacket): void;
  /** The number of the first packet that waits for bytes before it; undefined where none does. */
  waitingNumber(): number | undefined;
  /** Gives up the bytes that the first waiting packet waits for. */
  giveUp(): void;
  /** Gives on a gap for bytes at the end that were sent for sure, and not captured. */
  finish(): void;
};

type Segment = {
  readonly position: number;
  readonly bytes: Uint8Array;
  readonly wireBytes: number;
  readonly packet: Place;
};
type Place = Pick<StreamPiece, "number" | "relativeNanoseconds">;

const flagBits = { fin: 1, syn: 2, rst: 4 } as const;
const noBytes = new Uint8Array();

/** More segments behind a missing one are not waited with: it will not come any more. */
export const maxWaitingSegments = 16_384;

/** Reassembles one direction of a TCP connection (RFC 9293, sections 3.4 and 3.10.7.4). */
export function createStreamSide(from: "a" | "b", take: TakePiece): StreamSide {
  const waiting: Segment[] = [];
  // The sequence number that stands at `position`: what is delivered next.
  let next: number | undefined;
  let position = 0;
  // Where the connection begins, and where its FIN stands.
  let origin = 0;
  let finAt: number | undefined;
  let acknowledged = 0;
  // Up to here bytes were sent for sure, by the sequence numbers of later segments; the packet that shows it.
  let sent = 0;
  let sentBy: Place | undefined;

  const advance = (to: number) => {
    next = ((next ?? 0) + (to - position)) >>> 0;
    position = to;
  };
  const give = (packet: Place, bytes: Uint8Array, gapBytes: number) => {
    const { number, relativeNanoseconds } = packet;
    if (bytes.length > 0) take({ from, number, relativeNanoseconds, bytes, gapBytes: 0 });
    if (gapBytes > 0) take({ from, number, relativeNanoseconds, bytes: noBytes, gapBytes });
  };
  /** Gives on what of a segment at or before `position` is new. */
  const deliver = (segment: Segment) => {
    const end = segment.position + segment.wireBytes;
    if (end <= position) return;
    const known = position - segment.position;
    const bytes = segment.bytes.subarray(Math.min(known, segment.bytes.length));
    give(segment.packet, bytes, end - position - bytes.length);
    advance(end);
  };
  const giveUp = () => {
    const head = waiting[0];
    if (head === undefined) return;
    give(head.packet, noBytes, head.position - position);
    advance(head.position);
    drain();
  };
  const drain = () => {
    for (let head = waiting[0]; head !== undefined; head = waiting[0]) {
      if (head.position > position) {
        if (acknowledged < head.position) return;
        give(head.packet, noBytes, head.position - position);
        advance(head.position);
      }
      waiting.shift();
      deliver(head);
    }
  };
  const keep = (segment: Segment) => {
    let low = 0;
    let high = waiting.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((waiting[middle]?.position ?? 0) <= segment.position) low = middle + 1;
      else high = middle;
    }
    const before = waiting[low - 1];
    const isKnown =
      before !== undefined && before.position + before.wireBytes >= segment.position + segment.wireBytes;
    if (isKnown) return;
    waiting.splice(low, 0, { ...segment, bytes: segment.bytes.slice() });
  };

  /** Keeps up to where bytes were sent; of a number that may stand for a FIN, which is no byte, one less is known. */
  const noteSent = (to: number, isByte: boolean, packet: StreamPacket) => {
    const last = finAt === undefined ? to : Math.min(to, finAt);
    if (last <= sent + (isByte || finAt !== undefined ? 0 : 1)) return;
    sent = last;
    sentBy = { number: packet.number, relativeNanoseconds: packet.relativeNanoseconds };
  };

  return {
    add: (packet) => {
      // A reset's payload is a word about the reset, not part of the stream (RFC 9293, section 3.5.2).
      if ((packet.flags & flagBits.rst) !== 0) return;
      const isSyn = (packet.flags & flagBits.syn) !== 0;
      const first = (packet.sequence + (isSyn ? 1 : 0)) >>> 0;
      const wireBytes = Math.max(packet.payload.length, packet.payloadWireBytes);
      // Without its SYN a direction begins with its first bytes: an empty segment may be a keep-alive, which lies before.
      if (next === undefined && !isSyn && wireBytes === 0) return;
      if (next === undefined) next = first;
      let at = position + ((first - next) | 0);
      if (isSyn && at !== origin) {
        // Another connection with the same ends: it begins anew.
        while (waiting.length > 0) giveUp();
        next = first;
        at = position;
        origin = position;
        acknowledged = position;
        sent = position;
        finAt = undefined;
      }
      const end = at + wireBytes;
      if ((packet.flags & flagBits.fin) !== 0) finAt = end;
      noteSent(end, wireBytes > 0 || finAt === end, packet);
      if (end <= position || wireBytes === 0) return;
      const { number, relativeNanoseconds } = packet;
      const place = { number, relativeNanoseconds };
      if (at <= position) {
        const known = Math.min(position - at, packet.payload.length);
        const bytes = packet.payload.slice(known);
        deliver({ position: at + known, bytes, wireBytes: wireBytes - known, packet: place });
      } else {
        keep({ position: at, bytes: packet.payload, wireBytes, packet: place });
        if (waiting.length > maxWaitingSegments) giveUp();
      }
      drain();
    },
    acknowledge: (sequence, packet) => {
      if (next === undefined) return;
      const at = position + ((sequence - next) | 0);
      if (at <= acknowledged) return;
      acknowledged = at;
      noteSent(at, false, packet);
      drain();
    },
    waitingNumber: () => waiting[0]?.packet.number,
    giveUp,
    finish: () => {
      if (sentBy === undefined || sent <= position) return;
      give(sentBy, noBytes, sent - position);
      advance(sent);
    },
  };
}
