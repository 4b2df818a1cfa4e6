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

type Report = {
  readonly protocols: unknown;
  readonly conversations: readonly unknown[];
  readonly findings: unknown;
  readonly filter?: unknown;
};

describe("summarize", () => {
  it("prints a capture and a core as one JSON object", () => {
    const capture = summarize(path.join(captures, "nanoseconds.pcap"));
    const { protocols, conversations, findings, ...summary } = JSON.parse(capture.stdout) as Report;
    assert.deepEqual(summary, {
      kind: "capture",
      format: "pcap",
      compressed: false,
      packets: 40,
      capturedBytes: 2942,
      linkTypes: ["ETHERNET"],
      firstTime: "2026-11-24T04:17:40.230331218Z",
      lastTime: "2026-11-24T04:17:40.284836098Z",
      tcp: { retransmissions: 0, duplicateAcks: 0, resets: 0, zeroWindows: 0 },
      damage: null,
      sizeBytes: 3606,
    });
    assert.deepEqual([capture.status, capture.stderr], [0, ""]);
    assert.deepEqual(protocols, { eth: 40, ip: 40, tcp: 36, udp: 4, dns: 4, http: 7 });
    assert.equal(conversations.length, 8);
    assert.deepEqual(findings, [
      {
        id: "cutPackets",
        severity: "note",
        text: "7 packets were not captured in full: 96 of up to 2296 bytes were kept.",
        packets: [3, 12, 20, 25, 30, 32, 37],
        count: 7,
        filter: "frame.len > 96",
      },
    ]);
    const core = summarize(write("core", readCoreFixture()));
    assert.deepEqual(JSON.parse(core.stdout), {
      kind: "core",
      class: "ELF64",
      byteOrder: "little",
      machine: "x86-64",
      sizeBytes: 170_432,
    });
  });

  it("counts what a filter selects, and points at what is wrong with it in one line", () => {
    const file = path.join(captures, "ethernet.pcap");
    const { filter } = JSON.parse(summarize(file, "--filter", "dns || tcp.flags.syn == 1").stdout) as Report;
    assert.deepEqual(filter, { expression: "dns || tcp.flags.syn == 1", packets: 12 });
    for (const [expression, message] of [
      ["dns && tcp.prot == 1", "character 8: there is no field or protocol tcp.prot. Is tcp.port meant?"],
      ["dns && (tcp", "character 8: this parenthesis is not closed."],
      ["tcp.port == 99999", "character 13: the field holds at most 65535."],
    ] as const) {
      const { status, stdout, stderr } = summarize("--filter", expression, file);
      assert.deepEqual([status, stdout, stderr], [1, "", `summarize: --filter, ${message}\n`]);
    }
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
      [path.join(captures, "ethernet.pcap"), "--unknown"],
      [path.join(captures, "ethernet.pcap"), "--filter"],
    ];
    for (const args of cases) {
      const { status, stdout, stderr } = summarize(...args);
      assert.deepEqual([status, stdout], [1, ""], args.join(" "));
      assert.match(stderr, /^summarize: \S[^\n]+\n$/u);
    }
  });
});
