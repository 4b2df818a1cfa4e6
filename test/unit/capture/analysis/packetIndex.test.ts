import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { createPacketIndex } from "../../../../src/capture/analysis/createPacketIndex.ts";

const somePacket = {
  offset: 24,
  relativeNanoseconds: 0,
  wireBytes: 60,
  conversation: -1,
  protocol: 1,
  marks: 0,
};

describe("createPacketIndex", () => {
  it("gives back what was put in, over chunks and 4 GiB", () => {
    const index = createPacketIndex();
    const count = 40_000;
    const toOffset = (packet: number) => 24 + packet * 1_000_003;
    for (let packet = 0; packet < count; packet += 1) {
      const time = packet === 7 ? NaN : packet * 1_234_567_891 - 5;
      index.add({
        offset: toOffset(packet),
        relativeNanoseconds: time,
        wireBytes: packet,
        conversation: packet % 3 === 0 ? -1 : packet,
        protocol: packet & 31,
        marks: packet & 0xffff,
      });
    }
    assert.equal(index.count, count);
    for (const packet of [0, 1, 7, 4_294, 4_295, 16_383, 16_384, 32_768, count - 1]) {
      assert.equal(index.offsetOf(packet), toOffset(packet));
      assert.equal(index.relativeNanosecondsOf(packet), packet === 7 ? NaN : packet * 1_234_567_891 - 5);
      assert.equal(index.wireBytesOf(packet), packet);
      assert.equal(index.conversationOf(packet), packet % 3 === 0 ? -1 : packet);
      assert.equal(index.protocolOf(packet), packet & 31);
      assert.equal(index.marksOf(packet), packet & 0xffff);
    }
  });

  it("knows nothing of packets that there are not", () => {
    const index = createPacketIndex();
    index.add({ ...somePacket, conversation: 0 });
    for (const packet of [-1, 1, 0.5, NaN, 2 ** 40]) {
      assert.equal(index.conversationOf(packet), -1);
      assert.equal(index.relativeNanosecondsOf(packet), NaN);
      assert.equal(index.offsetOf(packet), 0);
    }
  });

  it("keeps a wire length that no 32 bits hold as the largest", () => {
    const index = createPacketIndex();
    index.add({ ...somePacket, wireBytes: 2 ** 33 });
    assert.equal(index.wireBytesOf(0), 2 ** 32 - 1);
  });

  it("gives back times and lengths exactly, whatever order and size they come in", () => {
    const time = fc.oneof(
      fc.integer({ min: 0, max: 2 ** 33 }),
      fc.integer({ min: -(2 ** 29), max: 2 ** 29 }),
      fc.integer({ min: -(2 ** 50), max: 2 ** 53 }),
      fc.constant(NaN),
    );
    const length = fc.oneof(fc.integer({ min: 14, max: 1514 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }));
    const offset = fc.oneof(fc.integer({ min: 0, max: 2 ** 20 }), fc.integer({ min: 0, max: 2 ** 45 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(time, length, offset), { minLength: 1, maxLength: 30 }), (packets) => {
        const index = createPacketIndex();
        for (const [relativeNanoseconds, wireBytes, at] of packets) {
          index.add({ ...somePacket, relativeNanoseconds, wireBytes, offset: at });
        }
        const kept = packets.map((_, packet) => [
          index.relativeNanosecondsOf(packet),
          index.wireBytesOf(packet),
          index.offsetOf(packet),
        ]);
        assert.deepEqual(kept, packets);
      }),
      { numRuns: 300 },
    );
  });

  for (const [name, nanosecondsApart, most] of [
    ["busy", 200_000, 17.5],
    ["quiet", 3_000_000_000, 19.5],
  ] as const) {
    it(`needs less than ${most} bytes a packet in a large and ${name} capture`, () => {
      const index = createPacketIndex();
      for (let packet = 0; packet < 600_001; packet += 1) {
        const relativeNanoseconds = packet * nanosecondsApart;
        index.add({ ...somePacket, offset: packet * 70, relativeNanoseconds, conversation: packet });
      }
      assert.ok(index.sizeBytes / index.count <= most, String(index.sizeBytes / index.count));
    });
  }
});
