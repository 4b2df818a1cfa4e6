import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import { createPcapngBlocks } from "../pcapngFile.ts";
import { whyToolsMissing } from "../systemTool.ts";
import { compareTcp } from "./compareTcp.ts";
import { buildHostileSteps } from "./hostileTcp.ts";
import { buildMixedFrames } from "./mixedFrames.ts";
import { buildScenario } from "./tcpScenario.ts";
import { writePcap } from "./tsharkTcp.ts";

const folder = mkdtempSync(path.join(tmpdir(), "eci-tcp-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const buildHostileFrames = (seed: number, conversations: number, steps: number) =>
  Array.from({ length: conversations }, (_, index) =>
    buildScenario(
      index,
      1_700_000_000_000_000 + index * 10_000_000,
      buildHostileSteps(seed * 100_000 + index, steps, index % 2 === 0),
    ),
  ).flat();

describe("the analysis of TCP beside tshark", { skip: whyToolsMissing("tshark") }, () => {
  it("says the same of every packet of hostile conversations, to the nanosecond", (test) => {
    const frames = buildHostileFrames(1, 400, 40);
    const file = path.join(folder, "hostile.pcap");
    writePcap(file, frames);
    const { differences, packets } = compareTcp(frames, file);
    assert.deepEqual(differences, []);
    const marks = packets.flatMap((packet) => packet.marks);
    const counts = Object.fromEntries([...new Set(marks)].map((mark) => [mark, 0]));
    for (const mark of marks) counts[mark] = (counts[mark] ?? 0) + 1;
    // A rule that never applied was not compared.
    assert.equal(Object.keys(counts).length, 15);
    assert.ok(Math.min(...Object.values(counts)) >= 10, JSON.stringify(counts));
    test.diagnostic(`${packets.length} packets: ${JSON.stringify(counts)}`);
  });

  it("says the same in long conversations with times in microseconds", () => {
    const frames = buildHostileFrames(2, 16, 250);
    const file = path.join(folder, "long.pcap");
    writePcap(file, frames, "microseconds");
    assert.deepEqual(compareTcp(frames, file).differences, []);
  });

  it("says the same of packets that have no time", () => {
    const frames = buildHostileFrames(3, 40, 40).map((frame) => ({ ...frame, seconds: NaN }));
    const file = path.join(folder, "untimed.pcapng");
    const blocks = createPcapngBlocks(true);
    const packets = frames.map(({ bytes }) => blocks.simple([...bytes]));
    writeFileSync(file, Buffer.concat([blocks.section(), blocks.interface(1, 0), ...packets]));
    assert.deepEqual(compareTcp(frames, file).differences, []);
  });

  it("numbers streams as tshark does between IPv4, IPv6, UDP, fragments and what ICMP errors quote", () => {
    const frames = buildMixedFrames(3, 1200);
    const file = path.join(folder, "mixed.pcap");
    writePcap(file, frames);
    const { differences, packets } = compareTcp(frames, file);
    assert.deepEqual(differences, []);
    assert.ok(packets.some(({ tcpStream }) => Number(tcpStream) > 40));
  });
});
