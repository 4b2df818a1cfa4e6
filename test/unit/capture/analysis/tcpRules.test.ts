import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { analyseFrames } from "./analyseFrames.ts";
import { buildScenario, windowScale, type Step } from "./tcpScenario.ts";
import { toMarkNames } from "./tsharkTcp.ts";

const handshake: readonly Step[] = [
  { flags: "S", seq: 1000 },
  { from: "server", flags: "SA", seq: 5000, ack: 1001 },
  { seq: 1001, ack: 5001 },
];
const data = (seq: number, length: number, more: Partial<Step> = {}): Step => ({
  seq,
  length,
  ack: 5001,
  ...more,
});
const ack = (number: number, more: Partial<Step> = {}): Step => ({
  from: "server",
  seq: 5001,
  ack: number,
  ...more,
});

/** The marks of the last step. */
function judge(...steps: readonly Step[]): readonly string[] {
  let last = 0;
  analyseFrames(buildScenario(1, 1_000_000, steps), ({ marks }) => {
    last = marks;
  });
  return toMarkNames(last);
}

describe("the marks of TCP packets", () => {
  const cases: readonly (readonly [string, readonly Step[], readonly string[]])[] = [
    ["none in order", [...handshake, data(1001, 10), data(1011, 10)], []],
    ["a SYN again", [...handshake.slice(0, 1), { flags: "S", seq: 1000 }], ["retransmission"]],
    ["data again, after a while", [...handshake, data(1001, 10), data(1001, 10)], ["retransmission"]],
    [
      "data that a duplicate ACK asked for three times",
      [...handshake, data(1001, 10), data(1021, 10), ack(1001), ack(1001), ack(1001), data(1001, 10)],
      ["retransmission", "fastRetransmission"],
    ],
    [
      "data again that was acknowledged",
      [...handshake, data(1001, 10), ack(1011), data(1001, 10)],
      ["retransmission", "spuriousRetransmission"],
    ],
    [
      "data again when the other side acknowledged what nobody saw, which counts like duplicates",
      [...handshake, ack(1001, { length: 9 }), ack(1011, { seq: 5010 }), ack(1001, { length: 9 })],
      ["retransmission", "fastRetransmission"],
    ],
    [
      "data again when one duplicate followed that",
      [
        ...handshake,
        ack(1001, { length: 9 }),
        ack(1011, { seq: 5010 }),
        data(1001, 0),
        ack(1001, { length: 9 }),
      ],
      ["retransmission"],
    ],
    ["a gap", [...handshake, data(1011, 10)], ["lostSegment"]],
    [
      "what was overtaken",
      [...handshake, data(1011, 10), data(1001, 5, { afterMicroseconds: 100 })],
      ["outOfOrder"],
    ],
    ["an ACK twice", [...handshake, data(1001, 10), ack(1001), ack(1001)], ["duplicateAck"]],
    ["a closed window", [...handshake, data(1001, 10), ack(1011, { window: 0 })], ["zeroWindow"]],
    [
      "a probe of it",
      [...handshake, data(1001, 10), ack(1011, { window: 0 }), data(1011, 1)],
      ["zeroWindowProbe"],
    ],
    [
      "the answer to the probe",
      [...handshake, data(1001, 10), ack(1011, { window: 0 }), data(1011, 1), ack(1011, { window: 0 })],
      ["zeroWindow", "zeroWindowProbeAck"],
    ],
    [
      "the window that opens again",
      [...handshake, data(1001, 10), ack(1011, { window: 0 }), ack(1011, { window: 10 })],
      ["windowUpdate"],
    ],
    [
      "a full window",
      [...handshake, data(1001, 10), ack(1011, { window: 20 }), data(1011, 20)],
      ["windowFull"],
    ],
    ["a byte before", [...handshake, data(1001, 10), ack(1011), data(1010, 1)], ["keepAlive"]],
    [
      "the answer to it",
      [...handshake, data(1001, 10), ack(1011), data(1010, 1), ack(1011)],
      ["keepAliveAck"],
    ],
    ["an ACK of what nobody saw", [...handshake, ack(1101)], ["ackLostSegment"]],
    ["a SYN with another number", [...handshake, { flags: "S", seq: 9000 }], ["reusedPorts"]],
  ];
  for (const [name, steps, expected] of cases) {
    it(`knows ${name}`, () => assert.deepEqual(judge(...steps), expected));
  }

  it("compares sequence numbers over the end of their range", () => {
    const wrapped = (steps: readonly Step[]) =>
      steps.map((step) =>
        step.from === "server"
          ? { ...step, ack: (step.ack ?? 0) + 0xffff_ffff - 1005 }
          : { ...step, seq: step.seq + 0xffff_ffff - 1005 },
      );
    for (const [name, steps, expected] of cases) {
      const numbers = steps.filter((step) => step.seq !== 9000);
      if (numbers.length === steps.length) assert.deepEqual(judge(...wrapped(steps)), expected, name);
    }
  });

  it("scales windows only when both sides offer it", () => {
    const open = (client: readonly number[], server: readonly number[]): readonly Step[] => [
      { flags: "S", seq: 1000, options: client },
      { from: "server", flags: "SA", seq: 5000, ack: 1001, options: server },
      { seq: 1001, ack: 5001 },
      ack(1001, { window: 10 }),
    ];
    const scaled = open(windowScale(2), windowScale(3));
    assert.deepEqual(judge(...scaled, data(1001, 80)), ["windowFull"]);
    assert.deepEqual(judge(...scaled, data(1001, 10)), []);
    assert.deepEqual(judge(...open([], windowScale(3)), data(1001, 10)), ["windowFull"]);
  });

  it("knows nothing of windows whose scale was agreed before the capture", () => {
    assert.deepEqual(judge(ack(1001, { window: 10 }), data(1001, 10)), []);
  });

  it("learns nothing from a segment whose header is longer than itself", () => {
    const frames = buildScenario(1, 1_000_000, [...handshake, data(9999, 10), data(1001, 10)]);
    frames[3]?.bytes.fill(0xf0, 46, 47);
    const marks: number[] = [];
    const { conversations } = analyseFrames(frames, (packet) => marks.push(packet.marks));
    assert.deepEqual(marks, [0, 0, 0, 0, 0]);
    assert.equal(conversations.count, 1);
  });
});
