import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { createPcapCut } from "../../../../src/simulator/live/pcapCut.ts";
import { buildSyntheticCapture } from "../../../../src/simulator/synthetic/syntheticCapture.ts";
import { readPackets } from "../synthetic/pcapPackets.ts";

const capture = buildSyntheticCapture({
  seed: 9,
  instanceIp: "10.0.0.1",
  peerIps: ["10.0.0.2"],
  packets: 40,
});
const packets = readPackets(capture);

function cut(maxBytes: number, pieceBytes: number) {
  const pcapCut = createPcapCut(maxBytes);
  const kept: Uint8Array[] = [];
  for (let at = 0; at < capture.length; at += pieceBytes)
    kept.push(pcapCut.push(capture.subarray(at, at + pieceBytes)));
  return { bytes: Buffer.concat(kept), isFull: pcapCut.isFull() };
}

describe("createPcapCut", () => {
  it("keeps as many whole packets as fit, however the stream is divided", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: capture.length + 100 }),
        fc.integer({ min: 1, max: 3000 }),
        (limit, piece) => {
          const { bytes, isFull } = cut(limit, piece);
          const kept = readPackets(bytes);
          assert.deepEqual(kept, packets.slice(0, kept.length));
          assert.ok(bytes.length <= Math.max(limit, 24));
          assert.equal(isFull, kept.length < packets.length);
          const next = packets[kept.length];
          if (next !== undefined) assert.ok(bytes.length + 16 + next.length / 2 > limit);
        },
      ),
    );
  });

  it("lets everything through without a limit", () => {
    assert.deepEqual(cut(Infinity, 77), { bytes: Buffer.from(capture), isFull: false });
  });
});
