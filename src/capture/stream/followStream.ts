import { createStreamSide, type StreamSide } from "./streamSide.ts";
import type { StreamPacket, StreamPiece } from "./streamPiece.ts";

/** A stream longer than this is cut: bytes that are held, and pieces. */
export const maxStreamBytes = 32 * 1024 * 1024;
export const maxStreamPieces = 100_000;

/** Puts a conversation's payloads in the order in which each end gets to read them. */
export type StreamFollower = {
  /** Takes the conversation's next packet, in the order of the capture. */
  add(packet: StreamPacket): void;
  /** All pieces so far, both directions interleaved; what still waits for lost bytes is given behind a gap. */
  build(): readonly StreamPiece[];
  /** The stream is longer than what is held; packets added since are ignored. */
  readonly isCut: boolean;
};

const ackFlag = 0x10;

/**
 * Follows one conversation. TCP (RFC 9293): what was sent again or overlaps is trimmed, what came early waits for its
 * place, what was lost, cut or not captured is a gap; a direction without its SYN begins with its first bytes. UDP: a
 * piece a datagram.
 */
export function createStreamFollower(
  protocol: "tcp" | "udp",
  limits: { readonly bytes: number; readonly pieces: number } = {
    bytes: maxStreamBytes,
    pieces: maxStreamPieces,
  },
): StreamFollower {
  const pieces: StreamPiece[] = [];
  let heldBytes = 0;
  let heldPackets = 0;
  let isCut = false;
  const take = (piece: StreamPiece) => {
    pieces.push(piece);
  };
  const sides = { a: createStreamSide("a", take), b: createStreamSide("b", take) };

  /** Counts what a packet may add before it adds it, sent again or not: so that no order of packets holds more. */
  const hasRoom = (packet: StreamPacket) => {
    if (heldPackets + 1 > limits.pieces || heldBytes + packet.payload.length > limits.bytes) isCut = true;
    return !isCut;
  };

  return {
    add: (packet) => {
      const side = packet.isFromA ? sides.a : sides.b;
      if (isCut || !hasRoom(packet)) return;
      if (packet.payload.length > 0) {
        heldPackets += 1;
        heldBytes += packet.payload.length;
      }
      if (protocol === "udp") addDatagram(packet, take);
      else {
        // Who acknowledges bytes had them before it sent its own.
        if ((packet.flags & ackFlag) !== 0 && packet.acknowledgment !== undefined) {
          (packet.isFromA ? sides.b : sides.a).acknowledge(packet.acknowledgment, packet);
        }
        side.add(packet);
      }
    },
    build: () => {
      for (let side = toNextWaiting(sides); side !== undefined; side = toNextWaiting(sides)) side.giveUp();
      if (!isCut) {
        sides.a.finish();
        sides.b.finish();
      }
      return pieces;
    },
    get isCut() {
      return isCut;
    },
  };
}

/** The side that has waited longer. */
function toNextWaiting({ a, b }: { readonly a: StreamSide; readonly b: StreamSide }): StreamSide | undefined {
  const ofA = a.waitingNumber();
  const ofB = b.waitingNumber();
  if (ofA === undefined) return ofB === undefined ? undefined : b;
  return ofB === undefined || ofA <= ofB ? a : b;
}

function addDatagram(packet: StreamPacket, take: (piece: StreamPiece) => void): void {
  const { number, relativeNanoseconds, payload } = packet;
  const from = packet.isFromA ? "a" : "b";
  const gapBytes = Math.max(0, packet.payloadWireBytes - payload.length);
  if (payload.length > 0) take({ from, number, relativeNanoseconds, bytes: payload.slice(), gapBytes: 0 });
  if (gapBytes > 0) take({ from, number, relativeNanoseconds, bytes: new Uint8Array(), gapBytes });
}
