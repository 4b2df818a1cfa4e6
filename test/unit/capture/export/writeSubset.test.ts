import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import * as fc from "fast-check";
import { ExportError } from "../../../../src/capture/export/exportError.ts";
import { writeSubset } from "../../../../src/capture/export/writeSubset.ts";
import { createRecordAccess } from "../../../../src/capture/recordAccess.ts";
import { captureFixtures } from "../captureFixtures.ts";
import { toMemorySource } from "../memorySource.ts";
import { buildPcapFile } from "../pcapFile.ts";
import { createPcapngBlocks } from "../pcapngFile.ts";
import { readRecords, type KeptRecord } from "../readRecords.ts";
import { readToolOutput, whyToolsMissing } from "../systemTool.ts";
import { readTsharkRows } from "../tsharkRows.ts";
import { writeToBytes } from "./exportBed.ts";

const folder = mkdtempSync(path.join(tmpdir(), "eci-subset-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const skip = whyToolsMissing("tshark", "capinfos");

/** What must be the same in the copy, by another place and another file's interface numbers. */
const toContent = ({ seconds, nanoseconds, wireBytes, linkType, packet }: KeptRecord) => ({
  seconds,
  nanoseconds,
  wireBytes,
  linkType,
  packet,
});

const isEven = (_: KeptRecord, index: number) => index % 2 === 0;

function readWords(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return { magic: view.getUint32(0, true), snaplenBytes: view.getUint32(16, true) };
}

/** A pcapng file with sections of both byte orders, and interfaces of several clocks, snaplens, names and link types. */
function buildMany(): Uint8Array {
  const [one, other] = [createPcapngBlocks(true), createPcapngBlocks(false)];
  const data = [...new Array<number>(60).keys()];
  return new Uint8Array(
    Buffer.concat([
      one.section(one.option(1, [...Buffer.from("a comment")])),
      one.interface(1, 0, [...one.option(2, [...Buffer.from("eth0")]), ...one.option(9, [9])]),
      one.interface(101, 40, one.option(9, [0x80 | 20])),
      one.enhanced(0, 1_767_225_600_123_456_789n, data, 1500),
      one.enhanced(1, (1_767_225_600n << 20n) + 12_345n, data.slice(0, 40), 60),
      one.simple(data),
      other.section(),
      other.section(),
      other.interface(113, 0, other.offsetOption(1_000_000n)),
      other.interface(276, 0, [...other.option(9, [0x80 | 30]), ...other.offsetOption(-7n)]),
      other.enhanced(1, (1_767_225_600n << 30n) + 1_000_000_001n, data, 61),
      other.enhanced(0, 1_766_225_600_000_007n, []),
      other.simple(data),
    ]),
  );
}

describe("writeSubset", () => {
  it("writes a file of the same packets, from either format to either", async () => {
    for (const { name, bytes } of captureFixtures) {
      for (const format of ["pcap", "pcapng"] as const) {
        for (const isChosen of [() => true, isEven]) {
          if (format === "pcap" && name === "merged.pcapng") continue;
          const written = await writeToBytes(bytes, { format, isChosen });
          assert.equal(written.packets, written.chosen.length);
          const { records, reader } = readRecords(written.bytes);
          assert.equal(reader.format, format);
          assert.equal(reader.damage, null);
          assert.deepEqual(records.map(toContent), written.chosen.map(toContent), `${name} as ${format}`);
        }
      }
    }
  });

  it("keeps sections, interfaces, clocks and packets without a time in pcapng, and no comment", async () => {
    const bytes = buildMany();
    const before = readRecords(bytes);
    const written = await writeToBytes(bytes, { format: "pcapng" });
    const { records, reader } = readRecords(written.bytes);
    assert.equal(records.length, 6);
    const toNumbered = (record: KeptRecord) => ({
      ...toContent(record),
      interfaceNumber: record.interfaceNumber,
    });
    assert.deepEqual(records.map(toNumbered), before.records.map(toNumbered));
    assert.deepEqual(reader.interfaces, before.reader.interfaces);
    assert.ok(!Buffer.from(written.bytes).includes("a comment"));
    assert.ok(Buffer.from(written.bytes).includes("eth0"));
  });

  it(
    "writes what capinfos and tshark read back with the same times, lengths, types and interfaces",
    { skip },
    async () => {
      const merged = captureFixtures.find(({ name }) => name === "merged.pcapng");
      const nano = captureFixtures.find(({ name }) => name === "nanoseconds.pcap");
      assert.ok(merged && nano);
      const many = path.join(folder, "many.pcapng");
      writeFileSync(many, buildMany());
      const shape = ["frame.time_epoch", "frame.len", "frame.cap_len", "frame.encap_type"];
      for (const [source, bytes, format] of [
        [merged.file, merged.bytes, "pcapng"],
        [many, buildMany(), "pcapng"],
        [nano.file, nano.bytes, "pcap"],
      ] as const) {
        const file = path.join(folder, `out.${format}`);
        const written = await writeToBytes(bytes, { format, isChosen: isEven });
        writeFileSync(file, written.bytes);
        const fields = format === "pcap" ? shape : [...shape, "frame.interface_id", "frame.interface_name"];
        const expected = readTsharkRows(source, ...fields).filter((_, index) => index % 2 === 0);
        assert.deepEqual(readTsharkRows(file, ...fields), expected);
        const counted = readToolOutput("capinfos", "-M", "-c", "-T", "-r", file).trim().split("\t");
        assert.equal(counted.at(-1), String(expected.length));
      }
    },
  );

  it("writes pcap with nanoseconds where a time has them, with microseconds otherwise, and its snaplen", async () => {
    const head = { littleEndian: false, magic: 0xa1b23c4d, linkType: 1, snaplen: 96 };
    const data = new Uint8Array(4);
    const file = buildPcapFile(head, [
      { time: [1, 5_000], data },
      { time: [2, 5_001], data },
    ]);
    const fine = await writeToBytes(file, { format: "pcap" });
    assert.deepEqual(readWords(fine.bytes), { magic: 0xa1b23c4d, snaplenBytes: 96 });
    const coarse = await writeToBytes(file, { format: "pcap", isChosen: isEven });
    assert.deepEqual(readWords(coarse.bytes), { magic: 0xa1b2c3d4, snaplenBytes: 96 });
    assert.deepEqual(readRecords(coarse.bytes).records.map(toContent), coarse.chosen.map(toContent));
  });

  it("refuses several link types in pcap, but takes those packets that have one", async () => {
    const { bytes } = captureFixtures.find(({ name }) => name === "merged.pcapng") ?? {};
    assert.ok(bytes);
    await assert.rejects(writeToBytes(bytes, { format: "pcap" }), new ExportError("severalLinkTypes"));
    const isCooked = ({ linkType }: KeptRecord) => linkType === 276;
    const written = await writeToBytes(bytes, { format: "pcap", isChosen: isCooked });
    assert.ok(written.packets > 10);
    assert.deepEqual(readRecords(written.bytes).records.map(toContent), written.chosen.map(toContent));
  });

  it("gives a packet without a time that of the one before it in pcap, and refuses years that pcap cannot hold", async () => {
    const blocks = createPcapngBlocks(true);
    const start = [blocks.section(), blocks.interface(1, 0, blocks.option(9, [0]))];
    const timeless = [...start, blocks.simple([1]), blocks.enhanced(0, 77n, [2]), blocks.simple([3])];
    const written = await writeToBytes(new Uint8Array(Buffer.concat(timeless)), { format: "pcap" });
    assert.deepEqual(
      readRecords(written.bytes).records.map(({ seconds, packet }) => [seconds, packet[0]]),
      [
        [0, 1],
        [77, 2],
        [77, 3],
      ],
    );
    const late = new Uint8Array(Buffer.concat([...start, blocks.enhanced(0, 1n << 32n, [2])]));
    await assert.rejects(writeToBytes(late, { format: "pcap" }), new ExportError("timeOutOfRange"));
    assert.equal((await writeToBytes(late, { format: "pcapng" })).packets, 1);
  });

  it("writes a readable file of no packets", { skip }, async () => {
    for (const format of ["pcap", "pcapng"] as const) {
      const source = captureFixtures.find(({ name }) => name === "ethernet.pcap");
      assert.ok(source);
      const written = await writeToBytes(source.bytes, { format, isChosen: () => false });
      const { reader, records } = readRecords(written.bytes);
      assert.deepEqual([records.length, reader.damage, reader.interfaces[0]?.linkType], [0, null, 1]);
      const file = path.join(folder, `none.${format}`);
      writeFileSync(file, written.bytes);
      assert.match(readToolOutput("capinfos", "-M", "-c", file), /Number of packets:\s+0/u);
    }
  });

  it("says that the file changed when a packet is not where it was", async () => {
    const bytes = captureFixtures[0]?.bytes ?? new Uint8Array();
    const { records, reader } = readRecords(bytes);
    assert.ok(reader.layout);
    const subset = {
      access: createRecordAccess(toMemorySource(bytes.subarray(0, 700)), reader.layout),
      layout: reader.layout,
      offsets: () => records.map(({ offset }) => offset),
      format: "pcapng",
      scrubber: undefined,
    } as const;
    await assert.rejects(
      writeSubset(subset, () => undefined),
      new ExportError("fileChanged"),
    );
  });

  it("hands over bytes as it goes, waits for each, and ends at what the sink throws", async () => {
    const data = new Uint8Array(1000).fill(1);
    const packets = Array.from({ length: 3000 }, (_, index) => ({ time: [index, 0] as const, data }));
    const bytes = buildPcapFile({ littleEndian: true, magic: 0xa1b2c3d4, linkType: 1 }, packets);
    const { records, reader } = readRecords(bytes);
    assert.ok(reader.layout);
    const subset = {
      access: createRecordAccess(toMemorySource(bytes), reader.layout),
      layout: reader.layout,
      offsets: () => records.map(({ offset }) => offset),
      format: "pcap",
      scrubber: undefined,
    } as const;
    const parts: Uint8Array[] = [];
    let isBusy = false;
    const written = await writeSubset(subset, async (part) => {
      assert.ok(!isBusy);
      isBusy = true;
      await new Promise(setImmediate);
      parts.push(part);
      isBusy = false;
    });
    assert.equal(written, 3000);
    assert.ok(parts.length > 5 && parts.every(({ length }) => length < 300_000));
    assert.ok(Buffer.concat(parts).equals(bytes));
    const failing = writeSubset(subset, () => {
      throw new Error("the disk is full");
    });
    await assert.rejects(failing, /the disk is full/u);
  });

  it("keeps every time, length and byte of any pcapng packet", async () => {
    const packet = fc.record({
      resolution: fc.constantFrom(0, 3, 6, 9, 12, 0x80, 0x80 | 10, 0x80 | 30, 0x80 | 40),
      ticks: fc.bigInt(0n, (1n << 64n) - 1n),
      offset: fc.bigInt(-1_000_000n, 1_000_000n),
      data: fc.array(fc.nat(255), { maxLength: 20 }),
      moreBytes: fc.nat(5000),
      littleEndian: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(packet, { minLength: 1, maxLength: 5 }), async (packets) => {
        const parts = packets.flatMap(({ resolution, ticks, offset, data, moreBytes, littleEndian }) => {
          const blocks = createPcapngBlocks(littleEndian);
          const options = [...blocks.option(9, [resolution]), ...blocks.offsetOption(offset)];
          return [
            blocks.section(),
            blocks.interface(1, 0, options),
            blocks.enhanced(0, ticks, data, data.length + moreBytes),
          ];
        });
        const bytes = new Uint8Array(Buffer.concat(parts));
        const written = await writeToBytes(bytes, { format: "pcapng" });
        const isExact = ({ seconds }: KeptRecord) => Math.abs(seconds) < 2 ** 52;
        const after = readRecords(written.bytes).records;
        assert.deepEqual(after.filter(isExact).map(toContent), written.chosen.filter(isExact).map(toContent));
        assert.equal(after.length, packets.length);
      }),
      { numRuns: 300 },
    );
  });
});
