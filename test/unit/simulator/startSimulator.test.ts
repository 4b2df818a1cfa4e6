import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { CaptureEngine } from "../../../src/simulator/engine.ts";
import { liveEngineAvailable } from "../../../src/simulator/live/liveEngine.ts";
import { startSimulator } from "../../../src/simulator/startSimulator.ts";
import { callPop, readRecords, waitForEnd } from "./simulatorClients.ts";

const isLive = await liveEngineAvailable();

describe("startSimulator", () => {
  it("takes the live engine where it can and the synthetic one elsewhere", async () => {
    const simulator = await startSimulator();
    await simulator.close();
    assert.equal(simulator.engineName, isLive ? "live" : "synthetic");
  });

  it(
    "catches real packets",
    { skip: !isLive && "live captures need Linux, root, iproute2 and tcpdump" },
    async () => {
      const simulator = await startSimulator({ engine: "live" });
      try {
        const target = simulator.examples.running!;
        await callPop(simulator, "CreateInstanceOpsTask", {
          RegionId: target.regionId,
          ContainerGroupId: target.instanceId,
          OpsType: "tcpdump",
          OpsValue: '{"Enable":true,"Protocol":"tcp","PacketNum":3,"Duration":60}',
        });
        const record = await waitForEnd(simulator, target, "tcpdump");
        assert.equal(record["OpsStatus"], "Success");
        const bytes = Buffer.from(await (await fetch(record["ResultContent"]!)).arrayBuffer());
        // Three records of at least 16 bytes of header and 54 of packet after the file header.
        assert.ok(bytes.length >= 24 + 3 * (16 + 54));
      } finally {
        await simulator.close();
      }
    },
  );

  it("has the same keys and instances for the same seed", async () => {
    const [one, two, other] = await Promise.all([
      startSimulator({ engine: "synthetic", seed: 5 }),
      startSimulator({ engine: "synthetic", seed: 5 }),
      startSimulator({ engine: "synthetic", seed: 6 }),
    ]);
    await Promise.all([one.close(), two.close(), other.close()]);
    assert.equal(one.accessKeySecret, two.accessKeySecret);
    assert.deepEqual(one.examples, two.examples);
    assert.notEqual(one.accessKeyId, other.accessKeyId);
    assert.notDeepEqual(one.examples, other.examples);
  });

  it("keeps its files in the folder that it is given, and takes them away", async () => {
    const folder = await mkdtemp(join(tmpdir(), "simulator-test-"));
    try {
      const simulator = await startSimulator({ engine: "synthetic", folder });
      assert.ok(simulator.folder.startsWith(folder));
      await simulator.close();
      await simulator.close();
      assert.deepEqual(await readdir(folder), []);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("leaves nothing behind when its port is taken", async () => {
    const folder = await mkdtemp(join(tmpdir(), "simulator-test-"));
    const first = await startSimulator({ engine: "synthetic" });
    try {
      const port = Number(new URL(first.endpoint).port);
      await assert.rejects(startSimulator({ engine: "synthetic", port, folder }), { code: "EADDRINUSE" });
      assert.deepEqual(await readdir(folder), []);
    } finally {
      await first.close();
      await rm(folder, { recursive: true });
    }
  });

  it("waits before every answer when told to, and ends without waiting", async () => {
    const simulator = await startSimulator({ engine: "synthetic", latencyMs: 600_000 });
    const answer = assert.rejects(fetch(simulator.endpoint));
    await simulator.close();
    await answer;
  });

  it("sends a large result as fast as it is read, and survives a reader that goes away", async () => {
    const sizeBytes = 48 * 1024 * 1024;
    const engine: CaptureEngine = {
      name: "synthetic",
      start: (_request, folder) => {
        const path = join(folder, "large.pcap");
        const finished = writeFile(path, Buffer.alloc(sizeBytes, 7)).then(() => ({ path, sizeBytes }));
        return { finished, stop: () => undefined };
      },
      dispose: () => Promise.resolve(),
    };
    const simulator = await startSimulator({ engine });
    try {
      const { regionId, instanceId } = simulator.examples.running!;
      await callPop(simulator, "CreateInstanceOpsTask", {
        RegionId: regionId,
        ContainerGroupId: instanceId,
        OpsType: "tcpdump",
        OpsValue: '{"Enable":true}',
      });
      const record = await waitForEnd(simulator, { regionId, instanceId }, "tcpdump");
      const url = record["ResultContent"]!;
      const abort = new AbortController();
      const first = await fetch(url, { signal: abort.signal });
      await first.body!.getReader().read();
      abort.abort();
      const whole = await (await fetch(url)).arrayBuffer();
      assert.equal(whole.byteLength, sizeBytes);
      assert.equal((await readRecords(simulator, regionId, instanceId, "tcpdump")).length, 1);
    } finally {
      await simulator.close();
    }
    assert.equal(existsSync(simulator.folder), false);
  });
});
