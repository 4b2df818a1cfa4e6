import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { buildUdpFrame } from "../../../../src/simulator/synthetic/frame.ts";
import { analyseFrames } from "./analyseFrames.ts";
import { buildMixedFrames } from "./mixedFrames.ts";
import { buildScenario, type Step } from "./tcpScenario.ts";

const steps: readonly Step[] = [
  { flags: "S", seq: 100 },
  { from: "server", flags: "SA", seq: 900, ack: 101, afterMicroseconds: 300 },
  { seq: 101, ack: 901, afterMicroseconds: 200 },
  { flags: "PA", seq: 101, ack: 901, length: 10 },
  { from: "server", seq: 901, ack: 111, afterMicroseconds: 100 },
  { from: "server", flags: "PA", seq: 901, ack: 111, length: 20, afterMicroseconds: 5000 },
  { seq: 111, ack: 901 },
  { from: "server", flags: "PA", seq: 901, ack: 111, length: 20, afterMicroseconds: 300_000 },
  { flags: "RA", seq: 111, ack: 921, window: 0 },
];

describe("the conversations of a capture", () => {
  it("reads a row with everything", () => {
    const { conversations } = analyseFrames(buildScenario(1, 1_000_000, steps));
    assert.equal(conversations.count, 1);
    assert.deepEqual(conversations.read(0), {
      id: 0,
      protocol: "tcp",
      stream: 0,
      a: { address: "10.1.0.1", port: 1025 },
      b: { address: "10.2.0.1", port: 700 },
      aToB: {
        packets: 5,
        bytes: 5 * 54 + 10,
        tcpFlags: 0b11110,
        retransmissions: 0,
        duplicateAcks: 1,
        zeroWindows: 0,
        resets: 1,
      },
      bToA: {
        packets: 4,
        bytes: 4 * 54 + 40,
        tcpFlags: 0b11010,
        retransmissions: 1,
        duplicateAcks: 0,
        zeroWindows: 0,
        resets: 0,
      },
      firstNanoseconds: 0,
      lastNanoseconds: 308_600_000,
      handshakeNanoseconds: 500_000,
      firstAnswerNanoseconds: 5_100_000,
    });
    assert.equal(conversations.baseSequenceOf(0, true), 100);
    assert.equal(conversations.baseSequenceOf(0, false), 900);
    assert.equal(conversations.idOfStream("tcp", 0), 0);
    assert.equal(conversations.idOfStream("tcp", 1), -1);
    assert.equal(conversations.idOfStream("udp", 0), -1);
    assert.throws(() => conversations.read(1), RangeError);
    assert.throws(() => conversations.read(-1), RangeError);
  });

  it("leaves unknown what was not seen", () => {
    const { conversations } = analyseFrames(buildScenario(1, 1_000_000, [{ flags: "S", seq: 7 }]));
    const row = conversations.read(0);
    assert.equal(row.handshakeNanoseconds, undefined);
    assert.equal(row.firstAnswerNanoseconds, undefined);
    assert.equal(conversations.baseSequenceOf(0, false), undefined);
  });

  it("finds every conversation by its stream and keeps the order of appearance", () => {
    const first = new Map<number, number>();
    const { conversations } = analyseFrames(buildMixedFrames(5, 600), ({ conversation, number }) => {
      if (conversation >= 0 && !first.has(conversation)) first.set(conversation, number);
    });
    assert.deepEqual(
      [...first.keys()],
      Array.from({ length: conversations.count }, (_, id) => id),
    );
    for (const id of first.keys()) {
      const protocol = conversations.protocolOf(id);
      if (protocol !== "tcp" && protocol !== "udp") continue;
      assert.equal(conversations.idOfStream(protocol, conversations.streamOf(id)), id);
    }
    const protocols = new Set([...first.keys()].map((id) => conversations.protocolOf(id)));
    assert.deepEqual([...protocols].sort(), ["icmp", "ip", "tcp", "udp"]);
  });

  it("keeps 69,000 conversations apart in 25 MiB", () => {
    const count = 69_000;
    const ends = { sourceIp: "10.0.0.7", destIp: "10.200.0.1", sourcePort: 1, destPort: 53 };
    const there = buildUdpFrame(ends, 1, new Uint8Array());
    const back = buildUdpFrame(
      { sourceIp: "10.200.0.1", destIp: "10.0.0.7", sourcePort: 53, destPort: 1 },
      1,
      new Uint8Array(20),
    );
    // One template, in which an address and a port are replaced: checksums matter to nobody here.
    const toFrame = (template: Uint8Array, index: number, addressAt: number, portAt: number) => {
      const bytes = Uint8Array.from(template);
      bytes.set([index & 63, (index >> 6) & 63], addressAt + 1);
      bytes[portAt] = 4 + (index >> 12);
      return { seconds: index, nanoseconds: 0, bytes };
    };
    const frames = [
      ...Array.from({ length: count }, (_, index) => toFrame(there, index, 26, 34)),
      ...Array.from({ length: count }, (_, index) => toFrame(back, index, 30, 36)),
    ];
    const { conversations, packets } = analyseFrames(frames);
    assert.equal(conversations.count, count);
    for (let id = 0; id < count; id += 997) {
      const { aToB, bToA, stream } = conversations.read(id);
      assert.deepEqual([stream, aToB.packets, bToA.packets, bToA.bytes], [id, 1, 1, 62]);
      assert.equal(packets.conversationOf(id), id);
      assert.equal(packets.conversationOf(count + id), id);
    }
    assert.ok(conversations.sizeBytes < 25 * 2 ** 20, String(conversations.sizeBytes));
  });
});
