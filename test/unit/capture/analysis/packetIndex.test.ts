import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createPacketIndex } from "../../../../src/capture/analysis/createPacketIndex.ts";

describe("createPacketIndex", () => {
  it("gives back what was put in, over chunks and 4 GiB", () => {
    const index = createPacketIndex();
    const count = 40_000;
    const toOffset = (packet: number) => 24 + packet * 1_000_003;
    for (let packet = 0; packet < count; packet += 1) {
      const time = packet === 7 ? NaN : packet * 1_234_567_891 - 5;
      index.add(toOffset(packet), time, packet, packet % 3 === 0 ? -1 : packet, packet & 31, packet & 0xffff);
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
    index.add(24, 0, 60, 0, 1, 0);
    for (const packet of [-1, 1, 0.5, NaN, 2 ** 40]) {
      assert.equal(index.conversationOf(packet), -1);
      assert.equal(index.relativeNanosecondsOf(packet), NaN);
      assert.equal(index.offsetOf(packet), 0);
    }
  });

  it("keeps a wire length that no 32 bits hold as the largest", () => {
    const index = createPacketIndex();
    index.add(24, 0, 2 ** 33, -1, 0, 0);
    assert.equal(index.wireBytesOf(0), 2 ** 32 - 1);
  });

  it("needs less than 24 bytes a packet in a large capture", () => {
    const index = createPacketIndex();
    for (let packet = 0; packet < 600_001; packet += 1) index.add(packet * 70, packet, 54, packet, 10, 0);
    assert.ok(index.sizeBytes / index.count <= 24, String(index.sizeBytes / index.count));
  });
});
