import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import { CaptureError, type CaptureErrorCode } from "../../../src/capture/captureError.ts";
import { readCoreSummary } from "../../../src/capture/readCoreSummary.ts";
import { makeCoreDump, readCoreFixture } from "../../../src/simulator/core/makeCoreDump.ts";
import { toMemorySource } from "./memorySource.ts";
import { readToolOutput, whyToolsMissing } from "./systemTool.ts";

const folder = mkdtempSync(path.join(tmpdir(), "eci-core-"));
after(() => rmSync(folder, { recursive: true, force: true }));

async function toCode(bytes: Uint8Array): Promise<CaptureErrorCode | undefined> {
  try {
    await readCoreSummary(toMemorySource(bytes));
    return undefined;
  } catch (error) {
    assert.ok(error instanceof CaptureError);
    return error.code;
  }
}

/** An ELF header alone, of any class and byte order. */
function buildHeader(is64: boolean, littleEndian: boolean, type: number, machine: number): Uint8Array {
  const bytes = new Uint8Array(is64 ? 64 : 52);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, is64 ? 2 : 1, littleEndian ? 1 : 2, 1]);
  new DataView(bytes.buffer).setUint16(16, type, littleEndian);
  new DataView(bytes.buffer).setUint16(18, machine, littleEndian);
  return bytes;
}

describe("readCoreSummary", () => {
  it("says what readelf says of a core", { skip: whyToolsMissing("readelf") }, async () => {
    const file = await makeCoreDump(folder);
    const bytes = readFileSync(file);
    const summary = await readCoreSummary(toMemorySource(bytes));
    const header = readToolOutput("readelf", "-h", file);
    assert.equal(/Class: +(\S+)/u.exec(header)?.[1], summary.class);
    assert.match(header, new RegExp(`${summary.byteOrder} endian`, "u"));
    assert.match(header, /Type: +CORE/u);
    assert.equal(summary.sizeBytes, bytes.length);
    if (process.arch === "x64") assert.equal(summary.machine, "x86-64");
  });

  it("reads both classes and both byte orders", async () => {
    for (const is64 of [true, false])
      for (const littleEndian of [true, false])
        for (const [machine, name] of [
          [3, "i386"],
          [183, "aarch64"],
          [9999, "9999"],
        ] as const) {
          const bytes = buildHeader(is64, littleEndian, 4, machine);
          assert.deepEqual(await readCoreSummary(toMemorySource(bytes)), {
            kind: "core",
            class: is64 ? "ELF64" : "ELF32",
            byteOrder: littleEndian ? "little" : "big",
            machine: name,
            sizeBytes: bytes.length,
          });
        }
  });

  it("refuses what is no core, and one that ends within its header", async () => {
    const core = readCoreFixture();
    assert.equal(await toCode(new Uint8Array()), "empty");
    for (let length = 1; length < 64; length += 1)
      assert.match((await toCode(core.subarray(0, length))) ?? "", /^(unknownFormat|truncatedHeader)$/u);
    assert.equal(await toCode(core.subarray(0, 64)), undefined);
    assert.equal(await toCode(buildHeader(true, true, 2, 62)), "notACore");
    assert.equal(await toCode(core.with(4, 3)), "badHeader");
    assert.equal(await toCode(core.with(5, 0)), "badHeader");
  });
});
