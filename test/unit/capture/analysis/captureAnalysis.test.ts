import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createCaptureAnalysis } from "../../../../src/capture/analysis/createCaptureAnalysis.ts";
import { packetMarks } from "../../../../src/capture/analysis/packetMarks.ts";
import { protocolCodes } from "../../../../src/capture/packet/protocol.ts";
import { createRandom } from "../../../../src/simulator/synthetic/random.ts";
import { analyseFrames } from "./analyseFrames.ts";
import { buildMixedFrames } from "./mixedFrames.ts";
import { buildScenario } from "./tcpScenario.ts";

describe("createCaptureAnalysis", () => {
  it("knows nothing of an empty capture", () => {
    const analysis = createCaptureAnalysis();
    assert.equal(analysis.firstTime, undefined);
    assert.equal(analysis.durationNanoseconds, 0);
    assert.equal(analysis.packets.count, 0);
    assert.equal(analysis.conversations.count, 0);
    assert.deepEqual(analysis.protocols(), []);
    assert.deepEqual(analysis.rate().packets, []);
  });

  it("counts time from the first packet that has one", () => {
    const frames = buildScenario(1, 1_700_000_000_000_000, [{ seq: 1 }, { seq: 2 }, { seq: 3 }, { seq: 4 }]);
    const [untimed, first, second, third] = frames;
    assert.ok(untimed && first && second && third);
    const analysis = analyseFrames([{ ...untimed, seconds: NaN }, second, first, third]);
    assert.deepEqual(analysis.firstTime, { seconds: 1_700_000_000, nanoseconds: 3_000_000 });
    const times = [0, 1, 2, 3].map((packet) => analysis.packets.relativeNanosecondsOf(packet));
    assert.deepEqual(times, [NaN, 0, -1_000_000, 1_000_000]);
    assert.equal(analysis.durationNanoseconds, 2_000_000);
    const { firstNanoseconds, lastNanoseconds } = analysis.conversations.read(0);
    assert.deepEqual([firstNanoseconds, lastNanoseconds], [-1_000_000, 1_000_000]);
  });

  it("tells of every packet what the index then holds", () => {
    const frames = buildMixedFrames(4, 500);
    const seen: (readonly number[])[] = [];
    const analysis = analyseFrames(frames, (packet) => {
      assert.equal(packet.record.bytes, frames[packet.number - 1]?.bytes);
      assert.equal(packet.dissection.bytes, packet.record.bytes);
      seen.push([packet.number, packet.relativeNanoseconds, packet.conversation, packet.marks]);
    });
    const { packets } = analysis;
    const kept = frames.map((_, at) => [
      at + 1,
      packets.relativeNanosecondsOf(at),
      packets.conversationOf(at),
      packets.marksOf(at),
    ]);
    assert.deepEqual(seen, kept);
    assert.equal(
      analysis.capturedBytes,
      frames.reduce((sum, { bytes }) => sum + bytes.length, 0),
    );
    assert.equal(packets.offsetOf(1), 24 + 16 + (frames[0]?.bytes.length ?? 0));
  });

  it("counts what ICMP errors quote among the protocols, but not as conversations", () => {
    const frames = buildMixedFrames(6, 300).filter(({ bytes }) => bytes[23] === 1 && bytes[34] === 3);
    const analysis = analyseFrames(frames);
    assert.ok((analysis.protocolCounts().get("tcp") ?? 0) > 0);
    assert.equal(analysis.protocolCounts().get("icmp"), frames.length);
    assert.deepEqual(
      analysis.protocols().map((node) => node.path.at(-1)),
      ["eth", "ip", "icmp"],
    );
    assert.equal(analysis.conversations.count, 1);
    assert.equal(analysis.conversations.protocolOf(0), "icmp");
    assert.equal(analysis.packets.protocolOf(0), protocolCodes.icmp);
  });

  it("marks packets that were cut, and takes the protocol that is there", () => {
    const [frame] = buildScenario(1, 0, [{ seq: 1, length: 100 }]);
    assert.ok(frame);
    const analysis = createCaptureAnalysis();
    for (const end of [frame.bytes.length, 60, 40, 20, 0]) {
      analysis.add({
        offset: 0,
        bytes: frame.bytes,
        start: 0,
        end,
        wireBytes: frame.bytes.length,
        seconds: 0,
        nanoseconds: 0,
        linkType: 1,
        interfaceNumber: 0,
      });
    }
    const rows = [0, 1, 2, 3, 4].map((at) => [
      analysis.packets.marksOf(at) & packetMarks.cut,
      analysis.packets.protocolOf(at),
    ]);
    const { cut } = packetMarks;
    assert.deepEqual(rows, [
      [0, protocolCodes.tcp],
      [cut, protocolCodes.tcp],
      [cut, protocolCodes.ip],
      [cut, protocolCodes.eth],
      [cut, protocolCodes.frame],
    ]);
    assert.equal(analysis.conversations.read(0).protocol, "tcp");
  });

  it("survives packets of any bytes, of every link type", () => {
    const random = createRandom(1);
    const frames = buildMixedFrames(9, 400);
    for (const linkType of [0, 1, 101, 108, 113, 228, 229, 276, 147]) {
      const broken = frames.map((frame) => {
        const bytes = Uint8Array.from(frame.bytes.subarray(random.pick([0, 0, 14]), random.integer(0, 400)));
        for (let flips = random.integer(0, 8); flips > 0; flips -= 1) {
          bytes[random.integer(0, bytes.length)] = random.integer(0, 255);
        }
        return { ...frame, seconds: random.pick([frame.seconds, 0, 2 ** 40, NaN]), bytes };
      });
      const analysis = analyseFrames(broken, undefined, linkType);
      assert.equal(analysis.packets.count, frames.length);
      const total = analysis
        .protocols()
        .filter(({ path }) => path.length === 1)
        .reduce((sum, { packets }) => sum + packets, 0);
      assert.ok(total <= frames.length);
      for (let id = 0; id < analysis.conversations.count; id += 1) analysis.conversations.read(id);
    }
  });
});
