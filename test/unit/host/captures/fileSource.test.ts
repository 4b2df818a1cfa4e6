import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import { openFileSource } from "../../../../src/host/captures/fileSource.ts";

const folder = mkdtempSync(path.join(tmpdir(), "eci-source-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const file = path.join(folder, "file");
const content = Uint8Array.from({ length: 2_500_000 }, (_, index) => (index * 7) >> 3);
writeFileSync(file, content);

describe("a file as a source", () => {
  it("gives any range in memory of its own, and less at the end", async () => {
    const { source, ...opened } = openFileSource(file);
    assert.equal(source.sizeBytes, content.length);
    const first = await source.read(10, 5);
    const last = await source.read(content.length - 3, 100);
    assert.deepEqual(first, content.slice(10, 15));
    assert.deepEqual(last, content.slice(-3));
    assert.equal((await source.read(content.length + 5, 10)).length, 0);
    opened.close();
  });

  it("gives all of it in pieces of 1 MiB in the same memory, and what is added meanwhile", async () => {
    const grown = path.join(folder, "grown");
    writeFileSync(grown, content);
    const opened = openFileSource(grown);
    const nextPiece = opened.openPass();
    const pieces: Uint8Array[] = [];
    const memory = new Set<ArrayBufferLike>();
    for (let piece = await nextPiece(); piece !== undefined; piece = await nextPiece()) {
      memory.add(piece.buffer);
      pieces.push(Uint8Array.from(piece));
    }
    assert.deepEqual(
      pieces.map(({ length }) => length),
      [1 << 20, 1 << 20, content.length - (1 << 21)],
    );
    assert.ok(Buffer.concat(pieces).equals(content));
    assert.equal(memory.size, 1);
    appendFileSync(grown, "more");
    assert.deepEqual(await nextPiece(), new TextEncoder().encode("more"));
    opened.close();
  });

  it("throws the file system's errors", async () => {
    assert.throws(() => openFileSource(path.join(folder, "missing")), { code: "ENOENT" });
    const { source, ...opened } = openFileSource(folder);
    assert.throws(() => source.read(0, 4), { code: "EISDIR" });
    opened.close();
    await assert.rejects(async () => source.read(0, 4), { code: "EBADF" });
  });
});
