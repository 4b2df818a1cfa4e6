import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createEciClient } from "../../../src/eci/createEciClient.ts";
import { createDetailCalls, type DetailCalls } from "../../../src/eci/detailCalls.ts";
import { hiddenValue } from "../../../src/eci/wire/toShownJson.ts";
import { startSimulator, type Simulator } from "../../../src/simulator/startSimulator.ts";
import { catchCloudError } from "./cloudFailure.ts";
import { createTestClient, sendAnswer, startFaultServer } from "./faultServer.ts";

const target = { regionId: "cn-hangzhou", instanceId: "eci-1" };

/** Runs with a simulator and a client of it, and an instance of each name. */
async function withWorld(
  run: (calls: DetailCalls, find: (name: string) => Promise<typeof target>) => Promise<void>,
  identity: keyof Simulator["identities"] = "full",
): Promise<void> {
  const simulator = await startSimulator({ engine: "synthetic", regions: ["cn-hangzhou"] });
  const clientOf = (name: typeof identity) =>
    createEciClient({
      credentials: simulator.identities[name],
      endpoint: () => simulator.endpoint,
      stsEndpoint: simulator.endpoint,
    });
  const [client, seer] = [clientOf(identity), clientOf("full")];
  try {
    await run(createDetailCalls(client), async (name) => {
      const { instances } = await seer.describeInstances({ regionId: "cn-hangzhou", name });
      assert.ok(instances[0], name);
      return { regionId: "cn-hangzhou", instanceId: instances[0].id };
    });
  } finally {
    client.dispose();
    seer.dispose();
    await simulator.close();
  }
}

describe("what can be asked about one instance", () => {
  it("gives the events that the service has of it, and of no other", async () => {
    await withWorld(async (calls, find) => {
      const events = await calls.describeEvents(await find("worker-images"));
      const killed = events.find(({ reason }) => reason === "OOMKilled");
      assert.deepEqual([killed?.type, killed?.count], ["Warning", 4]);
      assert.match(killed?.message ?? "", /cgroup out of memory/u);
      assert.ok(!events.some(({ message }) => message.includes("search")));
    });
  });

  it("gives the newest lines of a log, with times, of a span, and of the container before", async () => {
    await withWorld(async (calls, find) => {
      const web = { ...(await find("web-1")), containerName: "web" };
      const lines = (text: string) => text.split("\n").filter((line) => line !== "");
      assert.equal(lines(await calls.describeLog({ ...web, tail: 7 })).length, 7);
      assert.equal(lines(await calls.describeLog(web)).length, 500);
      assert.equal(lines(await calls.describeLog({ ...web, tail: 99_999 })).length, 2_000);
      const timed = lines(await calls.describeLog({ ...web, sinceSeconds: 60, withTimes: true }));
      assert.ok(timed.length > 0 && timed.length < 60);
      const times = timed.map((line) => Date.parse(line.split(" ")[0] ?? ""));
      assert.ok(times.every((time) => Date.now() - time < 61_000));
      const since = await calls.describeLog({ ...web, startMs: times.at(-1), withTimes: true });
      assert.ok(since.includes(timed.at(-1) ?? "?"), "whole seconds are rounded down");
      const loop = { ...(await find("notifier")), containerName: "notifier" };
      assert.equal(await calls.describeLog(loop), "");
      assert.match(await calls.describeLog({ ...loop, isPrevious: true }), /FATAL config: SMTP_HOST/u);
    });
  });

  it("describes an instance as JSON with every environment value hidden, and knows when it is gone", async () => {
    await withWorld(async (calls, find) => {
      const json = JSON.stringify(await calls.describeInstanceJson(await find("api-1")));
      const values = [...json.matchAll(/"EnvironmentVars":\[(.*?)\]/gu)].flatMap(([, list]) =>
        [...(list ?? "").matchAll(/"Value":"([^"]*)"/gu)].map(([, value]) => value),
      );
      assert.ok(values.length > 0);
      assert.deepEqual([...new Set(values)], [hiddenValue]);
      assert.equal(await calls.describeInstanceJson(target), undefined);
    });
  });

  it("gives no events to an identity that may not list them, and rejects in the service's words", async () => {
    await withWorld(async (calls, find) => {
      const web = await find("web-1");
      assert.deepEqual(await calls.describeEvents(web), []);
      const error = await catchCloudError(calls.describeLog({ ...web, containerName: "nobody" }));
      assert.match(error.message, /no container nobody/u);
    }, "blind");
  });

  it("asks for a span of metrics as the service writes times, and reads samples whatever they lack", async () => {
    const first = Date.UTC(2026, 10, 30, 12);
    const at = (seconds: number) => new Date(first + seconds * 1000).toISOString();
    await using server = await startFaultServer((socket) =>
      sendAnswer(
        socket,
        200,
        // 17 digits: a number that JavaScript would round comes as a text.
        `{"Records":[
          {"Timestamp":"${at(15)}","CPU":{"UsageNanoCores":1500000000},"Memory":{"UsageBytes":7},
           "Network":{"Interfaces":[{"Name":"lo","RxBytes":9,"TxBytes":9},
             {"Name":"eth0","RxBytes":12345678901234567,"TxBytes":3},{"Name":"eth1","RxBytes":1,"TxBytes":2}]}},
          {"Timestamp":"${at(0)}","Memory":{"WorkingSet":5,"UsageBytes":6},"Network":{"Interfaces":[{"Name":"eth0","RxBytes":4}]}},
          {"Timestamp":"${at(0)}"},
          {"Timestamp":"yesterday"}, 7, {"CPU":{}}
        ]}`,
      ),
    );
    using client = createTestClient(server);
    const calls = createDetailCalls(client);
    const span = { startMs: first, endMs: first + 60_000, periodSeconds: 60 } as const;
    const samples = await calls.describeMetrics(target, span);
    assert.equal(samples.length, 2);
    assert.deepEqual(
      { ...samples[0] },
      {
        timeMs: first,
        cpuCores: undefined,
        memoryBytes: 5,
        receivedBytes: 4,
        sentBytes: undefined,
      },
    );
    const { receivedBytes = 0, ...second } = samples[1]!;
    assert.deepEqual(second, { timeMs: first + 15_000, cpuCores: 1.5, memoryBytes: 7, sentBytes: 5 });
    assert.ok(Math.abs(receivedBytes - 12345678901234568) <= 2);
    await calls.describeMetrics(target);
    const [asked, plain] = server.requests.map(({ params }) => params);
    assert.deepEqual(
      ["StartTime", "EndTime", "Period"].map((name) => asked!.get(name)),
      ["2026-11-30T12:00:00.000Z", "2026-11-30T12:01:00.000Z", "60"],
    );
    for (const name of ["StartTime", "EndTime", "Period"]) assert.equal(plain!.get(name), null);
  });
});
