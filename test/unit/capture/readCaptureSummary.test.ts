import assert from "node:assert/strict";
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { CaptureError } from "../../../src/capture/captureError.ts";
import { readCaptureSummary } from "../../../src/capture/readCaptureSummary.ts";
import { buildSyntheticCapture } from "../../../src/simulator/synthetic/syntheticCapture.ts";
import { toMemorySource } from "./memorySource.ts";
import { createPcapngBlocks } from "./pcapngFile.ts";
import { readToolOutput, whyToolsMissing } from "./systemTool.ts";

const folder = mkdtempSync(path.join(tmpdir(), "eci-summary-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const fixtures = globSync(path.join(import.meta.dirname, "../../fixtures/captures/*"));
const skip = whyToolsMissing("tshark", "editcap", "capinfos", "mergecap");

/** Counts as tshark does them, each packet by itself. */
function readWithTshark(file: string) {
  const rows = readToolOutput(
    "tshark",
    "-n",
    "-r",
    file,
    "-T",
    "fields",
    "-e",
    "frame.time_epoch",
    "-e",
    "frame.cap_len",
  )
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split("\t"));
  const times = rows.map(([time = ""]) => time).filter((time) => time !== "");
  const sorted = times
    .map((time) => BigInt(time.replace(".", "")))
    .sort((one, other) => (one < other ? -1 : 1));
  return {
    packets: rows.length,
    capturedBytes: rows.reduce((sum, [, length]) => sum + Number(length), 0),
    firstTime: toIso(sorted[0]),
    lastTime: toIso(sorted.at(-1)),
  };
}

function toIso(nanoseconds: bigint | undefined): string | null {
  if (nanoseconds === undefined) return null;
  const date = new Date(Number(nanoseconds / 1_000_000_000n) * 1000).toISOString().slice(0, 19);
  return `${date}.${String(nanoseconds % 1_000_000_000n).padStart(9, "0")}Z`;
}

async function assertLikeTshark(file: string, format: "pcap" | "pcapng"): Promise<void> {
  const bytes = readFileSync(file);
  const summary = await readCaptureSummary(toMemorySource(bytes));
  const { packets, capturedBytes, firstTime, lastTime } = summary;
  assert.deepEqual({ packets, capturedBytes, firstTime, lastTime }, readWithTshark(file), file);
  assert.equal(summary.format, format);
  assert.equal(summary.damage, null);
  assert.equal(summary.sizeBytes, bytes.length);
  const counted = readToolOutput("capinfos", "-M", "-c", "-T", "-r", file).trim().split("\t");
  assert.equal(String(packets), counted.at(-1));
}

describe("readCaptureSummary", () => {
  it("counts what tcpdump, dumpcap and mergecap wrote as tshark and capinfos do", { skip }, async () => {
    assert.ok(fixtures.length >= 5);
    for (const file of fixtures) await assertLikeTshark(file, file.endsWith("ng") ? "pcapng" : "pcap");
  });

  it("counts every format that editcap writes", { skip }, async () => {
    for (const [format, ending] of [
      ["pcap", "pcap"],
      ["nsecpcap", "pcap"],
      ["pcapng", "pcapng"],
    ] as const) {
      const file = path.join(folder, `edited-${format}`);
      readToolOutput(
        "editcap",
        "-F",
        format,
        fixtures.find((name) => name.endsWith("nanoseconds.pcap"))!,
        file,
      );
      await assertLikeTshark(file, ending);
    }
  });

  it("names the link types in their order", async () => {
    const merged = readFileSync(fixtures.find((name) => name.endsWith("merged.pcapng"))!);
    const summary = await readCaptureSummary(toMemorySource(merged));
    assert.deepEqual(summary.linkTypes, ["ETHERNET", "LINUX_SLL2"]);
    const blocks = createPcapngBlocks(true);
    const unknown = Buffer.concat([blocks.section(), blocks.interface(4711, 0)]);
    assert.deepEqual((await readCaptureSummary(toMemorySource(unknown))).linkTypes, ["4711"]);
  });

  for (const littleEndian of [true, false]) {
    const order = littleEndian ? "little" : "big";

    it(`reads pcap in ${order} endian, micro- and nanoseconds`, { skip }, async () => {
      for (const magic of [0xa1b2c3d4, 0xa1b23c4d]) {
        const view = new DataView(new ArrayBuffer(24 + 2 * 26));
        const words = [magic, 0x0002_0004, 0, 0, 65_535, 1];
        for (const [index, word] of words.entries()) view.setUint32(index * 4, word, littleEndian);
        view.setUint16(4, 2, littleEndian);
        view.setUint16(6, 4, littleEndian);
        for (const [index, seconds] of [1_767_225_601, 1_767_225_600].entries()) {
          const at = 24 + index * 26;
          for (const [word, value] of [seconds, 999_999, 10, 1500].entries())
            view.setUint32(at + word * 4, value, littleEndian);
        }
        const file = path.join(folder, `${order}-${magic}.pcap`);
        writeFileSync(file, view);
        await assertLikeTshark(file, "pcap");
      }
    });

    it(
      `reads ${order} endian pcapng with every kind of packet block, clock and section`,
      { skip },
      async () => {
        const blocks = createPcapngBlocks(littleEndian);
        const other = createPcapngBlocks(!littleEndian);
        const data = [...new Array<number>(63).keys()];
        const file = path.join(folder, `${order}.pcapng`);
        const nanoseconds = 1_767_225_600_123_456_789n;
        writeFileSync(
          file,
          Buffer.concat([
            blocks.section(blocks.option(1, [65, 66, 67])),
            blocks.interface(1, 0),
            blocks.interface(101, 40, blocks.option(9, [9])),
            blocks.interface(1, 0, [...blocks.option(9, [0x80 | 20]), ...blocks.option(0, [])]),
            blocks.interface(1, 0, [...blocks.option(9, [3]), ...blocks.offsetOption(1_000_000n)]),
            blocks.enhanced(1, nanoseconds, data.slice(0, 40), 1500),
            blocks.enhanced(0, nanoseconds / 1000n, data),
            blocks.obsolete(0, nanoseconds / 1000n + 5n, data.slice(1)),
            blocks.block(0x0abc, [1, 2, 3, 4]),
            blocks.block(5, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
            blocks.enhanced(2, (1_767_225_599n << 20n) + 77n, data.slice(2)),
            blocks.enhanced(3, 1_766_225_598_500n, data.slice(3)),
            blocks.simple(data),
            other.section(),
            other.interface(113, 262_144),
            other.enhanced(0, nanoseconds / 1000n + 9n, []),
          ]),
        );
        const { packets, capturedBytes, linkTypes, firstTime, lastTime, damage } = await readCaptureSummary(
          toMemorySource(readFileSync(file)),
        );
        assert.equal(damage, null);
        assert.deepEqual(linkTypes, ["ETHERNET", "RAW", "LINUX_SLL"]);
        assert.equal(firstTime, "2025-12-31T23:59:58.500000000Z");
        assert.equal(lastTime, "2026-01-01T00:00:00.123465000Z");
        const rows = readWithTshark(file);
        assert.deepEqual(
          { packets, capturedBytes },
          { packets: rows.packets, capturedBytes: rows.capturedBytes },
        );
        assert.equal(lastTime, rows.lastTime);
      },
    );
  }

  it("keeps all digits of any clock, and gives null beyond every calendar", async () => {
    const blocks = createPcapngBlocks(false);
    const read = async (resolution: number, ticks: bigint) => {
      const parts = [
        blocks.section(),
        blocks.interface(1, 0, blocks.option(9, [resolution])),
        blocks.enhanced(0, ticks, [1]),
      ];
      return (await readCaptureSummary(toMemorySource(Buffer.concat(parts)))).firstTime;
    };
    assert.equal(await read(12, 1_767_225_600_000_000_001n * 10n), "1970-07-24T12:57:36.000000000Z");
    assert.equal(await read(0x80 | 30, (1_767_225_600n << 30n) + 1n), "2026-01-01T00:00:00.000000000Z");
    assert.equal(await read(127, 1n), "1970-01-01T00:00:00.000000000Z");
    assert.equal(await read(0, 2n ** 64n - 1n), null);
  });

  it("reads gzip around either format, larger than a piece", async () => {
    const capture = buildSyntheticCapture({
      seed: 5,
      instanceIp: "10.0.0.1",
      peerIps: ["10.0.0.2"],
      packets: 9000,
    });
    const plain = await readCaptureSummary(toMemorySource(capture));
    const packed = gzipSync(capture);
    const summary = await readCaptureSummary(toMemorySource(packed));
    assert.ok(capture.length > 1 << 20 && plain.packets === 9000);
    assert.deepEqual(summary, { ...plain, compressed: true, sizeBytes: packed.length });
  });

  it("reads in ranges of at most 1 MiB", async () => {
    const packets = 20_000;
    const capture = buildSyntheticCapture({ seed: 6, instanceIp: "10.0.0.1", peerIps: [], packets });
    const source = toMemorySource(capture);
    assert.equal((await readCaptureSummary(source)).packets, packets);
    assert.ok(capture.length > 3 << 20 && source.longestBytes() <= 1 << 20);
  });

  it("says why it cannot read what is no capture, and lets the source's own error through", async () => {
    const elf = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0];
    const cases = [
      ["empty", []],
      ["unknownFormat", elf],
      ["unknownFormat", [...gzipSync("<Error/>")]],
      ["truncatedHeader", [0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0]],
      ["truncatedHeader", [...createPcapngBlocks(true).section().subarray(0, 20)]],
      ["badHeader", [0x0a, 0x0d, 0x0d, 0x0a, 0, 0, 0, 13, 0x1a, 0x2b, 0x3c, 0x4d]],
    ] as const;
    for (const [code, bytes] of cases) {
      await assert.rejects(readCaptureSummary(toMemorySource(Uint8Array.from(bytes))), (error) => {
        assert.ok(error instanceof CaptureError);
        assert.equal(error.code, code);
        return true;
      });
    }
    const packed = gzipSync(readFileSync(fixtures[0]!));
    for (const bytes of [packed, readFileSync(fixtures[0]!)]) {
      let reads = 0;
      const read = (offset: number, lengthBytes: number) => {
        if ((reads += 1) > 1) throw new Error("the disk is gone");
        return bytes.subarray(offset, offset + lengthBytes);
      };
      await assert.rejects(readCaptureSummary({ sizeBytes: bytes.length, read }), /the disk is gone/u);
    }
  });
});
