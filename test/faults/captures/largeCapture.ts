import { gzipSync } from "node:zlib";
import { buildBytes, toUint16, toUint32, type BytePart } from "../../../src/simulator/synthetic/bytes.ts";
import { createRandom, type Random } from "../../../src/simulator/synthetic/random.ts";
import { buildFilterCapture } from "../../unit/capture/filter/filterCapture.ts";
import { ethernet, extension, ipv4, ipv6, tag, tcp, udp } from "../../unit/capture/packet/frames.ts";
import { buildPcapFile } from "../../unit/capture/pcapFile.ts";
import { createPcapngBlocks } from "../../unit/capture/pcapngFile.ts";
import type { HostileCapture } from "./checkCapture.ts";

type PacketBuilder = (random: Random, index: number) => Uint8Array;

const pcapHead = { littleEndian: true, magic: 0xa1b2c3d4, linkType: 1, snaplen: 262_144 };
const blocks = createPcapngBlocks(true);
const anyTime = (random: Random) =>
  random.pick([0, 1, 0x7fff_ffff, 0xffff_ffff, random.integer(0, 0xffff_ffff)]);

/** Fills a file with packets of one kind; `toTime` says when each is captured. */
function fill(
  sizeBytes: number,
  build: PacketBuilder,
  toTime: (random: Random, index: number) => number = (_, index) => 1_700_000_000 + (index >> 6),
): Uint8Array {
  const random = createRandom(sizeBytes);
  const packets: { readonly time: readonly [number, number]; readonly data: Uint8Array }[] = [];
  for (let length = 24; length < sizeBytes;) {
    const data = build(random, packets.length);
    packets.push({ time: [toTime(random, packets.length), packets.length % 1_000_000], data });
    length += 16 + data.length;
  }
  return buildPcapFile(pcapHead, packets);
}

const toSegment = (parts: Parameters<typeof tcp>[0], ...payload: readonly BytePart[]) =>
  ethernet(0x0800, ipv4(6, {}, tcp(parts, ...payload)));

/** A packet of its own for each of these: what costs the most for its length, somewhere in the reader. */
const packetBuilders: Readonly<Record<string, PacketBuilder>> = {
  "packets without bytes": () => new Uint8Array(),
  "a connection a packet": (_, index) =>
    toSegment({ ports: [index & 0xffff, (index >> 16) + 1], flags: 2, sequence: index }),
  "a connection that is never in order": (random) =>
    toSegment({ ports: [4000, 80], sequence: random.integer(0, 0xffff_ffff), flags: 0x18 }, "x"),
  "acknowledgments without end": (random) =>
    toSegment({ ports: [4000, 80], acknowledgment: random.integer(0, 9), flags: 0x10, window: 0 }),
  "requests without end": (_, index) =>
    toSegment({ ports: [4000, 80], sequence: index * 18, flags: 0x18 }, "GET / HTTP/1.1\r\n\r\n"),
  "long lines": (random) =>
    toSegment({ ports: [4000 + random.integer(0, 9), 80], flags: 0x18 }, "GET /", "a ".repeat(30_000)),
  "names that point at names": (random) => {
    const pointers = Array.from({ length: 700 }, (_, index) => toUint16(0xc000 | (12 + index * 2))).flat();
    const counts = toUint16(random.pick([1, 700, 65_535]));
    return ethernet(
      0x0800,
      ipv4(17, {}, udp([4000, 53], [0, 7, 0x81, 0x83], counts, counts, counts, counts, pointers)),
    );
  },
  "questions without answers": (_, index) =>
    ethernet(
      0x0800,
      ipv4(17, {}, udp([index & 0xffff, 53], toUint16(index & 0xffff), [1, 0, 0, 1, 0, 0, 0, 0, 0, 0],
        buildBytes([8], index.toString(16).padStart(8, "0"), [0, 0, 1, 0, 1]))),
    ), // prettier-ignore
  "an address a packet": (random) =>
    ethernet(0x86dd, ipv6(17, udp([random.integer(0, 65_535), 7], "x")).fill(random.integer(0, 255), 20, 36)),
  noise: (random) => ethernet(random.pick([0x0800, 0x86dd, 0x0806, 0x8100]), random.bytes(60)),
  "1,000 extension headers": () => {
    let bytes: Uint8Array = tcp({});
    for (let left = 1_000; left > 0; left -= 1) bytes = extension(left === 1_000 ? 6 : 60, 1, bytes);
    return ethernet(0x86dd, ipv6(60, bytes));
  },
  "100 tags": () => {
    let bytes: Uint8Array = ipv4(6, {}, tcp({}));
    for (let left = 100; left > 0; left -= 1) bytes = tag(left, left === 100 ? 0x0800 : 0x8100, bytes);
    return ethernet(0x8100, bytes);
  },
  "records of TLS without end": (_, index) =>
    toSegment(
      { ports: [4000, 443], sequence: index * 6_000, flags: 0x18 },
      Array.from({ length: 1_000 }, () => [22, 3, 3, 0, 1, 1]).flat(),
    ),
};

