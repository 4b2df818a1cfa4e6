import { describe, it } from "node:test";
import type { DamageReason } from "../../../src/capture/captureSummary.ts";
import { createFaultRow } from "../faultRow.ts";
import { pickSome } from "../tries.ts";
import { builtCaptures } from "./builtCaptures.ts";
import { toCaptureTry, type HostileCapture } from "./checkCapture.ts";
import type { CapturePart, KnownCapture } from "./knownCapture.ts";

const sessionShare = 11;
const unknownFormatBytes = 12;
/** What no packet of a snaplen below it has, and what no record or block of a packet is at all. */
const maxPacketBytes = 262_144;
const maxRecordBytes = 1 << 24;
/** Not even the half of a length that is signed by mistake fits. */
const hugeLengths = [0xffff_ffff, 0xffff_fffe, 0xffff_fff0, 0x8000_0000, 0x7fff_ffff, 0x7fff_fffd];

type Place = { readonly capture: KnownCapture; readonly number: number; readonly part: CapturePart };

/** Every part of the captures but the first, which is the file's header; of those with the same bytes the first one. */
const places: readonly Place[] = builtCaptures.flatMap((capture) => {
  const seen = new Set<string>();
  return capture.parts
    .map((part, number) => ({ capture, number, part }))
    .filter(({ number, part }) => {
      const key = Buffer.from(part.bytes).toString("base64");
      const isNew = !seen.has(key);
      seen.add(key);
      return isNew && number > 0;
    });
});

/** The byte order of a part: sections of a pcapng file have their own. */
function isLittleEndian({ capture, number }: Place): boolean {
  if (capture.format === "pcap") return capture.littleEndian;
  const header = capture.parts.slice(0, number + 1).findLast(({ bytes }) => bytes[0] === 0x0a)!;
  return header.bytes[8] === 0x4d;
}

/** The capture with another number in a part; what stands before it is whole and the damage is the part's own. */
function toBroken(
  place: Place,
  at: number,
  value: number,
  reason: DamageReason,
  what: string,
): HostileCapture {
  const { capture, number } = place;
  const before = capture.ends[number - 1]!;
  const bytes = capture.bytes.slice();
  const view = new DataView(bytes.buffer);
  view.setUint32(before.offset + at, value, isLittleEndian(place));
  const { offset, packets, capturedBytes } = before;
  const expected = { kind: "exact", packets, capturedBytes, damage: { offset, reason } } as const;
  return { name: `${capture.name}, part ${number}: ${what} ${value}`, bytes, plain: bytes, expected };
}

/** The same in a file that says that its packets may have any length. */
function withoutSnaplen(broken: HostileCapture, littleEndian: boolean): HostileCapture {
  const bytes = broken.bytes.slice();
  new DataView(bytes.buffer).setUint32(16, 0xffff_ffff, littleEndian);
  return { ...broken, name: `${broken.name}, any snaplen`, bytes, plain: bytes };
}

function breakPcap(place: Place): readonly HostileCapture[] {
  const { capture, number } = place;
  const leftBytes = capture.bytes.length - capture.ends[number - 1]!.offset - 16;
  const huge = [...hugeLengths, maxRecordBytes + 1].map((value) =>
    toBroken(place, 8, value, "badLength", "captured length"),
  );
  return [
    ...huge,
    ...huge.map((broken) => withoutSnaplen(broken, capture.littleEndian)),
    withoutSnaplen(toBroken(place, 8, maxRecordBytes, "truncated", "captured length"), capture.littleEndian),
    ...[maxRecordBytes, maxPacketBytes + 1].map((value) =>
      toBroken(place, 8, value, "badLength", "captured length"),
    ),
    ...[leftBytes + 1, leftBytes + 16, maxPacketBytes].map((value) =>
      toBroken(place, 8, value, "truncated", "captured length"),
    ),
  ];
}

/** The least that a block of a type has, by the draft. */
function toLeastBytes({ bytes, packetStart, packetBytes }: CapturePart): number {
  if (packetBytes !== undefined) return packetStart + 4;
  if (bytes[0] === 0x0a) return 28;
  return (bytes[0] ?? 0) + (bytes[3] ?? 0) === 1 ? 20 : 12;
}

function breakPcapng(place: Place): readonly HostileCapture[] {
  const { part, capture, number } = place;
  const least = toLeastBytes(part);
  const short = Array.from({ length: least }, (_, length) => length);
  const odd = Array.from({ length: 200 }, (_, length) => least + length).filter((length) => length % 4 !== 0);
  // A multiple of four is a length like any other: no file is as long, and no packet either.
  const endless = part.packetBytes === undefined ? "truncated" : "badLength";
  const leftBytes = capture.bytes.length - capture.ends[number - 1]!.offset;
  const broken = [
    ...[...short, ...odd, 0xffff_ffff, 0xffff_fffe, 0x7fff_ffff].map((value) =>
      toBroken(place, 4, value, "badLength", "block length"),
    ),
    ...[0xffff_fffc, 0x8000_0000, 0x7fff_fffc].map((value) =>
      toBroken(place, 4, value, endless, "block length"),
    ),
    toBroken(place, 4, leftBytes + 4 - (leftBytes % 4), "truncated", "block length"),
    toBroken(place, part.bytes.length - 4, part.bytes.length + 4, "badLength", "second block length"),
    toBroken(place, part.bytes.length - 4, 0, "badLength", "second block length"),
  ];
  if (part.packetStart !== 28) return broken;
  return [
    ...broken,
    ...[...hugeLengths, part.bytes.length - 31].map((value) =>
      toBroken(place, 20, value, "badLength", "captured length"),
    ),
    ...[0xffff_ffff, 0x7fff_7fff].map((value) => toBroken(place, 8, value, "badInterface", "interface")),
  ];
}

/** Files of which nothing can be read: too short, or with a header that contradicts itself. */
const headless: readonly HostileCapture[] = builtCaptures.flatMap((capture) => {
  const refuse = (bytes: Uint8Array, code: "badHeader" | "unknownFormat", name: string): HostileCapture => ({
    name: `${capture.name}, ${name}`,
    bytes,
    plain: bytes,
    expected: { kind: "refused", code },
  });
  const magic = capture.bytes.slice();
  magic[0] = 0;
  const others = [refuse(magic, "unknownFormat", "without its magic")];
  if (capture.format === "pcap") return others;
  const lengths = [0, 4, 12, 24, 27, 29, 30, 31, 33, 0xffff_ffff].map((length) => {
    const bytes = capture.bytes.slice();
    new DataView(bytes.buffer).setUint32(4, length, capture.littleEndian);
    return refuse(bytes, "badHeader", `section of ${length}`);
  });
  return [
    ...others,
    ...lengths,
    refuse(capture.bytes.slice(0, unknownFormatBytes - 1), "unknownFormat", "cut"),
  ];
});

describe("F1: lengths that cannot be", () => {
  it("end reading where they stand, with all that is before them", async () => {
    const broken = places.flatMap((place) =>
      place.capture.format === "pcap" ? breakPcap(place) : breakPcapng(place),
    );
    const row = createFaultRow("F1", "lengths of 2^32-1, 0, odd ones, no interface");
    for (const [index, capture] of pickSome([...broken, ...headless], 160).entries()) {
      await row.attempt(toCaptureTry(capture, index, index % sessionShare === 0));
    }
    row.end();
  });
});
