import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { readCaptureSummary } from "../../../../src/capture/readCaptureSummary.ts";
import type { CaptureRequest } from "../../../../src/simulator/engine.ts";
import { matchesRequest } from "../../../../src/simulator/synthetic/matchesRequest.ts";
import { createSyntheticEngine } from "../../../../src/simulator/synthetic/syntheticEngine.ts";
import { toMemorySource } from "../../capture/memorySource.ts";
import { buildCaptureRequest } from "./captureRequest.ts";
import { readPackets } from "./pcapPackets.ts";
import { runCapture } from "./runCapture.ts";

const folder = mkdtempSync(path.join(tmpdir(), "eci-engine-"));
const engine = createSyntheticEngine({ seed: 3 });
after(async () => {
  await engine.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const capture = (changes: Partial<CaptureRequest>) => runCapture(engine, folder, changes);

describe("createSyntheticEngine", () => {
  it("spreads a capture over its duration", async () => {
    const before = Date.now();
    const { summary } = await capture({ durationSeconds: 2 });
    assert.ok(summary.packets > 300, `${summary.packets} packets`);
    const first = Date.parse(summary.firstTime ?? "");
    const last = Date.parse(summary.lastTime ?? "");
    assert.ok(first >= before && last - first > 1500 && last - first <= 2000);
  });

  it("stops at the number of packets, and catches only what is asked for", async () => {
    const choice = { protocol: "udp", destPort: 53, sourceIp: "172.16.1.5" };
    const { bytes, summary } = await capture({ ...choice, packetCount: 5 });
    assert.equal(summary.packets, 5);
    for (const packet of readPackets(bytes)) assert.ok(matchesRequest(Buffer.from(packet, "hex"), choice));
  });

  it("stops before the file exceeds its size, however small", async () => {
    const { bytes } = await capture({ fileSizeBytes: 5000 });
    assert.ok(bytes.length <= 5000 && bytes.length > 5000 - 1600);
    const { summary } = await capture({ fileSizeBytes: 1 });
    assert.deepEqual([summary.packets, summary.sizeBytes], [0, 24]);
  });

  it("cuts packets to the snaplen", async () => {
    const { bytes, summary } = await capture({ snaplenBytes: 20, packetCount: 30 });
    assert.equal(summary.capturedBytes, 30 * 20);
    assert.ok(readPackets(bytes).every((packet) => packet.length === 40));
  });

  it("gives what it has when it is stopped, and when the engine goes", async () => {
    const running = engine.start(buildCaptureRequest({}), folder);
    running.stop();
    const { path: file } = await running.finished;
    assert.equal((await readCaptureSummary(toMemorySource(readFileSync(file)))).damage, null);
    const own = createSyntheticEngine({ seed: 1 });
    const left = own.start(buildCaptureRequest({}), folder);
    await own.dispose();
    assert.ok((await left.finished).sizeBytes >= 24);
  });

  it("makes the same frames again for the same seed", async () => {
    const [one, other] = await Promise.all([capture({ packetCount: 40 }), capture({ packetCount: 40 })]);
    assert.deepEqual(readPackets(one.bytes), readPackets(other.bytes));
  });

  it("does not make up for the time that the computer slept", async (context) => {
    let asleepMs = 0;
    const now = Date.now.bind(Date);
    context.mock.method(Date, "now", () => now() + asleepMs);
    const running = engine.start(buildCaptureRequest({}), folder);
    await delay(300);
    asleepMs = 600_000;
    await delay(300);
    running.stop();
    const { path: file } = await running.finished;
    const { packets, firstTime, lastTime, damage } = await readCaptureSummary(
      toMemorySource(readFileSync(file)),
    );
    assert.equal(damage, null);
    assert.ok(packets > 50 && packets < 5000, `${packets} packets`);
    assert.ok(Date.parse(lastTime ?? "") - Date.parse(firstTime ?? "") > asleepMs);
  });

  it("says that an interface does not exist, and leaves no file", async () => {
    const before = readdirSync(folder).length;
    await assert.rejects(capture({ interfaceName: "eth9" }), /eth9: No such device exists/u);
    assert.equal(readdirSync(folder).length, before);
  });
});
