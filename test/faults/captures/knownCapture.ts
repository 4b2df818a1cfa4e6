import assert from "node:assert/strict";

/** A header, record or block as it was put into a file. */
export type CapturePart = {
  readonly bytes: Uint8Array;
  /** How many bytes of a packet are in it; undefined where it holds none. */
  readonly packetBytes: number | undefined;
  /** Where the packet begins in it. */
  readonly packetStart: number;
};

/** A capture of which it is known, and not read, what it holds. */
export type KnownCapture = {
  readonly name: string;
  readonly format: "pcap" | "pcapng";
  readonly littleEndian: boolean;
  readonly parts: readonly CapturePart[];
  readonly bytes: Uint8Array;
  /** What is whole at the end of each part; the first part is the file's header. */
  readonly ends: readonly PartEnd[];
};

/** What a file holds up to the end of one of its parts. */
export type PartEnd = {
  readonly offset: number;
  readonly packets: number;
  readonly capturedBytes: number;
};

/** A part without a packet. */
export function toPlainPart(bytes: Uint8Array): CapturePart {
  return { bytes, packetBytes: undefined, packetStart: 0 };
}

/** Puts a capture together. */
export function buildKnownCapture(
  name: string,
  format: KnownCapture["format"],
  littleEndian: boolean,
  parts: readonly CapturePart[],
): KnownCapture {
  const ends: PartEnd[] = [];
  let end: PartEnd = { offset: 0, packets: 0, capturedBytes: 0 };
  for (const { bytes, packetBytes } of parts) {
    end = {
      offset: end.offset + bytes.length,
      packets: end.packets + (packetBytes === undefined ? 0 : 1),
      capturedBytes: end.capturedBytes + (packetBytes ?? 0),
    };
    ends.push(end);
  }
  const bytes = new Uint8Array(Buffer.concat(parts.map((part) => part.bytes)));
  return { name, format, littleEndian, parts, bytes, ends };
}

/** Takes one of the fixtures apart by its format's arithmetic: all are little endian, with enhanced packet blocks alone. */
export function splitFixture(name: string, bytes: Uint8Array): KnownCapture {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isPcapng = view.getUint32(0) === 0x0a0d0d0a;
  assert.ok(isPcapng ? view.getUint32(8, true) === 0x1a2b3c4d : view.getUint32(20, true) < 300, name);
  const parts: CapturePart[] = isPcapng ? [] : [toPlainPart(bytes.subarray(0, 24))];
  for (let at = isPcapng ? 0 : 24; at < bytes.length;) {
    const packetBytes = view.getUint32(at + (isPcapng ? 20 : 8), true);
    const length = isPcapng ? view.getUint32(at + 4, true) : 16 + packetBytes;
    const part = bytes.subarray(at, at + length);
    const isPacket = !isPcapng || view.getUint32(at, true) === 6;
    parts.push(isPacket ? { bytes: part, packetBytes, packetStart: isPcapng ? 28 : 16 } : toPlainPart(part));
    at += length;
  }
  return buildKnownCapture(name, isPcapng ? "pcapng" : "pcap", true, parts);
}

/** The last end of a part that is not behind an offset; undefined where not even the file's header is whole. */
export function findWhole({ ends }: KnownCapture, offset: number): PartEnd | undefined {
  return ends.findLast((end) => end.offset <= offset);
}
