import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { readCaptureReport } from "../../../../src/capture/session/readCaptureReport.ts";
import { buildSyntheticCapture } from "../../../../src/simulator/synthetic/syntheticCapture.ts";
import { toMemorySource } from "../memorySource.ts";

const fixtures = path.join(import.meta.dirname, "../../../fixtures/captures");

describe("captures of real traffic", () => {
  for (const name of readdirSync(fixtures)) {
    it(`${name}: all is well but for packets that were cut`, async () => {
      const report = await readCaptureReport(toMemorySource(readFileSync(path.join(fixtures, name))));
      assert.deepEqual(
        report.findings.map(({ id }) => id).filter((id) => id !== "cutPackets"),
        [],
      );
    });
  }
});

describe("the simulator's made-up traffic", () => {
  const options = { instanceIp: "10.0.0.5", peerIps: ["10.0.0.6", "10.0.0.7"] };

  it("shows what its scenes are made of, and nothing else, for any seed", async () => {
    const truth = new Set([
      "connectionRefused 10.*:5432",
      "connectionRefused [*]:8080",
      "resetByPeer 10.*:8080",
      "httpServerError 500",
      "dnsNameNotFound gone",
      "slowFirstAnswer 900",
    ]);
    const seen = new Set<string>();
    for (let seed = 1; seed <= 6; seed += 1) {
      const file = buildSyntheticCapture({ ...options, seed, packets: 1_500 });
      const { findings } = await readCaptureReport(toMemorySource(file));
      for (const { id, params } of findings) {
        const words = {
          connectionRefused: () =>
            String(params["to"])
              .replace(/^10\.[\d.]+/u, "10.*")
              .replace(/\[.*\]/u, "[*]"),
          resetByPeer: () => String(params["from"]).replace(/^10\.[\d.]+/u, "10.*"),
          httpServerError: () => String(params["code"]),
          dnsNameNotFound: () => String(params["name"]).slice(0, 4),
          slowFirstAnswer: () => String(Math.round(Number(params["milliseconds"]) / 100) * 100),
        };
        const known = Object.entries(words).find(([name]) => name === id);
        seen.add(`${id} ${known?.[1]() ?? ""}`);
      }
    }
    assert.deepEqual([...seen].toSorted(), [...truth].toSorted());
  });
});
