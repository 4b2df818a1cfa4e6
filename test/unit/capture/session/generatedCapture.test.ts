import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { writeGeneratedCapture } from "../../../captures/writeGeneratedCapture.ts";
import { readToolOutput, whyToolsMissing } from "../systemTool.ts";

type Summary = {
  readonly packets: number;
  readonly tcp: { readonly retransmissions: number };
  readonly protocols: Readonly<Record<string, number>>;
  readonly conversations: readonly { readonly protocol: string }[];
  readonly filter: { readonly packets: number };
};

const folder = mkdtempSync(path.join(tmpdir(), "eci-generated-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const file = path.join(folder, "generated.pcap");
const script = path.join(import.meta.dirname, "../../../../scripts/summarize.ts");

function summarize(...args: readonly string[]): Summary {
  const output = execFileSync(process.execPath, [script, file, ...args], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return JSON.parse(output) as Summary;
}

/** How many packets tshark selects. */
function countSelected(expression: string): number {
  const lines = readToolOutput("tshark", "-r", file, "-T", "fields", "-e", "frame.number", "-Y", expression);
  return lines.split("\n").length - 1;
}

describe("a generated capture of 2 MiB beside tshark", { skip: whyToolsMissing("tshark") }, () => {
  let packets = 0;
  let summary: Summary;
  before(() => {
    packets = writeGeneratedCapture(file, 2 << 20).packets;
    summary = summarize();
  });

  it("has every packet", () => {
    assert.equal(summary.packets, packets);
  });

  it("has the same TCP problems", () => {
    assert.deepEqual(summary.tcp, {
      retransmissions: countSelected("tcp.analysis.retransmission"),
      duplicateAcks: countSelected("tcp.analysis.duplicate_ack"),
      resets: countSelected("tcp.flags.reset == 1"),
      zeroWindows: countSelected("tcp.analysis.zero_window"),
    });
    assert.ok(summary.tcp.retransmissions > 0);
  });

  it("has the same conversations", () => {
    const streams = readToolOutput("tshark", "-r", file, "-T", "fields", "-e", "tcp.stream", "-Y", "tcp");
    const expected = new Set(streams.trim().split("\n")).size;
    assert.equal(summary.conversations.filter(({ protocol }) => protocol === "tcp").length, expected);
  });

  for (const expression of [
    "dns.flags.rcode == 3",
    "ip.addr == 10.0.0.0/28 && tcp.port in {80, 8080}",
    "tcp.flags.syn == 1 && !tcp.flags.ack == 1",
    "frame.len > 1000 or udp",
  ]) {
    it(`selects as many packets by ${expression}`, () => {
      assert.equal(summarize("--filter", expression).filter.packets, countSelected(expression));
    });
  }
});
