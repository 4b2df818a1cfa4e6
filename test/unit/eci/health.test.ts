import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createEciClient } from "../../../src/eci/createEciClient.ts";
import { findLastExit, toAilment, toContainerAilment } from "../../../src/eci/health.ts";
import type { Container, ContainerState, Instance } from "../../../src/eci/model.ts";
import { startSimulator } from "../../../src/simulator/startSimulator.ts";

const nowMs = Date.UTC(2026, 10, 30, 12);
const ago = (seconds: number) => new Date(nowMs - seconds * 1000).toISOString();
const running: ContainerState = { state: "Running", startTime: ago(60) };
const ended = (exitCode: number, more: Partial<ContainerState> = {}): ContainerState => ({
  state: "Terminated",
  reason: exitCode === 0 ? "Completed" : "Error",
  exitCode,
  finishTime: ago(7_200),
  ...more,
});

function toContainer(more: Partial<Container>): Container {
  return {
    name: "app",
    isInit: false,
    image: "i",
    restartCount: 0,
    ports: [],
    currentState: running,
    ...more,
  };
}

function judge(more: Partial<Container>, status = "Running") {
  const ailment = toContainerAilment(toContainer(more), status, nowMs);
  return ailment && [ailment.kind, ailment.signal, ailment.helps];
}

describe("what ails a container", () => {
  it("is nothing where it runs, waits for its turn, or ended well", () => {
    assert.equal(judge({}), undefined);
    assert.equal(judge({ currentState: undefined }), undefined);
    assert.equal(judge({ currentState: { state: "Waiting", reason: "ContainerCreating" } }), undefined);
    assert.equal(judge({ currentState: ended(0) }, "Succeeded"), undefined);
    assert.equal(judge({ currentState: ended(143, { signal: 15 }) }, "Terminating"), undefined);
  });

  it("is want of memory by the service's word, not by the signal alone", () => {
    const byWord = ended(137, { reason: "OOMKilled", signal: 9 });
    assert.deepEqual(judge({ restartCount: 1, previousState: byWord }), ["oomKilled", 9, undefined]);
    assert.deepEqual(judge({ restartCount: 1, previousState: ended(137) }), ["restarted", 9, undefined]);
    const inMessage = ended(137, { message: "Memory cgroup out of memory" });
    assert.equal(judge({ restartCount: 1, previousState: inMessage })?.[0], "oomKilled");
  });

  it("is a crash that a core dump explains, by the signal or by the exit code alone", () => {
    for (const [code, signal] of [
      [139, 11],
      [134, 6],
      [136, 8],
      [135, 7],
      [132, 4],
    ] as const)
      for (const state of [ended(code), ended(code, { signal }), ended(code, { signal: 0 })])
        assert.deepEqual(judge({ restartCount: 1, previousState: state }), ["restarted", signal, "coreDump"]);
    for (const code of [137, 143])
      assert.equal(judge({ restartCount: 1, previousState: ended(code) })?.[2], undefined, `${code}`);
  });

  it("is a loop by the service's word, or after many restarts of late", () => {
    const waits = { state: "Waiting", reason: "CrashLoopBackOff" };
    assert.deepEqual(judge({ restartCount: 17, currentState: waits, previousState: ended(1) }), [
      "crashLoop",
      undefined,
      "capture",
    ]);
    assert.equal(judge({ currentState: waits })?.[0], "crashLoop");
    const lately = ended(1, { finishTime: ago(30) });
    assert.equal(judge({ restartCount: 3, previousState: lately })?.[0], "crashLoop");
    assert.equal(judge({ restartCount: 2, previousState: lately })?.[0], "restarted");
    assert.equal(judge({ restartCount: 3, previousState: ended(1) })?.[0], "restarted");
    assert.equal(
      judge({ restartCount: 3, previousState: ended(0, { finishTime: ago(30) }) })?.[0],
      "restarted",
    );
    const crashing = { restartCount: 5, currentState: waits, previousState: ended(139) };
    assert.deepEqual(judge(crashing), ["crashLoop", 11, "coreDump"]);
  });

  it("is a failure where it ended badly for good, or cannot begin", () => {
    assert.deepEqual(judge({ currentState: ended(1) }, "Failed"), ["failed", undefined, undefined]);
    const pull = { state: "Waiting", reason: "ImagePullBackOff", message: "Back-off pulling image" };
    assert.deepEqual(judge({ currentState: pull }, "Pending"), ["failed", undefined, undefined]);
    const ailment = toContainerAilment(
      toContainer({ currentState: pull, previousState: ended(0) }),
      "Pending",
      nowMs,
    );
    assert.equal(ailment?.state?.reason, "ImagePullBackOff");
  });

  it("calls for a capture where the words tell of the network", () => {
    for (const message of [
      "dial tcp 10.0.0.1:3306: connect: connection refused",
      "Liveness probe failed: Get http://10.0.0.2/healthz: i/o timeout",
      "read ECONNRESET",
    ])
      assert.equal(judge({ restartCount: 1, previousState: ended(1, { message }) })?.[2], "capture", message);
    assert.equal(judge({ restartCount: 1, previousState: ended(1) })?.[2], undefined);
  });

  it("takes words that it does not know, and states without any", () => {
    assert.equal(judge({ currentState: { state: "constructor", reason: "__proto__" } }), undefined);
    assert.deepEqual(judge({ restartCount: 1, previousState: { state: "Terminated" } }), [
      "restarted",
      undefined,
      undefined,
    ]);
    assert.equal(findLastExit(toContainer({ currentState: ended(0), previousState: ended(1) }))?.exitCode, 0);
    assert.equal(findLastExit(toContainer({})), undefined);
  });
});

describe("what ails an instance", () => {
  it("is the worst of its containers, as the service's own rows tell it", async () => {
    const simulator = await startSimulator({ engine: "synthetic", regions: ["cn-hangzhou"] });
    const { endpoint } = simulator;
    const credentials = simulator.identities.full;
    const client = createEciClient({ credentials, endpoint: () => endpoint, stsEndpoint: endpoint });
    try {
      const judged = new Map<string, string>();
      for (const name of ["web-1", "worker-images", "notifier", "search-canary", "cron-import-catalog"]) {
        const { instances } = await client.describeInstances({ regionId: "cn-hangzhou", name });
        const ailment = toAilment(instances[0] as Instance, Date.now());
        judged.set(name, `${ailment?.kind} ${ailment?.container.name} ${ailment?.helps}`);
      }
      assert.deepEqual(Object.fromEntries(judged), {
        "web-1": "undefined undefined undefined",
        "worker-images": "oomKilled worker undefined",
        notifier: "crashLoop notifier capture",
        "search-canary": "failed search undefined",
        "cron-import-catalog": "failed cron undefined",
      });
    } finally {
      client.dispose();
      await simulator.close();
    }
  });
});
