import type { StreamPacket, StreamPiece } from "../../../../src/capture/stream/streamPiece.ts";
import { createStreamFollower, type StreamFollower } from "../../../../src/capture/stream/followStream.ts";
import { createPcapWriter } from "../../../../src/capture/pcapWriter.ts";
import { buildTcpFrame, tcpFlags } from "../../../../src/simulator/synthetic/frame.ts";

/** A segment as a test writes it down. */
export type Segment = {
  readonly from: "a" | "b";
  readonly sequence: number;
  readonly text?: string;
  readonly flags?: number;
  readonly acknowledgment?: number;
  /** How many bytes of the text were captured; all when left out. */
  readonly captured?: number;
};

function toFlow(isFromA: boolean, stream: number) {
  const [client, server] = ["10.0.0.1", "10.0.0.2"];
  return isFromA
    ? { sourceIp: client, destIp: server, sourcePort: 40_000 + stream, destPort: 9_999 }
    : { sourceIp: server, destIp: client, sourcePort: 9_999, destPort: 40_000 + stream };
}

/** The segment as the follower takes it; packets count from 1. */
export function toPacket(segment: Segment, index: number): StreamPacket {
  const payload = new TextEncoder().encode(segment.text ?? "");
  return {
    number: index + 1,
    relativeNanoseconds: index * 1_000,
    isFromA: segment.from === "a",
    sequence: segment.sequence >>> 0,
    flags: segment.flags ?? tcpFlags.ack,
    acknowledgment: segment.acknowledgment === undefined ? undefined : segment.acknowledgment >>> 0,
    payload: payload.subarray(0, segment.captured ?? payload.length),
    payloadWireBytes: payload.length,
  };
}

/** A follower that has taken the segments. */
export function follow(segments: readonly Segment[]): StreamFollower {
  const follower = createStreamFollower("tcp");
  segments.forEach((segment, index) => follower.add(toPacket(segment, index)));
  return follower;
}

/** Pieces as short texts: `a1:hello` for bytes that packet 1 brought, `b2:-5` for a gap. */
export function toTexts(pieces: readonly StreamPiece[]): readonly string[] {
  return pieces.map(({ from, number, bytes, gapBytes }) =>
    gapBytes > 0 ? `${from}${number}:-${gapBytes}` : `${from}${number}:${new TextDecoder().decode(bytes)}`,
  );
}

/** The streams one after another in a pcap file. */
export function buildCapture(streams: readonly (readonly Segment[])[]): Uint8Array {
  const writer = createPcapWriter({ linkType: 1, snaplenBytes: 65_535, resolution: "nanoseconds" });
  const packets = streams.flatMap((segments, stream) => segments.map((segment) => ({ segment, stream })));
  const records = packets.map(({ segment, stream }, index) => {
    const frame = buildTcpFrame(toFlow(segment.from === "a", stream), index, {
      sequence: segment.sequence,
      acknowledgement: segment.acknowledgment ?? 0,
      flags: segment.flags ?? tcpFlags.ack,
      windowBytes: 64_000,
      payload: new TextEncoder().encode(segment.text ?? ""),
    });
    return writer.buildRecord({ seconds: 1_700_000_000, nanoseconds: index * 1_000_000 }, frame);
  });
  return new Uint8Array(Buffer.concat([writer.header, ...records]));
}
