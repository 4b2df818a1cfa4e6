import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { readFileFormat } from "../../../src/capture/fileFormat.ts";
import { readCoreFixture } from "../../../src/simulator/core/makeCoreDump.ts";

describe("readFileFormat", () => {
  it("tells the files of real tools apart", () => {
    for (const file of globSync(path.join(import.meta.dirname, "../../fixtures/captures/*"))) {
      const bytes = readFileSync(file);
      assert.equal(readFileFormat(bytes), file.endsWith("ng") ? "pcapng" : "pcap");
      assert.equal(readFileFormat(bytes.subarray(0, 12)), file.endsWith("ng") ? "pcapng" : "pcap");
      assert.equal(readFileFormat(gzipSync(bytes)), "gzip");
    }
    assert.equal(readFileFormat(readCoreFixture()), "elf");
  });

  it("knows both byte orders", () => {
    for (const magic of ["a1b2c3d4", "d4c3b2a1", "a1b23c4d", "4d3cb2a1"])
      assert.equal(readFileFormat(Buffer.from(magic, "hex")), "pcap");
    for (const magic of ["1a2b3c4d", "4d3c2b1a"])
      assert.equal(readFileFormat(Buffer.from(`0a0d0d0a00000000${magic}`, "hex")), "pcapng");
    assert.equal(readFileFormat(Buffer.from("0a0d0d0a0000000000000000", "hex")), "unknown");
  });

  it("knows an error page of object storage, and nothing else, as XML", () => {
    for (const text of [
      '<?xml version="1.0"?><Error/>',
      "<Error><Code>AccessDenied</Code></Error>",
      "\n  <Error>",
      "\uFEFF<?xml ?>",
    ])
      assert.equal(readFileFormat(Buffer.from(text)), "xml");
    for (const text of ["<html>", "<Errors>", "Error", "{}", ""])
      assert.equal(readFileFormat(Buffer.from(text)), "unknown");
  });

  it("knows no gzip but of the one method that there is", () => {
    assert.equal(readFileFormat(Uint8Array.of(0x1f, 0x8b, 8, 0)), "gzip");
    assert.equal(readFileFormat(Uint8Array.of(0x1f, 0x8b, 7, 0)), "unknown");
  });

  it("takes any bytes of any length", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        assert.match(readFileFormat(bytes), /^(pcap|pcapng|gzip|elf|xml|unknown)$/u);
      }),
    );
  });
});
