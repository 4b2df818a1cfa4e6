import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createSpoolFile, SpoolError } from "../../../../../src/host/captures/worker/spoolFile.ts";

describe("a spool file", () => {
  it("gives back what was added, in any range, while it grows", async () => {
    const spool = createSpoolFile();
    try {
      spool.append(new Uint8Array([1, 2, 3]));
      assert.deepEqual(await spool.source.read(1, 10), new Uint8Array([2, 3]));
      spool.append(new Uint8Array([4, 5]));
      assert.deepEqual(await spool.source.read(2, 2), new Uint8Array([3, 4]));
      assert.equal((await spool.source.read(5, 1)).length, 0);
      assert.equal((await spool.source.read(900, 1)).length, 0);
    } finally {
      spool.close();
    }
  });

  it("takes no more than its bound", () => {
    const spool = createSpoolFile(4);
    try {
      spool.append(new Uint8Array(4));
      assert.throws(
        () => spool.append(new Uint8Array(1)),
        (error) => error instanceof SpoolError && error.code === "TooLarge",
      );
    } finally {
      spool.close();
    }
  });

  it("says why the temporary folder cannot take it", () => {
    const before = process.env["TMPDIR"];
    process.env["TMPDIR"] = "/nowhere/at/all";
    try {
      assert.throws(createSpoolFile, (error) => error instanceof SpoolError && error.code === "ENOENT");
    } finally {
      if (before === undefined) delete process.env["TMPDIR"];
      else process.env["TMPDIR"] = before;
    }
  });
});
