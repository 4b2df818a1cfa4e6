import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { estimateLargestFile } from "../../../../src/task/tcpdump/sizeEstimate.ts";
import { optionsArbitrary } from "./optionsArbitrary.ts";

const gibibyte = 1_073_741_824;

describe("estimateLargestFile", () => {
  it("counts each packet with its header and its whole snaplen", () => {
    assert.deepEqual(estimateLargestFile({ packetCount: 10, snaplenBytes: 96 }), {
      bytes: 24 + 10 * (16 + 96),
      boundBy: "packets",
    });
    assert.deepEqual(estimateLargestFile({ packetCount: 1 }), { bytes: 65_575, boundBy: "packets" });
  });

  it("takes the tightest bound", () => {
    assert.deepEqual(estimateLargestFile({ packetCount: 1_000, fileSizeBytes: 1_000_000 }), {
      bytes: 1_000_000,
      boundBy: "fileSize",
    });
    assert.deepEqual(estimateLargestFile({ packetCount: 1, fileSizeBytes: 1_000_000 }), {
      bytes: 65_575,
      boundBy: "packets",
    });
    assert.deepEqual(estimateLargestFile({ fileSizeBytes: gibibyte }), {
      bytes: gibibyte,
      boundBy: "fileSize",
    });
  });

  it("does not take a time limit for a bound", () => {
    const unbounded = { bytes: gibibyte, boundBy: "serviceLimit" };
    assert.deepEqual(estimateLargestFile({ durationSeconds: 1 }), unbounded);
    assert.deepEqual(estimateLargestFile({ packetCount: Number.MAX_SAFE_INTEGER }), unbounded);
  });

  it("never exceeds what the service or the options allow", () => {
    fc.assert(
      fc.property(optionsArbitrary, (options) => {
        const { bytes } = estimateLargestFile(options);
        assert.ok(bytes > 0 && bytes <= Math.min(gibibyte, options.fileSizeBytes ?? gibibyte));
      }),
    );
  });
});
