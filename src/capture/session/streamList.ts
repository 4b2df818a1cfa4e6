import { protocolCodes } from "../packet/protocol.ts";
import { createStreamFollower } from "../stream/followStream.ts";
import type { StreamPacket, StreamPiece } from "../stream/streamPiece.ts";
import { toListedEndpoint } from "./conversationList.ts";
import { createPacketReader, type ReadPacket } from "./packetReader.ts";
import { SessionError } from "./sessionError.ts";
import type { SessionFile } from "./sessionFile.ts";
import { toKnownNumber } from "./toKnownNumber.ts";

type ListedPart = {
  from: "a" | "b";
  number: number;
  relativeNanoseconds: number | null;
  bytes: Uint8Array;
  gapBytes: number;
};

/** A range of a followed stream. */
export type StreamRange = {
  protocol: "tcp" | "udp";
  stream: number;
  a: { address: string; port?: number };
  b: { address: string; port?: number };
  total: number;
  isCut: boolean;
  from: number;
  parts: ListedPart[];
};

/** Gives ranges of what two ends sent one another. */
export type StreamList = {
  /** Waits until the file was read. Rejects with a SessionError for what has no stream. */
  read(conversation: number, from: number, count: number): Promise<StreamRange>;
};

type FollowedStream = { readonly pieces: readonly StreamPiece[]; readonly isCut: boolean };

/** Packets between two pauses. */
const packetsAtATime = 256;

/** Follows a conversation when it is first asked for; the last one is kept. */
export function createStreamList(file: SessionFile): StreamList {
  const { conversations } = file.analysis;
  let last: { readonly conversation: number; readonly stream: Promise<FollowedStream> } | undefined;

  return {
    read: async (conversation, from, count) => {
      if (conversation >= conversations.count) throw new SessionError("noSuchConversation");
      const protocol = conversations.protocolOf(conversation);
      if (protocol !== "tcp" && protocol !== "udp") throw new SessionError("noStream");
      await file.whenRead();
      if (last?.conversation !== conversation) {
        const stream = follow(file, conversation, protocol);
        const own = { conversation, stream };
        last = own;
        stream.catch(() => {
          if (last === own) last = undefined;
        });
      }
      const { pieces, isCut } = await last.stream;
      const { a, b, stream } = conversations.read(conversation);
      const parts = pieces.slice(from, from + count).map((piece) => ({
        ...piece,
        relativeNanoseconds: toKnownNumber(piece.relativeNanoseconds),
      }));
      const ends = { a: toListedEndpoint(a), b: toListedEndpoint(b) };
      return { protocol, stream, ...ends, total: pieces.length, isCut, from, parts };
    },
  };
}

async function follow(
  file: SessionFile,
  conversation: number,
  protocol: "tcp" | "udp",
): Promise<FollowedStream> {
  const { packets } = file.analysis;
  const reader = createPacketReader(file);
  const follower = createStreamFollower(protocol);
  let read = 0;
  for (let packet = 0; packet < packets.count && !follower.isCut; packet += 1) {
    if (packets.conversationOf(packet) !== conversation) continue;
    const found = await reader.read(packet);
    if (found === undefined) {
      file.lost();
      throw new SessionError("fileChanged");
    }
    const part = toStreamPacket(found, protocol, packets.relativeNanosecondsOf(packet));
    if (part !== undefined) follower.add(part);
    read += 1;
    if (read % packetsAtATime === 0) await file.pause();
  }
  return { pieces: follower.build(), isCut: follower.isCut };
}

/** Undefined for what has no transport of its own, such as later fragments. */
function toStreamPacket(
  { dissection, context, isFromA }: ReadPacket,
  protocol: "tcp" | "udp",
  relativeNanoseconds: number,
): StreamPacket | undefined {
  const { transport, protocols, starts, payloads, ends, bytes, view } = dissection;
  if (transport < 0 || protocols[transport] !== protocolCodes[protocol]) return undefined;
  const at = starts[transport] ?? 0;
  const isTcp = protocol === "tcp";
  return {
    number: context.number,
    relativeNanoseconds,
    isFromA,
    sequence: isTcp ? view.getUint32(at + 4) : 0,
    flags: isTcp ? view.getUint8(at + 13) : 0,
    acknowledgment: isTcp ? view.getUint32(at + 8) : undefined,
    payload: bytes.subarray(payloads[transport] ?? 0, ends[transport] ?? 0),
    payloadWireBytes: dissection.transportPayloadBytes,
  };
}
