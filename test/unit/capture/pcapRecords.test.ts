import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readCaptureSummary } from "../../../src/capture/readCaptureSummary.ts";
import { toMemorySource } from "./memorySource.ts";

/** A little-endian pcap file of empty packets, each at its own second and microsecond. */
function buildTimes(...times: readonly (readonly [number, number])[]) {
  const words = [0xa1b2c3d4, 0x0004_0002, 0, 0, 65_535, 1, ...times.flatMap((time) => [...time, 0, 0])];
  const view = new DataView(new ArrayBuffer(words.length * 4));
  for (const [index, word] of words.entries()) view.setUint32(index * 4, word, true);
  return toMemorySource(new Uint8Array(view.buffer));
}

/** A little-endian pcap file of one packet of zeros, after draft-ietf-opsawg-pcap. */
function buildPcap(header: { readonly snaplen: number; readonly linkField: number }, packetBytes: number) {
  const view = new DataView(new ArrayBuffer(24 + 16 + packetBytes));
  const words = [
    0xa1b2c3d4,
    0x0004_0002,
    0,
    0,
    header.snaplen,
    header.linkField,
    1,
    0,
    packetBytes,
    packetBytes,
  ];
  for (const [index, word] of words.entries()) view.setUint32(index * 4, word, true);
  return toMemorySource(new Uint8Array(view.buffer));
}

describe("countPcapRecords", () => {
  it("reads the link type without what the field says of frame check sequences", async () => {
    const { linkTypes } = await readCaptureSummary(
      buildPcap({ snaplen: 65_535, linkField: 0x2400_0001 }, 60),
    );
    const plain = await readCaptureSummary(buildPcap({ snaplen: 65_535, linkField: 1 }, 60));
    assert.deepEqual(linkTypes, plain.linkTypes);
  });

  it("takes a packet as long as the file's own snaplen allows, and none beyond both limits", async () => {
    const large = 262_144 + 4;
    const allowed = await readCaptureSummary(buildPcap({ snaplen: large, linkField: 1 }, large));
    assert.deepEqual([allowed.packets, allowed.damage], [1, null]);
    const refused = await readCaptureSummary(buildPcap({ snaplen: 65_535, linkField: 1 }, large));
    assert.deepEqual([refused.packets, refused.damage], [0, { offset: 24, reason: "badLength" }]);
  });

  it("finds the first and the last time in whatever order packets stand, also within a second", async () => {
    const { firstTime, lastTime } = await readCaptureSummary(
      buildTimes([7, 500], [7, 400], [7, 600], [7, 450]),
    );
    assert.equal(firstTime, "1970-01-01T00:00:07.000400000Z");
    assert.equal(lastTime, "1970-01-01T00:00:07.000600000Z");
    const apart = await readCaptureSummary(buildTimes([7, 1], [5, 999_999], [9, 0], [8, 5]));
    assert.deepEqual(
      [apart.firstTime, apart.lastTime],
      ["1970-01-01T00:00:05.999999000Z", "1970-01-01T00:00:09.000000000Z"],
    );
  });
});
