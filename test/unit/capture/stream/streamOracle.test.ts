import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { tcpFlags } from "../../../../src/simulator/synthetic/frame.ts";
import { readToolOutput, whyToolsMissing } from "../systemTool.ts";
import { buildCapture, follow, type Segment } from "./streamCapture.ts";

const { syn, fin, ack } = tcpFlags;
const skip = whyToolsMissing("tshark");

const opening: readonly Segment[] = [
  { from: "a", sequence: 2 ** 32 - 8, flags: syn },
  { from: "b", sequence: 700, flags: syn | ack, acknowledgment: 2 ** 32 - 7 },
];
const at = (offset: number) => 2 ** 32 - 7 + offset;

/** What can happen to a stream, each over the end of the sequence numbers. */
const streams: Readonly<Record<string, readonly Segment[]>> = {
  plain: [
    ...opening,
    { from: "a", sequence: at(0), text: "first line\n", acknowledgment: 701 },
    { from: "b", sequence: 701, text: "answer", acknowledgment: at(11) },
    { from: "a", sequence: at(11), text: "second", acknowledgment: 707 },
    { from: "a", sequence: at(17), flags: fin | ack, acknowledgment: 707 },
    { from: "b", sequence: 707, flags: fin | ack, acknowledgment: at(18) },
  ],
  "sent again": [
    ...opening,
    { from: "a", sequence: at(0), text: "abcdef", acknowledgment: 701 },
    { from: "a", sequence: at(0), text: "abcdef", acknowledgment: 701 },
    { from: "b", sequence: 701, text: "ok", acknowledgment: at(6) },
    { from: "b", sequence: 701, text: "ok", acknowledgment: at(6) },
    { from: "a", sequence: at(6), text: "ghi", acknowledgment: 703 },
  ],
  "out of order": [
    ...opening,
    { from: "a", sequence: at(12), text: "mnopqr", acknowledgment: 701 },
    { from: "a", sequence: at(6), text: "ghijkl", acknowledgment: 701 },
    { from: "a", sequence: at(0), text: "abcdef", acknowledgment: 701 },
    { from: "b", sequence: 701, text: "ok", acknowledgment: at(18) },
  ],
  overlapping: [
    ...opening,
    { from: "a", sequence: at(0), text: "abcdef", acknowledgment: 701 },
    { from: "a", sequence: at(4), text: "efghij", acknowledgment: 701 },
    { from: "a", sequence: at(2), text: "cdefghijkl", acknowledgment: 701 },
    { from: "b", sequence: 701, text: "ok", acknowledgment: at(12) },
  ],
  "not captured": [
    ...opening,
    { from: "a", sequence: at(0), text: "abcdef", acknowledgment: 701 },
    { from: "a", sequence: at(12), text: "mnopqr", acknowledgment: 701 },
    { from: "b", sequence: 701, text: "ok", acknowledgment: at(18) },
    { from: "a", sequence: at(18), text: "stu", acknowledgment: 703 },
  ],
};

describe("following TCP beside tshark", { skip }, () => {
  let outputs: readonly string[] = [];

  before(() => {
    if (skip !== false) return;
    const folder = mkdtempSync(join(tmpdir(), "eci-ops-follow-"));
    try {
      const path = join(folder, "capture.pcap");
      writeFileSync(path, buildCapture(Object.values(streams)));
      const follows = Object.keys(streams).flatMap((_, index) => ["-z", `follow,tcp,raw,${index}`]);
      const output = readToolOutput("tshark", "-n", "-r", path, "-q", ...follows);
      outputs = Object.keys(streams).map(
        (_, index) => output.split(`tcp.stream eq ${index}\n`)[1]?.split("Follow:")[0] ?? "",
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  for (const [index, [name, segments]] of Object.entries(streams).entries()) {
    it(`gives the bytes of a stream that is ${name} in its order`, () => {
      const theirs = toRuns(readTheirs(outputs[index] ?? ""));
      assert.ok(theirs.length > 1);
      assert.deepEqual(toRuns(readOurs(segments)), theirs);
    });
  }
});

type Part = readonly [from: string, hex: string];

/** tshark puts one side's bytes behind a tab, and has a sentence for a gap. */
function readTheirs(output: string): readonly Part[] {
  return output
    .split("\n")
    .filter((line) => /^\t?[0-9a-f]+$/.test(line))
    .map((line): Part => {
      const hex = line.trim();
      const gap = /^\[(\d+) bytes missing in capture file\]\.?/.exec(
        Buffer.from(hex, "hex").toString("latin1"),
      );
      return [line.startsWith("\t") ? "b" : "a", gap ? `gap ${gap[1]}` : hex];
    });
}

function readOurs(segments: readonly Segment[]): readonly Part[] {
  return follow(segments)
    .build()
    .map(({ from, bytes, gapBytes }) => [
      from,
      gapBytes > 0 ? `gap ${gapBytes}` : Buffer.from(bytes).toString("hex"),
    ]);
}

/** Bytes of one side in a row as one part: how they were cut into packets is not the question. */
function toRuns(parts: readonly Part[]): readonly string[] {
  const runs: string[] = [];
  parts.forEach(([from, hex], index) => {
    const before = parts[index - 1];
    const isSame = before?.[0] === from && !hex.startsWith("gap") && !before[1].startsWith("gap");
    if (isSame) runs.push(`${runs.pop() ?? ""}${hex}`);
    else runs.push(`${from} ${hex}`);
  });
  return runs;
}
