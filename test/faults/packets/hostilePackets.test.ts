import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createCaptureAnalysis } from "../../../src/capture/analysis/createCaptureAnalysis.ts";
import { parseFilter } from "../../../src/capture/filter/parseFilter.ts";
import { createFindingCollector } from "../../../src/capture/findings/createFindingCollector.ts";
import { createPacketRecord } from "../../../src/capture/recordReader.ts";
import { createRandom } from "../../../src/simulator/synthetic/random.ts";
import { checkDissection } from "../../unit/capture/packet/checkDissection.ts";
import { dissectBytes } from "../../unit/capture/packet/dissectBytes.ts";
import { createFaultRow } from "../faultRow.ts";
import { toTries } from "../tries.ts";
import { buildHostilePacket, type HostilePacket } from "./hostilePacket.ts";

const firstSeed = 3_000_000;
/** So many packets are one capture: they answer, reset and quote each other by chance. */
const capturePackets = 500;
const maxLayers = 16;

/** The analysis and the findings of one capture after the other. */
function createPass(seed: number) {
  const random = createRandom(seed);
  const collector = createFindingCollector();
  const analysis = createCaptureAnalysis(collector.observe);
  const record = createPacketRecord();
  let packets = 0;
  return {
    add: ({ bytes, linkType, wireBytes }: HostilePacket) => {
      record.offset += 16 + bytes.length;
      record.bytes = bytes;
      record.end = bytes.length;
      record.wireBytes = Math.max(wireBytes, bytes.length);
      record.linkType = linkType;
      // Clocks of hostile files stand still, jump back, and are none at all.
      record.seconds = random.pick([1_700_000_000, 1_700_000_001, 0, 2 ** 40, Number.NaN]);
      record.nanoseconds = random.integer(0, 999_999_999);
      analysis.add(record);
      packets += 1;
    },
    finish: () => {
      const { conversations } = analysis;
      assert.equal(analysis.packets.count, packets);
      for (let id = 0; id < conversations.count; id += 1) conversations.read(id);
      analysis.protocols().forEach(({ path }) => assert.ok(path.length <= maxLayers));
      const input = { conversations, packets: analysis.packets, damage: null, isComplete: true };
      for (const { filter, params } of collector.build({ ...input, request: undefined })) {
        if (filter !== undefined) parseFilter(filter);
        for (const value of Object.values(params)) {
          assert.ok(typeof value === "number" ? Number.isFinite(value) : !/\p{Cc}/u.test(value));
        }
      }
    },
  };
}

describe("F2: packets of every hostile kind", () => {
  it("are shown with at most 16 layers that lie within them, and analysed", async () => {
    const row = createFaultRow("F2", "options, fragments, chains, loops, tunnels");
    let pass = createPass(firstSeed);
    const tries = toTries(10_000, 500);
    for (let index = 0; index < tries; index += 1) {
      const packet = buildHostilePacket(firstSeed + index);
      const { name, bytes, linkType, wireBytes } = packet;
      const isLast = (index + 1) % capturePackets === 0 || index === tries - 1;
      await row.attempt({
        name,
        bytes,
        act: () => {
          const dissection = dissectBytes(linkType, bytes, wireBytes);
          assert.ok(dissection.layerCount <= maxLayers);
          checkDissection(dissection);
          pass.add(packet);
          if (isLast) pass.finish();
        },
      });
      if (isLast) pass = createPass(firstSeed + index);
    }
    row.end();
  });
});
