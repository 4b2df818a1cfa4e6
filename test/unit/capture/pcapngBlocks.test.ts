import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readCaptureSummary } from "../../../src/capture/readCaptureSummary.ts";
import { toMemorySource } from "./memorySource.ts";
import { createPcapngBlocks } from "./pcapngFile.ts";

describe("countPcapngBlocks", () => {
  it("stops at a block whose length is no multiple of four, though its end repeats it", async () => {
    for (const littleEndian of [true, false]) {
      const blocks = createPcapngBlocks(littleEndian);
      const start = [...blocks.section(), ...blocks.interface(1, 0)];
      const odd = blocks.block(0x0bad, [0, 0, 0, 0, 0]);
      const packet = blocks.enhanced(0, 1n, [1, 2, 3, 4]);
      const bytes = Uint8Array.from([...start, ...odd, ...packet]);
      const { packets, damage } = await readCaptureSummary(toMemorySource(bytes));
      assert.deepEqual(
        { packets, damage },
        { packets: 0, damage: { offset: start.length, reason: "badLength" } },
      );
    }
  });
});
