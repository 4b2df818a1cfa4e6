import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { createRecordReader } from "../../../src/capture/recordReader.ts";
import { captureFixtures } from "./captureFixtures.ts";
import { buildPcapFile } from "./pcapFile.ts";
import { createPcapngBlocks } from "./pcapngFile.ts";
import { readRecords, toFace } from "./readRecords.ts";
import { whyToolsMissing } from "./systemTool.ts";
import { readTsharkRows } from "./tsharkRows.ts";

/** A pcapng file with every kind of block, in two sections of both byte orders. */
function buildMixedPcapng(littleEndian: boolean): Uint8Array {
  const one = createPcapngBlocks(littleEndian);
  const other = createPcapngBlocks(!littleEndian);
  const data = [...new Array<number>(61).keys()];
  return Buffer.concat([
    one.section(one.option(1, [65, 66, 67])),
    one.interface(1, 0, [...one.option(2, [...Buffer.from("eth0\u0007")]), ...one.option(9, [9])]),
    one.enhanced(0, 1_767_225_600_123_456_789n, data, 1500),
    one.block(0x0abc, new Array<number>(9000).fill(1)),
    one.interface(113, 40, one.offsetOption(-5n)),
    one.obsolete(1, 1_767_225_600_000_001n, data.slice(3)),
    one.simple(data),
    one.block(0x0bad, []),
    other.section(),
    other.interface(276, 0),
    other.block(5, new Array<number>(12).fill(0)),
    other.enhanced(0, 1_767_225_601_000_002n, []),
  ]);
}

const files = [
  ...captureFixtures,
  ...[true, false].map((littleEndian) => ({
    name: `mixed pcapng, ${littleEndian ? "little" : "big"} endian first`,
    bytes: new Uint8Array(buildMixedPcapng(littleEndian)),
  })),
  ...[0xa1b2c3d4, 0xa1b23c4d].flatMap((magic) =>
    [true, false].map((littleEndian) => ({
      name: `pcap ${magic.toString(16)} ${littleEndian ? "little" : "big"} endian`,
      bytes: buildPcapFile({ littleEndian, magic, linkType: 101 }, [
        { time: [7, 999_999], data: new Uint8Array(1), wireBytes: 9 },
        { time: [8, 0], data: new Uint8Array() },
        { time: [9, 5], data: new Uint8Array(300).fill(9) },
      ]),
    })),
  ),
];

/** The length of a block of a file in which all are short, in the byte order in which it is. */
function toBlockLength(bytes: Uint8Array, offset: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return Math.min(view.getUint32(offset + 4), view.getUint32(offset + 4, true));
}

