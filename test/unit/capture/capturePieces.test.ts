import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { openCapturePieces } from "../../../src/capture/capturePieces.ts";
import { captureFixtures } from "./captureFixtures.ts";
import { toMemorySource } from "./memorySource.ts";
import { whyToolsMissing } from "./systemTool.ts";

async function readAll(bytes: Uint8Array) {
  const pieces = await openCapturePieces(toMemorySource(bytes));
  const read: Uint8Array[] = [];
  try {
    for (let piece = await pieces.next(); piece; piece = await pieces.next()) read.push(piece);
  } finally {
    await pieces.dispose();
  }
  return { bytes: Buffer.concat(read), isCompressed: pieces.isCompressed, isBroken: pieces.isBroken() };
}

/** Bytes that do not compress, so that members are longer than what is read at once. */
function buildNoise(length: number): Uint8Array {
  let state = 7;
  return Uint8Array.from({ length }, () => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) >>> 24);
}

describe("openCapturePieces", () => {
  it("gives a plain file as it is", async () => {
    const bytes = buildNoise(3 << 20);
    const read = await readAll(bytes);
    assert.deepEqual([read.isCompressed, read.isBroken], [false, false]);
    assert.ok(read.bytes.equals(bytes));
  });

  it("reads through all members of a gzip file, long and short and empty ones", async () => {
    for (const lengths of [
      [10],
      [300_000, 5],
      [1, 2, 0, 3],
      [70_000, 140_000, 65_536, 1_000_000],
      [0, 9, 0],
    ]) {
      const parts = lengths.map((length) => buildNoise(length));
      const read = await readAll(Buffer.concat(parts.map((part) => gzipSync(part))));
      assert.deepEqual([read.isCompressed, read.isBroken], [true, false], String(lengths));
      assert.ok(read.bytes.equals(Buffer.concat(parts)), String(lengths));
    }
  });

  it("reads hundreds of small members, of data that compresses well", async () => {
    const part = new Uint8Array(65_280).fill(5);
    const members = Array.from({ length: 300 }, () => gzipSync(part));
    const read = await readAll(Buffer.concat(members));
    assert.deepEqual([read.isBroken, read.bytes.length], [false, 300 * part.length]);
  });

  it("is not misled by what looks like a member within one", async () => {
    const inner = gzipSync(buildNoise(1000));
    const part = Buffer.concat([buildNoise(500), inner, inner, buildNoise(500)]);
    const packed = [gzipSync(part, { level: 0 }), gzipSync(part, { level: 0 })];
    const read = await readAll(Buffer.concat(packed));
    assert.ok(!read.isBroken && read.bytes.equals(Buffer.concat([part, part])));
  });

  it("gives up a file of nothing but short members", async () => {
    const members = new Array<Uint8Array>(3000).fill(gzipSync(Uint8Array.of(1)));
    const read = await readAll(Buffer.concat(members));
    assert.ok(read.isBroken);
    assert.ok(read.bytes.length >= 250 && read.bytes.length < 300);
  });

  it("reads what two runs of gzip put into one file", { skip: whyToolsMissing("gzip") }, async () => {
    const [one, other] = captureFixtures;
    assert.ok(one && other);
    const packed = [one, other].map(({ file }) => spawnSync("gzip", ["-c", file]).stdout);
    const read = await readAll(Buffer.concat(packed));
    assert.ok(!read.isBroken && read.bytes.equals(Buffer.concat([one.bytes, other.bytes])));
  });

  it("says that a gzip file is broken when a later member is cut, or something else follows", async () => {
    const part = buildNoise(100_000);
    const packed = gzipSync(part);
    for (const after of [packed.subarray(0, 40_000), Buffer.from("garbage"), Buffer.from([0x1f, 0x8b, 8])]) {
      const read = await readAll(Buffer.concat([packed, after]));
      assert.ok(read.isBroken);
      assert.ok(read.bytes.subarray(0, part.length).equals(part));
      assert.ok(read.bytes.length < 2 * part.length);
    }
  });
});
