import { CaptureError } from "./captureError.ts";
import type { CaptureLayout, CaptureSection, LayoutInterface } from "./captureLayout.ts";
import type { Damage, DamageReason } from "./captureSummary.ts";
import { readFileFormat } from "./fileFormat.ts";
import type { CaptureInterface, PacketRecord } from "./packetRecord.ts";
import { createPcapWalk } from "./pcapRecords.ts";
import { createPcapngWalk } from "./pcapngBlocks.ts";
import type { RecordWalk } from "./recordWalk.ts";

/** Takes a capture's bytes in order and gives its packets. */
export type RecordReader = {
  /**
   * Takes the next bytes, however many, and calls back for every packet that is whole with them; the bytes are the
   * caller's again afterwards. Throws a CaptureError when they are no capture; ignores what follows damage.
   */
  push(piece: Uint8Array): void;
  /**
   * Says that there are no more bytes, with true because their compression is broken. Throws a CaptureError when
   * they were too few for a capture.
   */
  end(isCompressionBroken?: boolean): void;
  /** Undefined until the first 12 bytes are there. */
  readonly format: "pcap" | "pcapng" | undefined;
  readonly damage: Damage | null;
  /** Nothing that is pushed is read any more: there is damage, or an end. */
  readonly isDone: boolean;
  /** By their numbers in records; grows while reading. */
  readonly interfaces: readonly CaptureInterface[];
  /** For reading records again; undefined until the format is known; grows while reading. */
  readonly layout: CaptureLayout | undefined;
};

/** How much tells the format. */
const formatBytes = 12;

/** A record to be refilled. */
export function createPacketRecord(): PacketRecord {
  return {
    offset: 0,
    bytes: new Uint8Array(),
    start: 0,
    end: 0,
    wireBytes: 0,
    seconds: Number.NaN,
    nanoseconds: 0,
    linkType: 0,
    interfaceNumber: 0,
  };
}

/**
 * Reads pcap and pcapng, uncompressed, in one pass; calls back with one record, refilled for every packet. Keeps of a
 * file no more than one record that crosses pieces.
 */
export function createRecordReader(onPacket: (record: PacketRecord) => void): RecordReader {
  const record = createPacketRecord();
  const sections: CaptureSection[] = [];
  const interfaces: LayoutInterface[] = [];
  let format: "pcap" | "pcapng" | undefined;
  let walk: RecordWalk | undefined;
  let damage: Damage | null = null;
  let isDone = false;
  // The offset of the piece at hand, and what its first bytes belong to: a record that began before, or nothing.
  let pieceOffset = 0;
  let kept = new Uint8Array(1 << 12);
  let keptBytes = 0;
  let skipBytes = 0;

  const addSection = (section: CaptureSection) => sections.push(section);
  const addInterface = (own: LayoutInterface) => interfaces.push(own);

  const keep = (piece: Uint8Array, from: number, to: number) => {
    const length = keptBytes + to - from;
    if (length > kept.length) {
      const larger = new Uint8Array(Math.max(length, kept.length * 2));
      larger.set(kept.subarray(0, keptBytes));
      kept = larger;
    }
    kept.set(piece.subarray(from, to), keptBytes);
    keptBytes = length;
  };

  const setDamage = (offset: number, reason: DamageReason) => {
    isDone = true;
    // Damage to the first thing in a file leaves nothing of it.
    if (offset === 0) throw new CaptureError(reason === "badLength" ? "badHeader" : "truncatedHeader");
    damage = { offset, reason };
  };

  const createWalk = (head: Uint8Array): RecordWalk => {
    const found = readFileFormat(head);
    if (found === "pcap") {
      return createPcapWalk(
        record,
        (section) => {
          addSection(section);
          interfaces.push(...section.interfaces);
        },
        onPacket,
      );
    }
    if (found === "pcapng") return createPcapngWalk(record, addSection, addInterface, onPacket);
    isDone = true;
    throw new CaptureError("unknownFormat");
  };

  /** Reads what is whole; returns where it stopped, behind `end` to skip. */
  const read = (bytes: Uint8Array, at: number, end: number, fileOffset: number): number => {
    if (walk === undefined) {
      if (end - at < formatBytes) return at;
      const head = bytes.subarray(at, at + formatBytes);
      walk = createWalk(head);
      format = readFileFormat(head) === "pcap" ? "pcap" : "pcapng";
    }
    const next = walk.walk(bytes, at, end, fileOffset);
    if (walk.reason !== undefined) setDamage(walk.recordOffset, walk.reason);
    return next;
  };

  /** Completes the record that is kept with no more than it needs; returns where the piece goes on. */
  const complete = (piece: Uint8Array, at: number): number => {
    const neededBytes = walk?.neededBytes ?? formatBytes;
    const to = Math.min(at + neededBytes - keptBytes, piece.length);
    keep(piece, at, to);
    if (keptBytes < neededBytes) return to;
    const next = read(kept, 0, keptBytes, pieceOffset + to - keptBytes);
    if (next >= keptBytes) {
      skipBytes = next - keptBytes;
      keptBytes = 0;
    }
    return to;
  };

  return {
    push: (piece) => {
      let at = 0;
      while (at < piece.length && !isDone) {
        if (skipBytes > 0) {
          const step = Math.min(skipBytes, piece.length - at);
          skipBytes -= step;
          at += step;
        } else if (keptBytes > 0) {
          at = complete(piece, at);
        } else {
          const next = read(piece, at, piece.length, pieceOffset);
          if (damage !== null) return;
          if (next < piece.length) keep(piece, next, piece.length);
          else skipBytes = next - piece.length;
          at = piece.length;
        }
      }
      pieceOffset += piece.length;
    },
    end: (isCompressionBroken = false) => {
      if (isDone) return;
      isDone = true;
      if (walk === undefined) {
        if (pieceOffset === 0) throw new CaptureError("empty");
        const isCut = readFileFormat(kept.subarray(0, keptBytes)) === "pcap";
        throw new CaptureError(isCut ? "truncatedHeader" : "unknownFormat");
      }
      const isWhole = walk.recordOffset === pieceOffset;
      if (isCompressionBroken || !isWhole)
        setDamage(walk.recordOffset, isCompressionBroken ? "badGzip" : "truncated");
    },
    get format() {
      return format;
    },
    get damage() {
      return damage;
    },
    get isDone() {
      return isDone;
    },
    interfaces,
    get layout() {
      return format === undefined ? undefined : { format, sections };
    },
  };
}
