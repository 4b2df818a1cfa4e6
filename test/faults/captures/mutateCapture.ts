import { gzipSync } from "node:zlib";
import { createRandom, type Random } from "../../../src/simulator/synthetic/random.ts";
import { knownCaptures } from "./builtCaptures.ts";
import type { HostileCapture } from "./checkCapture.ts";
import type { Expectation } from "./checkReport.ts";
import { findWhole, type KnownCapture } from "./knownCapture.ts";

type Mutation = (bytes: Uint8Array, random: Random) => Uint8Array;

/** Numbers at which lengths, counts and kinds go wrong. */
const oddNumbers = [
  0, 1, 2, 3, 4, 7, 8, 11, 12, 13, 15, 16, 17, 27, 28, 31, 32, 33, 255, 256, 65_535, 65_536, 262_144, 262_145,
  0x00ff_ffff, 0x0100_0000, 0x0100_0001, 0x7fff_ffff, 0x8000_0000, 0xffff_fffc, 0xffff_ffff, 0x0a0d_0d0a,
] as const; // prettier-ignore
/** Bytes of this file's beginning are hit more often: there stand its headers. */
const nearBytes = [40, 200, 1 << 20] as const;

function pickPlace(bytes: Uint8Array, random: Random): number {
  return random.integer(0, Math.min(random.pick(nearBytes), Math.max(1, bytes.length)) - 1);
}

function splice(bytes: Uint8Array, at: number, removed: number, added: Uint8Array): Uint8Array {
  return new Uint8Array(Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + removed)]));
}

const flipBits: Mutation = (bytes, random) => {
  const flipped = bytes.slice();
  for (let left = random.integer(1, 8); left > 0; left -= 1) {
    const at = pickPlace(bytes, random);
    flipped[at] = (flipped[at] ?? 0) ^ (1 << random.integer(0, 7));
  }
  return flipped;
};

const setBytes: Mutation = (bytes, random) => {
  const changed = bytes.slice();
  for (let left = random.integer(1, 5); left > 0; left -= 1) {
    changed[pickPlace(bytes, random)] = random.pick([0, 1, 0x7f, 0x80, 0xff, random.integer(0, 255)]);
  }
  return changed;
};

const setNumber: Mutation = (bytes, random) => {
  const changed = bytes.slice();
  const at = pickPlace(bytes, random) & ~3;
  const width = random.pick([2, 4, 4]);
  if (at + width > bytes.length) return changed;
  const view = new DataView(changed.buffer);
  const isLittle = random.integer(0, 2) > 0;
  if (width === 4) view.setUint32(at, random.pick(oddNumbers), isLittle);
  else view.setUint16(at, random.pick(oddNumbers) & 0xffff, isLittle);
  return changed;
};

const insert: Mutation = (bytes, random) =>
  splice(bytes, pickPlace(bytes, random), 0, random.bytes(random.integer(1, 40)));

const remove: Mutation = (bytes, random) =>
  splice(bytes, pickPlace(bytes, random), random.integer(1, 60), new Uint8Array());

const repeat: Mutation = (bytes, random) => {
  const at = pickPlace(bytes, random);
  const region = bytes.subarray(at, at + random.integer(1, 300));
  return splice(bytes, at, 0, new Uint8Array(Buffer.concat(Array(random.integer(1, 6)).fill(region))));
};

const overwrite: Mutation = (bytes, random) => {
  const from = pickPlace(bytes, random);
  const region = bytes.subarray(from, from + random.integer(1, 200));
  return splice(bytes, pickPlace(bytes, random), region.length, region);
};

const join: Mutation = (bytes, random) =>
  new Uint8Array(Buffer.concat([bytes, knownCaptures[random.integer(0, knownCaptures.length - 1)]!.bytes]));

const cut: Mutation = (bytes, random) => bytes.slice(0, random.integer(0, bytes.length));

