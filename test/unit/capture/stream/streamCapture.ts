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

const flow = {
  a: { sourceIp: "10.0.0.1", destIp: "10.0.0.2", sourcePort: 40_000, destPort: 9_999 },
  b: { sourceIp: "10.0.0.2", destIp: "10.0.0.1", sourcePort: 9_999, destPort: 40_000 },
};

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

/** The segments as a pcap file. */
export function buildCapture(segments: readonly Segment[]): Uint8Array {
  const writer = createPcapWriter({ linkType: 1, snaplenBytes: 65_535, resolution: "nanoseconds" });
  const records = segments.map((segment, index) => {
    const payload = new TextEncoder().encode(segment.text ?? "");
    const frame = buildTcpFrame(flow[segment.from], index, {
      sequence: segment.sequence,
      acknowledgement: segment.acknowledgment ?? 0,
      flags: segment.flags ?? tcpFlags.ack,
      windowBytes: 64_000,
      payload,
    });
    return writer.buildRecord({ seconds: 1_700_000_000, nanoseconds: index * 1_000_000 }, frame);
  });
  return new Uint8Array(Buffer.concat([writer.header, ...records]));
}
