import { buildPcapFile } from "../../unit/capture/pcapFile.ts";
import { createPcapngBlocks } from "../../unit/capture/pcapngFile.ts";
import { frameCases } from "../../unit/capture/packet/frameCases.ts";
import { captureFixtures } from "../../unit/capture/captureFixtures.ts";
import {
  buildKnownCapture,
  splitFixture,
  toPlainPart,
  type CapturePart,
  type KnownCapture,
} from "./knownCapture.ts";

const orders = [true, false] as const;
const microseconds = 0xa1b2c3d4;
const nanoseconds = 0xa1b23c4d;
/** Ethernet, Linux cooked v1 and v2, raw IP, loopback of both kinds, IPv4 and IPv6 alone. */
const linkTypes = [1, 113, 276, 101, 0, 108, 228, 229] as const;

/** So many packets of a link type; other ones for another number. */
export function pickPackets(linkType: number, count: number, first: number): readonly Uint8Array[] {
  const all = frameCases.filter((one) => one.linkType === linkType).map(({ bytes }) => bytes);
  return Array.from({ length: count }, (_, index) => all[(first + index) % all.length]!);
}

function buildPcap(linkType: number, littleEndian: boolean, magic: number, number: number): KnownCapture {
  const packets = pickPackets(linkType, 4, number * 4);
  const file = buildPcapFile(
    { littleEndian, magic, linkType },
    packets.map((data, index) => ({ time: [1_700_000_000 + index, 999_999 * index] as const, data })),
  );
  const parts: CapturePart[] = [toPlainPart(file.subarray(0, 24))];
  let at = 24;
  for (const { length } of packets) {
    parts.push({ bytes: file.subarray(at, at + 16 + length), packetBytes: length, packetStart: 16 });
    at += 16 + length;
  }
  const name = `pcap ${magic.toString(16)} of ${linkType}, ${littleEndian ? "little" : "big"} endian`;
  return buildKnownCapture(name, "pcap", littleEndian, parts);
}

/** Puts blocks of a byte order together that hold packets. */
export function createPacketParts(littleEndian: boolean) {
  const blocks = createPcapngBlocks(littleEndian);
  const part = (bytes: Uint8Array, packetBytes: number, packetStart: number): CapturePart => ({
    bytes,
    packetBytes,
    packetStart,
  });
  return {
    enhanced: (interfaceId: number, ticks: bigint, data: Uint8Array) =>
      part(blocks.enhanced(interfaceId, ticks, [...data]), data.length, 28),
    obsolete: (interfaceId: number, ticks: bigint, data: Uint8Array) =>
      part(blocks.obsolete(interfaceId, ticks, [...data]), data.length, 28),
    simple: (data: Uint8Array) => part(blocks.simple([...data]), data.length, 12),
  };
}

/** Every kind of block in two sections of different byte orders; the whole is of the first one's. */
function buildMixedPcapng(littleEndian: boolean): KnownCapture {
  const parts: CapturePart[] = [];
  for (const order of [littleEndian, !littleEndian]) {
    const blocks = createPcapngBlocks(order);
    const packets = createPacketParts(order);
    const plain = (...added: readonly Uint8Array[]) => parts.push(...added.map(toPlainPart));
    const [ethernet, other] = pickPackets(1, 2, order ? 10 : 40);
    const [cooked] = pickPackets(113, 1, 0);
    plain(
      blocks.section(blocks.option(1, [65, 66, 67])),
      blocks.interface(1, 0, [...blocks.option(2, [...Buffer.from("eth0")]), ...blocks.option(9, [9])]),
    );
    parts.push(packets.enhanced(0, 1_767_225_600_123_456_789n, ethernet!));
    plain(blocks.block(0x0abc, [1, 2, 3, 4]), blocks.interface(113, 0, blocks.offsetOption(-5n)));
    parts.push(packets.obsolete(1, 1_767_225_600_000_001n, cooked!), packets.simple(other!));
    plain(blocks.block(5, new Array<number>(12).fill(0)), blocks.block(0x0bad, []));
    parts.push(packets.enhanced(0, 1_767_225_600_123_456_999n, new Uint8Array()));
  }
  return buildKnownCapture(
    `mixed pcapng, ${littleEndian ? "little" : "big"} endian`,
    "pcapng",
    littleEndian,
    parts,
  );
}

/** A section for each link type, in both byte orders in turn, and many interfaces of other link types in each. */
function buildManySections(littleEndian: boolean): KnownCapture {
  const parts: CapturePart[] = [];
  linkTypes.forEach((_, section) => {
    const order = littleEndian === (section % 2 === 0);
    const blocks = createPcapngBlocks(order);
    const { enhanced } = createPacketParts(order);
    parts.push(toPlainPart(blocks.section()));
    linkTypes.forEach((linkType) => parts.push(toPlainPart(blocks.interface(linkType, 65_535))));
    const [data] = pickPackets(linkTypes[section]!, 1, 1);
    parts.push(enhanced(section, BigInt(1_700_000_000_000_000 + section), data!));
  });
  return buildKnownCapture(
    `pcapng of many sections, ${littleEndian ? "little" : "big"} endian`,
    "pcapng",
    littleEndian,
    parts,
  );
}

/** Small captures of every kind that is read: byte orders, times, link types, blocks. */
export const builtCaptures: readonly KnownCapture[] = [
  ...linkTypes.flatMap((linkType, index) =>
    orders.flatMap((littleEndian) =>
      [microseconds, nanoseconds].map((magic, nano) =>
        buildPcap(linkType, littleEndian, magic, index * 4 + nano * 2 + (littleEndian ? 1 : 0)),
      ),
    ),
  ),
  ...orders.map(buildMixedPcapng),
  ...orders.map(buildManySections),
];

/** Those, and the files that real tools wrote. */
export const knownCaptures: readonly KnownCapture[] = [
  ...captureFixtures.map(({ name, bytes }) => splitFixture(name, bytes)),
  ...builtCaptures,
];