const mutations = [flipBits, flipBits, setBytes, setNumber, setNumber, insert, remove, repeat, overwrite, join, cut] as const; // prettier-ignore

/** How much of two files is the same from the beginning. */
function countSame(one: Uint8Array, other: Uint8Array): number {
  let at = 0;
  while (at < one.length && at < other.length && one[at] === other[at]) at += 1;
  return at;
}

/** What the change leaves is there; where it leaves the whole file, it is all there is. */
function toExpectation(capture: KnownCapture, changed: Uint8Array): Expectation {
  const same = countSame(capture.bytes, changed);
  const whole = findWhole(capture, same);
  if (whole === undefined) return { kind: "anything" };
  const { offset, packets, capturedBytes } = whole;
  if (same === changed.length) {
    const damage = offset === same ? null : ({ offset, reason: "truncated" } as const);
    return { kind: "exact", packets, capturedBytes, damage };
  }
  return { kind: "atLeast", packets, offset };
}

/** The same packets with other bytes in them: nothing is damaged, and no packet is more or less. */
function changePackets(capture: KnownCapture, random: Random): HostileCapture {
  const bytes = capture.bytes.slice();
  capture.parts.forEach(({ packetBytes = 0, packetStart }, index) => {
    const start = (capture.ends[index - 1]?.offset ?? 0) + packetStart;
    for (let left = random.integer(0, packetBytes > 0 ? 6 : 0); left > 0; left -= 1) {
      // Most of the headers of packets stand in the first bytes.
      const at = start + random.integer(0, Math.min(packetBytes, random.pick([20, 60, 2_000])) - 1);
      bytes[at] = random.pick([(bytes[at] ?? 0) ^ (1 << random.integer(0, 7)), random.integer(0, 255)]);
    }
  });
  const { packets, capturedBytes } = capture.ends.at(-1)!;
  const name = `${capture.name}, bytes of packets changed`;
  return { name, bytes, plain: bytes, expected: { kind: "exact", packets, capturedBytes, damage: null } };
}

function inGzip({ name, bytes, expected }: HostileCapture, random: Random): HostileCapture {
  // An empty file is a whole gzip file of no bytes, which is no capture.
  const isRefused = expected.kind === "refused" || bytes.length === 0;
  const packed = new Uint8Array(gzipSync(bytes, { level: random.pick([0, 1, 6]) }));
  return {
    name: `${name}, in gzip`,
    bytes: packed,
    plain: bytes,
    expected: isRefused ? { kind: "anything" } : expected,
  };
}

/** One capture of those that are known, changed as this seed says. */
export function buildMutatedCapture(seed: number): HostileCapture {
  const random = createRandom(seed);
  const capture = knownCaptures[random.integer(0, knownCaptures.length - 1)]!;
  let mutated: HostileCapture;
  if (random.integer(0, 4) === 0) {
    mutated = changePackets(capture, random);
  } else {
    const used = Array.from({ length: random.integer(1, 3) }, () => random.pick(mutations));
    let { bytes } = capture;
    for (const mutate of used) bytes = mutate(bytes, random);
    const name = `${capture.name}, ${used.map((mutate) => mutate.name).join(", ")}`;
    mutated = { name, bytes, plain: bytes, expected: toExpectation(capture, bytes) };
  }
  return random.integer(0, 14) === 0 ? inGzip(mutated, random) : mutated;
}

/** A capture in gzip whose compressed bytes are changed: what can be decompressed of it is anything. */
export function buildMutatedGzip(seed: number): HostileCapture {
  const random = createRandom(seed);
  const capture = knownCaptures[random.integer(0, knownCaptures.length - 1)]!;
  const packed = new Uint8Array(gzipSync(capture.bytes, { level: random.pick([0, 1, 6]) }));
  const mutate = random.pick(mutations);
  const bytes = mutate(packed, random);
  const name = `${capture.name} in gzip, then ${mutate.name}`;
  return { name, bytes, plain: undefined, expected: { kind: "anything" } };
}
