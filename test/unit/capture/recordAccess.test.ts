import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRecordAccess } from "../../../src/capture/recordAccess.ts";
import { captureFixtures } from "./captureFixtures.ts";
import { toMemorySource } from "./memorySource.ts";
import { buildPcapFile } from "./pcapFile.ts";
import { createPcapngBlocks } from "./pcapngFile.ts";
import { keepRecord, readRecords } from "./readRecords.ts";

/** Access to a file with what its own reader told, over a source that counts. */
function openAccess(bytes: Uint8Array, present = bytes) {
  const { records, reader } = readRecords(bytes);
  assert.ok(reader.layout);
  const memory = toMemorySource(present);
  let reads = 0;
  const read = (offset: number, lengthBytes: number) => {
    reads += 1;
    return memory.read(offset, lengthBytes);
  };
  const access = createRecordAccess({ sizeBytes: present.length, read }, reader.layout);
  return { records, access, reads: () => reads, longestBytes: memory.longestBytes };
}

/** Ten sections of both byte orders, each with other interfaces and link types. */
function buildSections(): Uint8Array {
  const parts = Array.from({ length: 10 }, (_, index) => {
    const blocks = createPcapngBlocks(index % 3 === 0);
    const own = [blocks.interface(1, 0), blocks.interface(100 + index, 0, blocks.option(9, [index]))];
    const data = new Array<number>(index * 7).fill(index);
    return [
      blocks.section(),
      ...own,
      blocks.enhanced(1, 1_000_000n, data),
      blocks.section(),
      ...own,
      blocks.simple(data),
    ];
  });
  return new Uint8Array(Buffer.concat(parts.flat()));
}

describe("createRecordAccess", () => {
  it("gives every record again as the reader gave it, in any order", async () => {
    for (const bytes of [...captureFixtures.map((fixture) => fixture.bytes), buildSections()]) {
      const { records, access } = openAccess(bytes);
      assert.ok(records.length >= 20);
      for (const record of [...records, ...records.toReversed()]) {
        const again = await access.read(record.offset);
        assert.ok(again);
        assert.deepEqual(keepRecord(again), record);
      }
    }
  });

  it("needs one read for more than a hundred neighbours, and reads no more than a window at once", async () => {
    const packets = Array.from({ length: 5000 }, (_, index) => ({
      time: [index, 0] as const,
      data: new Uint8Array(350).fill(index),
    }));
    const head = { littleEndian: true, magic: 0xa1b2c3d4, linkType: 1 };
    const { records, access, reads, longestBytes } = openAccess(buildPcapFile(head, packets));
    for (const { offset } of records.slice(2000, 2130))
      assert.equal((await access.read(offset))?.offset, offset);
    assert.ok(reads() <= 2, `${reads()} reads`);
    for (const { offset } of records.toReversed()) await access.read(offset);
    assert.ok(reads() < 120, `${reads()} reads`);
    assert.ok(longestBytes() <= 1 << 16);
  });

  it("reads a record that is longer than a window", async () => {
    const data = new Uint8Array(900_000).fill(7);
    const time = [1, 2] as const;
    const head = { littleEndian: false, magic: 0xa1b2c3d4, linkType: 1, snaplen: 1_000_000 };
    const small = { time, data: new Uint8Array(5) };
    const { records, access } = openAccess(buildPcapFile(head, [small, { time, data }, small]));
    for (const record of records) {
      const again = await access.read(record.offset);
      assert.deepEqual(again && keepRecord(again), record);
    }
  });

  it("says that a record is gone when the file shrank or was replaced, and never throws for what is there", async () => {
    for (const { bytes } of captureFixtures) {
      const shrunk = openAccess(bytes, bytes.subarray(0, 500));
      for (const { offset, packet } of shrunk.records) {
        const again = await shrunk.access.read(offset);
        if (offset + packet.length > 500) assert.equal(again, undefined);
      }
      const noise = Uint8Array.from(bytes, (_, index) => (index * 2_654_435_761) >>> 24);
      const replaced = openAccess(bytes, noise);
      for (const { offset } of replaced.records) {
        const again = await replaced.access.read(offset);
        if (again !== undefined) assert.ok(again.end <= again.bytes.length && again.start <= again.end);
      }
      const ones = openAccess(bytes, new Uint8Array(bytes.length).fill(0xff));
      for (const { offset } of ones.records) assert.equal(await ones.access.read(offset), undefined);
      for (const offset of [-1, 0.5, Number.NaN, Infinity, 0, 1, bytes.length, 2 ** 60])
        assert.equal(await ones.access.read(offset), undefined);
    }
  });

  it("says that a block is gone whose end does not repeat its length, or that is another kind now", async () => {
    const bytes = buildSections();
    const { records } = openAccess(bytes);
    for (const [at, value] of [
      [-1, 1],
      [0, 5],
      [4, 0xff],
    ] as const) {
      for (const [index, { offset }] of records.entries()) {
        const changed = bytes.slice();
        const next = records[index + 1]?.offset ?? bytes.length;
        const blockEnd = at < 0 ? toBlockEnd(bytes, offset) : next;
        changed[at < 0 ? blockEnd + at : offset + at] = value;
        assert.equal(await openAccess(bytes, changed).access.read(offset), undefined, `${at} of ${index}`);
      }
    }
  });
});

/** Where a block ends of a file in which all are short, in either byte order. */
function toBlockEnd(bytes: Uint8Array, offset: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return offset + Math.min(view.getUint32(offset + 4), view.getUint32(offset + 4, true));
}
