import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import Eci from "@alicloud/eci20180808";
import { type Simulator, startSimulator } from "../../../src/simulator/startSimulator.ts";
import { type Fields, callPop, codeOf, createSdk } from "./simulatorClients.ts";

type Usage = { CPU: Record<string, number>; Memory: Record<string, number> };
type Record_ = Usage & {
  Timestamp: string;
  Network: { Interfaces: Record<string, number>[] };
  Containers: (Usage & { Name: string })[];
};

const regionId = "cn-hangzhou";
let simulator: Simulator;
const now = Math.floor(Date.now() / 1000) * 1000;
before(async () => {
  simulator = await startSimulator({ engine: "synthetic", instances: 60, clock: () => now });
});
after(() => simulator.close());

const idOf = (name: string) =>
  simulator.world.instancesOf(regionId).find((row) => row.name === name)?.id ?? assert.fail(name);
const ask = (params: object, name = "api-1") =>
  callPop(simulator, "DescribeContainerGroupMetric", {
    RegionId: regionId,
    ContainerGroupId: idOf(name),
    ...params,
  });
const recordsOf = (answer: Fields) => answer["Records"] as Record_[];
const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString();

describe("DescribeContainerGroupMetric", () => {
  it("gives the last five minutes at 15 seconds unless a time is asked for, whatever the period", async () => {
    for (const params of [{}, { Period: 600 }]) {
      const times = recordsOf(await ask(params)).map(({ Timestamp }) => Date.parse(Timestamp));
      assert.ok(times.length >= 20 && times.length <= 21);
      assert.ok(times.every((time, index) => index === 0 || time - times[index - 1]! === 15_000));
      assert.ok(times[0]! >= now - 300_000 && times.at(-1)! <= now);
    }
  });

  it("gives the older part of a time on both sides of five minutes ago, and 60 seconds unless told", async () => {
    const times = recordsOf(await ask({ StartTime: ago(1800) })).map(({ Timestamp }) =>
      Date.parse(Timestamp),
    );
    assert.ok(times.length >= 25 && times.length <= 26);
    assert.equal(times[1]! - times[0]!, 60_000);
    assert.ok(times.at(-1)! <= now - 300_000);
    const recent = recordsOf(await ask({ StartTime: ago(240), EndTime: ago(0), Period: 30 }));
    assert.ok(recent.length >= 8);
  });

  it("refuses what the description does not allow", async () => {
    for (const [params, code] of [
      [{ Period: 45 }, "InvalidParameter"],
      [{ StartTime: "yesterday" }, "InvalidParameter"],
      [{ StartTime: ago(31 * 86_400) }, "InvalidParameter"],
      [{ StartTime: ago(600), EndTime: ago(900) }, "InvalidParameter"],
      [{ StartTime: ago(3 * 86_400), EndTime: ago(86_400) }, "InvalidParameter"],
      [{ RegionId: "cn-shanghai" }, "InvalidInstanceId.NotFound"],
      [{ ContainerGroupId: "" }, "MissingParameter"],
    ] as const) {
      assert.equal(await codeOf(ask(params)), code, JSON.stringify(params));
    }
    await ask({ StartTime: ago(3600).replace("Z", "+00:00"), EndTime: ago(1800) });
  });

  it("agrees with itself: counters grow by what the gauges say, an instance is what its containers are", async () => {
    const [first, ...rest] = recordsOf(await ask({}));
    const counters = (record: Record_) => record.Network.Interfaces[0]!;
    let last = first!;
    for (const record of rest) {
      assert.ok(counters(record)["RxBytes"]! > counters(last)["RxBytes"]!);
      assert.ok(counters(record)["TxPackets"]! > counters(last)["TxPackets"]!);
      const used = record.CPU["UsageCoreNanoSeconds"]! - last.CPU["UsageCoreNanoSeconds"]!;
      const level = (record.CPU["UsageNanoCores"]! + last.CPU["UsageNanoCores"]!) / 2;
      assert.ok(Math.abs(used / 15 / level - 1) < 0.1, `${used / 15} against ${level}`);
      last = record;
    }
    assert.deepEqual(
      last.Containers.map(({ Name }) => Name),
      ["api", "envoy"],
    );
    const sum = last.Containers.reduce((total, { Memory }) => total + Memory["Rss"]!, 0);
    assert.equal(last.Memory["Rss"], sum);
    assert.ok(last.Memory["AvailableBytes"]! > 0);
  });

  it("shows what happens: memory up to its limit, nothing where nothing runs", async () => {
    const row = simulator.world.find(idOf("worker-images"))!;
    const until = (seconds: number) => new Date(row.changedAt - seconds * 1000).toISOString();
    const params = { StartTime: until(20), EndTime: until(1), Period: 15 };
    const records = recordsOf(await ask(params, row.name));
    const memory = records.at(-1)!.Containers[0]!.Memory;
    assert.ok(memory["WorkingSet"]! / (memory["WorkingSet"]! + memory["AvailableBytes"]!) > 0.9);
    assert.deepEqual(recordsOf(await ask({}, "worker-training")), []);
    assert.deepEqual(recordsOf(await ask({}, "cron-nightly-report")), []);
  });
});

describe("the metric calls through the official SDK", () => {
  it("give what its models name", async () => {
    const sdk = createSdk(simulator);
    const one = await sdk.describeContainerGroupMetric(
      new Eci.DescribeContainerGroupMetricRequest({ regionId, containerGroupId: idOf("api-1") }),
    );
    const record = one.body.records?.at(-1);
    assert.ok((record?.CPU?.usageNanoCores ?? 0) > 0);
    assert.ok((record?.memory?.workingSet ?? 0) > 0);
    assert.ok((record?.network?.interfaces?.[0]?.rxBytes ?? 0) > 0);
    assert.ok((record?.disk?.[0]?.writeBytes ?? 0) > 0);
    assert.ok((record?.filesystem?.[0]?.capacity ?? 0) > 0);
    assert.equal(record?.containers?.[0]?.name, "api");
    const containerGroupIds = JSON.stringify([idOf("api-1"), idOf("web-1"), "eci-nobody"]);
    const several = await sdk.describeMultiContainerGroupMetric(
      new Eci.DescribeMultiContainerGroupMetricRequest({
        regionId,
        containerGroupIds,
        metricType: "summary",
      }),
    );
    const datas = several.body.monitorDatas ?? [];
    assert.deepEqual(
      datas.map((data) => data.containerGroupId),
      [idOf("web-1"), idOf("api-1")],
    );
    assert.ok(datas.every(({ records }) => records?.length === 1));
    const wrong = new Eci.DescribeMultiContainerGroupMetricRequest({
      regionId,
      containerGroupIds,
      metricType: "all",
    });
    assert.equal(await codeOf(sdk.describeMultiContainerGroupMetric(wrong)), "InvalidParameter");
  });
});
