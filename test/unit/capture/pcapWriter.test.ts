import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import { createPcapWriter } from "../../../src/capture/pcapWriter.ts";
import { readCaptureSummary } from "../../../src/capture/readCaptureSummary.ts";
import { toMemorySource } from "./memorySource.ts";
import { readToolOutput, whyToolsMissing } from "./systemTool.ts";

const folder = mkdtempSync(path.join(tmpdir(), "eci-writer-"));
after(() => rmSync(folder, { recursive: true, force: true }));

describe("createPcapWriter", () => {
  for (const resolution of ["microseconds", "nanoseconds"] as const) {
    it(`writes ${resolution} that tshark reads back`, { skip: whyToolsMissing("tshark") }, () => {
      const writer = createPcapWriter({ linkType: 1, snaplenBytes: 40, resolution });
      const time = { seconds: 1_767_225_600, nanoseconds: 123_456_789 };
      const file = path.join(folder, resolution);
      const packets = [new Uint8Array(100), new Uint8Array(30)].map((packet) =>
        writer.buildRecord(time, packet),
      );
      writeFileSync(file, Buffer.concat([writer.header, ...packets]));
      const fields = ["frame.time_epoch", "frame.len", "frame.cap_len"].flatMap((field) => ["-e", field]);
      const rows = readToolOutput("tshark", "-r", file, "-T", "fields", ...fields)
        .trim()
        .split("\n");
      const shown = `1767225600.${resolution === "nanoseconds" ? "123456789" : "123456000"}`;
      assert.deepEqual(rows, [`${shown}\t100\t40`, `${shown}\t30\t30`]);
    });
  }

  it("writes what our reader counts", async () => {
    const writer = createPcapWriter({ linkType: 276, snaplenBytes: 65_535, resolution: "nanoseconds" });
    const record = writer.buildRecord({ seconds: 1, nanoseconds: 5 }, new Uint8Array(7));
    const summary = await readCaptureSummary(toMemorySource(Buffer.concat([writer.header, record, record])));
    assert.deepEqual(summary, {
      kind: "capture",
      format: "pcap",
      compressed: false,
      sizeBytes: 24 + 2 * 23,
      packets: 2,
      capturedBytes: 14,
      linkTypes: ["LINUX_SLL2"],
      firstTime: "1970-01-01T00:00:01.000000005Z",
      lastTime: "1970-01-01T00:00:01.000000005Z",
      damage: null,
    });
  });
});
