import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { CaptureError } from "../../../../src/capture/captureError.ts";
import { FilterError } from "../../../../src/capture/filter/filterError.ts";
import { readCaptureSummary } from "../../../../src/capture/readCaptureSummary.ts";
import { readCaptureReport } from "../../../../src/capture/session/readCaptureReport.ts";
import { openFileSource } from "../../../../src/host/captures/fileSource.ts";
import { buildSyntheticCapture } from "../../../../src/simulator/synthetic/syntheticCapture.ts";
import { writeGeneratedCapture } from "../../../captures/writeGeneratedCapture.ts";
import { toMemorySource } from "../memorySource.ts";
import { readToolOutput, whyToolsMissing } from "../systemTool.ts";

const fixtures = path.join(import.meta.dirname, "../../../fixtures/captures");
const folder = mkdtempSync(path.join(tmpdir(), "eci-report-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const synthetic = buildSyntheticCapture({
  seed: 5,
  instanceIp: "10.0.0.5",
  peerIps: ["10.0.0.6"],
  packets: 800,
});
const syntheticFile = path.join(folder, "synthetic.pcap");
writeFileSync(syntheticFile, synthetic);
const generatedFile = path.join(folder, "generated.pcap");
writeGeneratedCapture(generatedFile, 2 ** 21, 3);
const files = [
  ...readdirSync(fixtures).map((name) => path.join(fixtures, name)),
  syntheticFile,
  generatedFile,
];

const read = (file: string, filter?: string) =>
  readCaptureReport(toMemorySource(readFileSync(file)), { filter });

const analysisFields = ["retransmission", "duplicate_ack", "zero_window"].map(
  (name) => `tcp.analysis.${name}`,
);

/** What tshark says of each packet: its layers, its length, and one column for each field of TCP. */
const readWithTshark = (file: string) =>
  readToolOutput(
    "tshark",
    ...["-n", "-r", file, "-Y", "frame", "-T", "fields"],
    ...["frame.protocols", "frame.len", "tcp.flags.reset", ...analysisFields].flatMap((field) => [
      "-e",
      field,
    ]),
  )
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [layers = "", length, reset, ...analysis] = line.split("\t");
      return { layers: layers.split(":"), bytes: Number(length), isReset: reset === "1", analysis };
    });

describe("a capture's report", () => {
  it("begins with what a summary says", async () => {
    for (const file of files) {
      const bytes = readFileSync(file);
      const { protocols, conversations, tcp, findings, ...rest } = await readCaptureReport(
        toMemorySource(bytes),
      );
      assert.deepEqual(rest, await readCaptureSummary(toMemorySource(bytes)));
      assert.ok(protocols["ip"] && conversations.length > 0 && Array.isArray(findings));
      assert.deepEqual(Object.keys(tcp), ["retransmissions", "duplicateAcks", "resets", "zeroWindows"]);
    }
  });

  it("counts as tshark does", { skip: whyToolsMissing("tshark") }, async () => {
    const names = ["eth", "ip", "ipv6", "tcp", "udp", "icmp", "icmpv6", "arp", "dns"];
    for (const file of files) {
      const { protocols, tcp, conversations } = await read(file);
      const packets = readWithTshark(file);
      const inConversations = packets.filter(
        ({ layers }) => layers.includes("ip") || layers.includes("ipv6"),
      );
      const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
      assert.deepEqual(
        {
          protocols: names.map((name) => protocols[name] ?? 0),
          tcp: [tcp.retransmissions, tcp.duplicateAcks, tcp.zeroWindows, tcp.resets],
          packets: sum(conversations.map((one) => one.packetsAToB + one.packetsBToA)),
          bytes: sum(conversations.map((one) => one.bytesAToB + one.bytesBToA)),
        },
        {
          protocols: names.map((name) => packets.filter(({ layers }) => layers.includes(name)).length),
          tcp: [
            ...analysisFields.map(
              (_, column) => packets.filter(({ analysis }) => analysis[column] !== "").length,
            ),
            packets.filter(({ isReset }) => isReset).length,
          ],
          packets: inConversations.length,
          bytes: sum(inConversations.map(({ bytes }) => bytes)),
        },
        path.basename(file),
      );
    }
  });

  it("tells who talked with whom in the order of appearance", async () => {
    const { conversations } = await read(path.join(fixtures, "cooked.pcap"));
    const [first] = conversations;
    assert.deepEqual(Object.keys(first ?? {}), [
      "protocol",
      "a",
      "b",
      "packetsAToB",
      "bytesAToB",
      "packetsBToA",
      "bytesBToA",
    ]);
    assert.deepEqual(conversations.map(({ protocol }) => protocol).toSorted(), ["tcp", "tcp", "udp", "udp"]);
    const ping = (await read(syntheticFile)).conversations.find(({ protocol }) => protocol === "icmp");
    assert.deepEqual(Object.keys(ping?.a ?? {}), ["address"]);
  });

  it("is the same for a compressed file, and for pieces that share their memory", async () => {
    const plain = await read(syntheticFile, "tcp.flags.reset == 1");
    const compressed = gzipSync(synthetic);
    assert.deepEqual(
      await readCaptureReport(toMemorySource(compressed), { filter: "tcp.flags.reset == 1" }),
      { ...plain, compressed: true, sizeBytes: compressed.length },
    );
    const file = openFileSource(generatedFile);
    assert.deepEqual(
      await readCaptureReport(file.source, { openPass: () => file.openPass() }),
      await read(generatedFile),
    );
    file.close();
  });

  it("counts what a filter selects, by packets and by the index alone", async () => {
    const report = await read(syntheticFile, "tcp.flags.reset == 1");
    assert.deepEqual(report.filter, { expression: "tcp.flags.reset == 1", packets: report.tcp.resets });
    const indexed = await read(syntheticFile, "frame.number <= 17");
    assert.deepEqual(indexed.filter, { expression: "frame.number <= 17", packets: 17 });
    assert.ok(!("filter" in (await read(syntheticFile))));
    await assert.rejects(read(syntheticFile, "tcp."), FilterError);
  });

  it("gives what stands before damage, with where it is", async () => {
    const report = await readCaptureReport(toMemorySource(synthetic.subarray(0, -7)));
    assert.equal(report.packets, 799);
    assert.equal(report.damage?.reason, "truncated");
    assert.deepEqual(
      report.findings.filter(({ id }) => id === "damagedFile").map(({ params }) => params),
      [{ offset: report.damage.offset, reason: "truncated" }],
    );
  });

  it("knows why a capture may be empty", async () => {
    const empty = toMemorySource(synthetic.subarray(0, 24));
    assert.deepEqual(
      (await readCaptureReport(empty)).findings.map(({ id }) => id),
      ["emptyCapture"],
    );
    const { findings } = await readCaptureReport(empty, { request: { protocol: "udp" } });
    assert.deepEqual(
      findings.map(({ id, params }) => [id, params["filter"]]),
      [["emptyCaptureFiltered", "udp"]],
    );
  });

  it("rejects what is no capture, and with what the source fails with", async () => {
    for (const bytes of [
      new Uint8Array(),
      new TextEncoder().encode("hello, hello, hello"),
      gzipSync("hello, hello, hello"),
    ]) {
      await assert.rejects(readCaptureReport(toMemorySource(bytes)), CaptureError);
    }
    const failure = new Error("disk");
    const read = () => Promise.reject(failure);
    await assert.rejects(readCaptureReport({ sizeBytes: 99, read }), failure);
  });
});
