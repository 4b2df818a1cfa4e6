import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import type { Conversation } from "../../../../src/capture/analysis/conversation.ts";
import { readToolOutput, whyToolsMissing } from "../systemTool.ts";
import { analyseFrames } from "./analyseFrames.ts";
import { buildMixedFrames } from "./mixedFrames.ts";
import { buildScenario, type TestFrame } from "./tcpScenario.ts";
import { writePcap } from "./tsharkTcp.ts";

const folder = mkdtempSync(path.join(tmpdir(), "eci-conversations-"));
after(() => rmSync(folder, { recursive: true, force: true }));

// Times in order, and out of order; below 10,000 bytes each way, where tshark writes them whole.
const captures: readonly (readonly [string, readonly TestFrame[]])[] = [
  ["in order", buildMixedFrames(7, 900)],
  [
    "out of order",
    buildMixedFrames(8, 400).map((frame, at) => ({ ...frame, seconds: 1_700_000_000 + ((at * 37) % 101) })),
  ],
  [
    "ports used again",
    buildScenario(1, 5_000_000, [
      { flags: "S", seq: 1 },
      { from: "server", flags: "SA", seq: 9, ack: 2 },
      { seq: 2, ack: 10 },
      { flags: "S", seq: 70 },
      { from: "server", flags: "RA", seq: 0, ack: 71 },
      { from: "server", flags: "S", seq: 500 },
    ]),
  ],
];

type Row = readonly [
  one: string,
  other: string,
  back: string,
  there: string,
  start: string,
  duration: string,
];

/** `-z conv` of tshark 4.0; which end stands left does not matter, so that the smaller text is put there. */
function readConversations(file: string): readonly string[] {
  const output = readToolOutput("tshark", "-n", "-q", "-r", file, "-z", "conv,tcp", "-z", "conv,udp");
  const pattern =
    /^(\S+)\s+<->\s+(\S+)\s+(\d+) (\d+) bytes\s+(\d+) (\d+) bytes\s+\d+ \d+ \S+\s+(\S+)\s+(\S+)$/gmu;
  return [...output.matchAll(pattern)]
    .map(
      ([
        ,
        one = "",
        other = "",
        backPackets = "",
        backBytes = "",
        packets = "",
        bytes = "",
        start = "",
        length = "",
      ]) => toRow([one, other, `${backPackets}/${backBytes}`, `${packets}/${bytes}`, start, length]),
    )
    .sort();
}

function toRow([one, other, back, there, start, duration]: Row): string {
  const ends = one <= other ? [one, other, back, there] : [other, one, there, back];
  return [...ends, start, duration].join(" ");
}

function toOurRow({ a, b, aToB, bToA, firstNanoseconds, lastNanoseconds }: Conversation): string {
  return toRow([
    `${a.address}:${a.port ?? ""}`,
    `${b.address}:${b.port ?? ""}`,
    `${bToA.packets}/${bToA.bytes}`,
    `${aToB.packets}/${aToB.bytes}`,
    (firstNanoseconds / 1e9).toFixed(9),
    ((lastNanoseconds - firstNanoseconds) / 1e9).toFixed(4),
  ]);
}

describe("conversations beside tshark", { skip: whyToolsMissing("tshark") }, () => {
  for (const [name, frames] of captures) {
    const file = path.join(folder, `${name}.pcap`);
    it(`has the packets, bytes and times of TCP and UDP conversations, ${name}`, () => {
      writePcap(file, frames);
      const { conversations } = analyseFrames(frames);
      const rows = Array.from({ length: conversations.count }, (_, id) => conversations.read(id));
      const ours = rows
        .filter((row) => row.protocol === "tcp" || row.protocol === "udp")
        .map((row) => toOurRow(row));
      assert.deepEqual(ours.sort(), readConversations(file));
    });
  }

  it("counts protocols as io,phs does, but for what ICMP errors quote", () => {
    const frames = buildMixedFrames(7, 900);
    const file = path.join(folder, "tree.pcap");
    writePcap(file, frames);
    const output = readToolOutput("tshark", "-n", "-q", "-r", file, "-z", "io,phs");
    const names: string[] = [];
    const theirs = [...output.matchAll(/^( *)(\S+) +frames:(\d+) bytes:(\d+)$/gmu)].map(
      ([, indent = "", name = "", packets = "", bytes = ""]) => {
        names.splice(indent.length / 2, names.length, name);
        return `${names.join(":")} ${packets} ${bytes}`;
      },
    );
    const ours = analyseFrames(frames)
      .protocols()
      .map((node) => `${node.path.join(":")} ${node.packets} ${node.bytes}`);
    // tshark counts the payload of a quoted datagram as the ICMP message's, and looks into no segment that its analysis
    // of sequence numbers finds fault with.
    const isCompared = (line: string) => !/:icmp:|:tcp:/u.test(line);
    assert.deepEqual(ours.filter(isCompared).sort(), theirs.filter(isCompared).sort());
    assert.ok(theirs.length > 12);
  });
});
