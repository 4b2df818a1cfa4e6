import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { CaptureError } from "../../../src/capture/captureError.ts";
import type { CaptureSummary } from "../../../src/capture/captureSummary.ts";
import { readCaptureSummary } from "../../../src/capture/readCaptureSummary.ts";
import { toMemorySource } from "./memorySource.ts";
import { createPcapngBlocks } from "./pcapngFile.ts";

const fixtures = globSync(path.join(import.meta.dirname, "../../fixtures/captures/*")).map((file) =>
  readFileSync(file),
);

/** The summary, or undefined where the shipped error says that there is none; anything else thrown fails the test. */
async function readOrRefuse(bytes: Uint8Array): Promise<CaptureSummary | undefined> {
  const source = toMemorySource(bytes);
  try {
    return await readCaptureSummary(source);
  } catch (error) {
    if (error instanceof CaptureError) return undefined;
    throw error;
  } finally {
    assert.ok(source.longestBytes() <= 1 << 20);
  }
}

/** Where the records or blocks of a capture end, by the file formats' own arithmetic. */
function toEnds(bytes: Buffer): readonly { readonly end: number; readonly packets: number }[] {
  const isPcapng = bytes.readUInt32BE(0) === 0x0a0d0d0a;
  const ends = [];
  let packets = 0;
  let at = isPcapng ? 0 : 24;
  if (!isPcapng) ends.push({ end: 24, packets });
  while (at < bytes.length) {
    if (!isPcapng || bytes.readUInt32LE(at) === 6) packets += 1;
    at += isPcapng ? bytes.readUInt32LE(at + 4) : 16 + bytes.readUInt32LE(at + 8);
    ends.push({ end: at, packets });
  }
  return ends;
}

describe("a damaged capture", () => {
  it("shows everything before a cut, wherever it is, and the offset of what is cut", async () => {
    for (const bytes of fixtures) {
      const ends = toEnds(bytes);
      const headerEnd = ends[0]!.end;
      // Every byte of the small ones; of the others, a step that meets every place of a record in turn.
      const step = bytes.length < 8000 ? 1 : 13;
      for (let length = 0; length <= bytes.length; length += step) {
        const summary = await readOrRefuse(bytes.subarray(0, length));
        assert.equal(summary !== undefined, length >= headerEnd, `cut at ${length}`);
        if (summary === undefined) continue;
        const whole = ends.findLast(({ end }) => end <= length)!;
        assert.equal(summary.packets, whole.packets, `cut at ${length}`);
        const damage = whole.end === length ? null : { offset: whole.end, reason: "truncated" };
        assert.deepEqual(summary.damage, damage, `cut at ${length}`);
      }
    }
  });

  it("shows everything that can be decompressed before a cut in gzip", async () => {
    for (const bytes of fixtures) {
      const ends = toEnds(bytes);
      // Without compression, what stands in the file at a byte is known: a gzip header, then a block of 5 bytes and data.
      const packed = gzipSync(bytes, { level: 0 });
      for (let length = 16; length < packed.length; length += 61) {
        const summary = await readOrRefuse(packed.subarray(0, length));
        const present = Math.min(length - 15, bytes.length);
        const whole = ends.findLast(({ end }) => end <= present);
        assert.equal(summary?.packets, whole?.packets, `cut at ${length}`);
        if (summary && whole) assert.deepEqual(summary.damage, { offset: whole.end, reason: "badGzip" });
      }
    }
  });

  it("never throws, hangs or asks for much, whatever bytes are flipped", async () => {
    const mutation = fc.record({
      file: fc.nat(fixtures.length - 1),
      isPacked: fc.boolean(),
      changes: fc.array(fc.tuple(fc.nat(), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff, 0x55)), {
        minLength: 1,
        maxLength: 6,
      }),
      near: fc.constantFrom(64, 512, 1 << 20),
    });
    let readable = 0;
    await fc.assert(
      fc.asyncProperty(mutation, async ({ file, isPacked, changes, near }) => {
        const bytes = Buffer.from(isPacked ? gzipSync(fixtures[file]!) : fixtures[file]!);
        for (const [at, value] of changes) bytes[at % Math.min(near, bytes.length)] = value;
        const summary = await readOrRefuse(bytes);
        if (summary === undefined) return;
        readable += 1;
        assert.ok(summary.capturedBytes <= 1 << 20);
        assert.ok(summary.damage === null || summary.damage.offset <= 1 << 20);
      }),
      { numRuns: 3000 },
    );
    assert.ok(readable > 300);
  });

  it("stops at lengths that cannot be", async () => {
    const pcap = Buffer.from(fixtures.find((bytes) => bytes.readUInt32LE(0) === 0xa1b2c3d4)!);
    const [, first, second] = toEnds(pcap);
    pcap.writeUInt32LE(0xffffffff, first!.end + 8);
    const summary = await readCaptureSummary(toMemorySource(pcap));
    assert.deepEqual([summary.packets, summary.damage], [1, { offset: first!.end, reason: "badLength" }]);
    assert.ok(second);

    for (const littleEndian of [true, false]) {
      const blocks = createPcapngBlocks(littleEndian);
      const begin = Buffer.concat([
        blocks.section(),
        blocks.interface(1, 0),
        blocks.enhanced(0, 1n, [1, 2, 3]),
      ]);
      for (const length of [0, 4, 8, 11, 13, 0x7fffffff, 0xfffffffc, 0xffffffff]) {
        for (const type of [1, 2, 3, 6, 0x0abc]) {
          const block = Buffer.from(blocks.block(type, new Array<number>(64).fill(0)));
          new DataView(block.buffer, block.byteOffset).setUint32(4, length, littleEndian);
          const { packets, damage } = await readCaptureSummary(toMemorySource(Buffer.concat([begin, block])));
          assert.equal(packets, 1);
          assert.equal(damage?.offset, begin.length);
        }
      }
      const lost = Buffer.concat([begin, blocks.enhanced(7, 1n, [1])]);
      const { damage } = await readCaptureSummary(toMemorySource(lost));
      assert.deepEqual(damage, { offset: begin.length, reason: "badInterface" });
      const torn = Buffer.concat([begin, blocks.enhanced(0, 2n, [1])]);
      torn.writeUInt32BE(0x01020304, torn.length - 4);
      const tornSummary = await readCaptureSummary(toMemorySource(torn));
      assert.deepEqual([tornSummary.packets, tornSummary.damage?.reason], [1, "badLength"]);
    }
  });

  it("stops at more interfaces than anyone has", async () => {
    const blocks = createPcapngBlocks(true);
    const interfaces = new Array<Uint8Array>(65_537).fill(blocks.interface(1, 0));
    const { damage } = await readCaptureSummary(
      toMemorySource(Buffer.concat([blocks.section(), ...interfaces])),
    );
    assert.deepEqual(damage, { offset: 28 + 65_536 * 20, reason: "tooManyInterfaces" });
  });
});