const repeat = (parts: readonly Uint8Array[], times: number) =>
  Array<readonly Uint8Array[]>(times).fill(parts).flat();
/** More of them than a call takes arguments. */
const joinMany = (parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

function fillBlocks(sizeBytes: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const times = Math.ceil(sizeBytes / length);
  return joinMany([blocks.section(), blocks.interface(1, 0), ...repeat(parts, times)]);
}

/** Interfaces with nothing but options of no length. */
function buildEmptyOptions(sizeBytes: number): Uint8Array {
  const options = Array.from({ length: 10_000 }, () => blocks.option(3, [])).flat();
  return fillBlocks(sizeBytes, blocks.interface(1, 0, options));
}

function toGzip(plain: Uint8Array): { readonly bytes: Uint8Array; readonly plain: Uint8Array } {
  return { bytes: new Uint8Array(gzipSync(plain)), plain };
}

/** Files of about this size that cost as much time as their bytes allow. */
export function* buildLargeCaptures(sizeBytes: number): Generator<HostileCapture> {
  const expected = { kind: "atLeast", packets: 0, offset: 1 } as const;
  const plainFiles = function* (): Generator<readonly [string, Uint8Array]> {
    for (const [name, build] of Object.entries(packetBuilders)) yield [name, fill(sizeBytes, build)];
    yield ["clocks that jump", fill(sizeBytes, packetBuilders["a connection a packet"]!, anyTime)];
    yield ["interfaces without end", fillBlocks(sizeBytes, blocks.interface(1, 0))];
    yield ["sections without end", fillBlocks(sizeBytes, blocks.section(), blocks.interface(113, 0))];
    yield ["unknown blocks without end", fillBlocks(sizeBytes, blocks.block(0x0bad, []))];
    yield ["packets of a section each", fillBlocks(sizeBytes, blocks.section(), blocks.interface(1, 0),
        blocks.enhanced(0, 1n, [...toSegment({ flags: 2 })]))]; // prettier-ignore
    const [ticks, packet] = [blocks.interface(1, 0, blocks.option(9, [127])), blocks.enhanced(0, -1n, [])];
    yield ["ticks that no number holds", fillBlocks(sizeBytes, blocks.section(), ticks, packet, packet)];
    yield ["options without end", buildEmptyOptions(sizeBytes)];
    const traffic = buildFilterCapture(5);
    const records = repeat([traffic.subarray(24)], Math.ceil(sizeBytes / traffic.length));
    yield ["the same traffic again and again", joinMany([traffic.subarray(0, 24), ...records])];
    yield ["one block", buildBytes(blocks.section(), toUint32(0xbad), toUint32(0x7fff_fffc).toReversed(),
        new Uint8Array(sizeBytes))]; // prettier-ignore
  };
  for (const [name, plain] of plainFiles()) yield { name, bytes: plain, plain, expected };
  const empty = fill(sizeBytes * 4, packetBuilders["packets without bytes"]!);
  yield { name: "much in little gzip", ...toGzip(empty), expected };
  const member = new Uint8Array(gzipSync(new Uint8Array()));
  const members = repeat([member], Math.ceil(sizeBytes / member.length));
  const capture = fill(1_000, packetBuilders["a connection a packet"]!);
  const bytes = joinMany([gzipSync(capture), ...members]);
  yield { name: "members without end", bytes, plain: capture, expected };
}
