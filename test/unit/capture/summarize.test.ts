import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import { readCoreFixture } from "../../../src/simulator/core/makeCoreDump.ts";

const folder = mkdtempSync(path.join(tmpdir(), "eci-summarize-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const script = path.join(import.meta.dirname, "../../../scripts/summarize.ts");
const captures = path.join(import.meta.dirname, "../../fixtures/captures");

function summarize(...args: readonly string[]) {
  return spawnSync(process.execPath, [script, ...args], { encoding: "utf8" });
}

function write(name: string, bytes: Uint8Array | string): string {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

describe("summarize", () => {
  it("prints a capture and a core as one JSON object", () => {
    const capture = summarize(path.join(captures, "nanoseconds.pcap"));
    const { protocols, conversations, tcp, findings, ...rest } = JSON.parse(capture.stdout) as Record<
      string,
      unknown
    >;
    assert.deepEqual([typeof protocols, typeof tcp], ["object", "object"]);
    assert.ok(Array.isArray(conversations) && conversations.length > 0 && Array.isArray(findings));
    assert.deepEqual(rest, {
      kind: "capture",
      format: "pcap",
      compressed: false,
      packets: 40,
      capturedBytes: 2942,
      linkTypes: ["ETHERNET"],
      firstTime: "2026-11-24T04:17:40.230331218Z",
      lastTime: "2026-11-24T04:17:40.284836098Z",
      damage: null,
      sizeBytes: 3606,
    });
    assert.deepEqual([capture.status, capture.stderr], [0, ""]);
    const core = summarize(write("core", readCoreFixture()));
    assert.deepEqual(JSON.parse(core.stdout), {
      kind: "core",
      class: "ELF64",
      byteOrder: "little",
      machine: "x86-64",
      sizeBytes: 170_432,
    });
  });

  it("takes a path from the folder in which npm was called", () => {
    const env = { ...process.env, INIT_CWD: captures };
    const { status } = spawnSync(process.execPath, [script, "nanoseconds.pcap"], { env });
    assert.equal(status, 0);
  });

  it("says in one line what it cannot read", () => {
    const cases: readonly (readonly string[])[] = [
      [path.join(folder, "missing")],
      [folder],
      [write("empty", "")],
      [write("text", "hello, world; no capture at all")],
      [process.execPath],
      [],
      [write("one", ""), "two"],
    ];
    for (const args of cases) {
      const { status, stdout, stderr } = summarize(...args);
      assert.deepEqual([status, stdout], [1, ""], args.join(" "));
      assert.match(stderr, /^summarize: \S[^\n]+\n$/u);
    }
  });
});