describe("createRecordReader", () => {
  it(
    "gives the times, lengths and interfaces that tshark gives, of every packet of the fixtures",
    { skip: whyToolsMissing("tshark") },
    () => {
      for (const { file, name, bytes } of captureFixtures) {
        const { records, reader } = readRecords(bytes);
        assert.equal(reader.damage, null);
        const isNumbered = reader.format === "pcapng";
        const fields = [
          "frame.time_epoch",
          "frame.len",
          "frame.cap_len",
          "frame.encap_type",
          "frame.interface_id",
        ];
        const rows = readTsharkRows(file, ...fields);
        assert.ok(rows.length > 10);
        // Wireshark's own numbers (WTAP_ENCAP) of Ethernet and both cooked formats.
        const encapsulations = new Map([
          [1, "1"],
          [113, "25"],
          [276, "210"],
        ]);
        assert.deepEqual(
          records.map((record) => [
            `${record.seconds}.${String(record.nanoseconds).padStart(9, "0")}`,
            String(record.wireBytes),
            String(record.packet.length),
            encapsulations.get(record.linkType),
            isNumbered ? String(record.interfaceNumber) : "",
          ]),
          rows.map((row) => [...row]),
          name,
        );
      }
    },
  );

  it("gives the same for pieces of any length", () => {
    for (const { name, bytes } of files) {
      const whole = readRecords(bytes);
      assert.ok(whole.records.length >= 3, name);
      for (const pieceBytes of [1, 7, 4096]) {
        const pieced = readRecords(bytes, pieceBytes);
        assert.deepEqual(pieced.records, whole.records, `${name} in ${pieceBytes}`);
        assert.deepEqual(toFace(pieced.reader), toFace(whole.reader), `${name} in ${pieceBytes}`);
      }
    }
  });

  it("gives the same for pieces of any length also of damaged files", () => {
    fc.assert(
      fc.property(
        fc.nat(files.length - 1),
        fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        fc.nat(3000),
        fc.integer({ min: 1, max: 200 }),
        (file, changes, length, pieceBytes) => {
          const bytes = (files[file]?.bytes ?? new Uint8Array()).slice(0, length);
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          const [whole, pieced] = [readRecords(bytes), readRecords(bytes, pieceBytes)];
          assert.deepEqual([pieced.records, pieced.refusal], [whole.records, whole.refusal]);
          assert.deepEqual(toFace(pieced.reader), toFace(whole.reader));
        },
      ),
      { numRuns: 1500 },
    );
  });

  it("tells the packets of a file that is cut at any byte, and where the cut one begins", () => {
    for (const { name, bytes } of files) {
      const { records, reader } = readRecords(bytes);
      const isPcap = reader.format === "pcap";
      const ends = records.map(({ offset, packet }) =>
        isPcap ? offset + 16 + packet.length : offset + toBlockLength(bytes, offset),
      );
      const headerEnd = isPcap ? 24 : toBlockLength(bytes, 0);
      const step = bytes.length < 4000 ? 1 : 17;
      for (let length = 0; length < bytes.length; length += step) {
        const cut = readRecords(bytes.subarray(0, length), 1000);
        assert.equal(cut.refusal !== undefined, length < headerEnd, `${name} cut at ${length}`);
        const whole = ends.filter((end) => end <= length).length;
        assert.deepEqual(cut.records, records.slice(0, whole), `${name} cut at ${length}`);
        const { damage } = cut.reader;
        if (damage === null) continue;
        assert.equal(damage.reason, "truncated");
        assert.ok(damage.offset < length && damage.offset <= (records[whole]?.offset ?? length));
        assert.ok(damage.offset >= (ends[whole - 1] ?? headerEnd));
      }
    }
  });

  it("refuses a packet block of every length that is no multiple of four, or too short", () => {
    for (const littleEndian of [true, false]) {
      const blocks = createPcapngBlocks(littleEndian);
      const start = Buffer.concat([blocks.section(), blocks.interface(1, 0), blocks.enhanced(0, 1n, [1])]);
      for (const type of [1, 2, 3, 5, 6, 0x0a0d0d0a]) {
        const least =
          type === 6 || type === 2 ? 32 : type === 3 ? 16 : type === 1 ? 20 : type === 5 ? 12 : 28;
        for (let length = 0; length < 70; length += 1) {
          const block = Buffer.alloc(128);
          const view = new DataView(block.buffer, block.byteOffset);
          view.setUint32(0, type, littleEndian);
          view.setUint32(4, length, littleEndian);
          if (type === 0x0a0d0d0a) view.setUint32(8, 0x1a2b3c4d, littleEndian);
          if (length >= 12) view.setUint32(length - 4, length, littleEndian);
          const { reader } = readRecords(Buffer.concat([start, block]), 50);
          const isOdd = length < least || length % 4 !== 0;
          const isRefused = reader.damage?.offset === start.length && reader.damage.reason === "badLength";
          assert.equal(isRefused, isOdd, `type ${type}, length ${length}`);
        }
      }
    }
  });

  it("numbers interfaces over all sections, each with its link type, snaplen, name and clock", () => {
    const { records, reader } = readRecords(buildMixedPcapng(true));
    assert.deepEqual(
      reader.interfaces.map(({ linkType, snaplenBytes, name }) => ({ linkType, snaplenBytes, name })),
      [
        { linkType: 1, snaplenBytes: 0, name: "eth0\u2407" },
        { linkType: 113, snaplenBytes: 40, name: undefined },
        { linkType: 276, snaplenBytes: 0, name: undefined },
      ],
    );
    assert.deepEqual(
      records.map(({ interfaceNumber, linkType, seconds, nanoseconds, wireBytes, packet }) => [
        interfaceNumber,
        linkType,
        seconds,
        nanoseconds,
        wireBytes,
        packet.length,
      ]),
      [
        [0, 1, 1_767_225_600, 123_456_789, 1500, 61],
        [1, 113, 1_767_225_595, 1_000, 58, 58],
        [0, 1, Number.NaN, 0, 61, 61],
        [2, 276, 1_767_225_601, 2_000, 0, 0],
      ],
    );
    assert.deepEqual(
      reader.layout?.sections.map(({ firstInterface, littleEndian, interfaces }) => [
        firstInterface,
        littleEndian,
        interfaces.length,
      ]),
      [
        [0, true, 2],
        [2, false, 1],
      ],
    );
  });

  it("counts a fraction of a second that is more than one as seconds", () => {
    const bytes = buildPcapFile({ littleEndian: true, magic: 0xa1b2c3d4, linkType: 1 }, [
      { time: [10, 2_500_000], data: new Uint8Array(4) },
    ]);
    const [record] = readRecords(bytes).records;
    assert.deepEqual([record?.seconds, record?.nanoseconds], [12, 500_000_000]);
  });

  it("keeps nothing of what is large but a record: skips a block of 4 GiB, refuses such a packet", () => {
    const blocks = createPcapngBlocks(true);
    const start = Buffer.concat([blocks.section(), blocks.interface(1, 0)]);
    for (const [type, reason] of [
      [0x0abc, "truncated"],
      [6, "badLength"],
    ] as const) {
      const reader = createRecordReader(() => assert.fail("there is no packet"));
      reader.push(start);
      const block = Buffer.alloc(32);
      block.writeUInt32LE(type, 0);
      block.writeUInt32LE(0xfffffffc, 4);
      reader.push(block);
      const before = process.memoryUsage().arrayBuffers;
      const piece = new Uint8Array(1 << 20);
      for (let pieces = 0; pieces < 64; pieces += 1) reader.push(piece);
      assert.ok(process.memoryUsage().arrayBuffers - before < 8 << 20);
      reader.end();
      assert.deepEqual(reader.damage, { offset: start.length, reason });
    }
  });

  it("keeps a bounded number of sections, however many there are", () => {
    const blocks = createPcapngBlocks(true);
    const section = blocks.section();
    const many = new Uint8Array(section.length * 5000);
    for (let at = 0; at < many.length; at += section.length) many.set(section, at);
    const reader = createRecordReader(() => undefined);
    for (let pieces = 0; pieces < 20; pieces += 1) reader.push(many);
    assert.equal(reader.layout?.sections.length, 0);
    const described = Buffer.concat([section, blocks.interface(1, 0)]);
    for (let pieces = 0; pieces < 65_537; pieces += 1) reader.push(described);
    assert.equal(reader.damage?.reason, "tooManyInterfaces");
    assert.equal(reader.layout.sections.length, 65_536);
  });
});
