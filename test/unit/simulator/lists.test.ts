import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Simulator, startSimulator } from "../../../src/simulator/startSimulator.ts";
import { type Fields, callPop, codeOf } from "./simulatorClients.ts";

const regionId = "cn-hangzhou";
let simulator: Simulator;
let now = Date.now();
before(async () => {
  simulator = await startSimulator({
    engine: "synthetic",
    instances: 400,
    clock: () => now,
    ratesPerSecond: {},
  });
});
after(() => simulator.close());

const groups = (params: object = {}) =>
  callPop(simulator, "DescribeContainerGroups", { RegionId: regionId, ...params });
const rowsOf = (answer: Fields) => answer["ContainerGroups"] as Readonly<Record<string, string>>[];

async function allPages(action: string, field: string, params: object): Promise<Fields[]> {
  const rows: Fields[] = [];
  let token: unknown = "";
  do {
    const answer = await callPop(simulator, action, { RegionId: regionId, ...params, NextToken: token });
    rows.push(...(answer[field] as Fields[]));
    token = answer["NextToken"];
  } while (token !== undefined);
  return rows;
}

describe("DescribeContainerGroups", () => {
  it("gives every instance once, page by page", async () => {
    const total = Number((await groups())["TotalCount"]);
    const rows = await allPages("DescribeContainerGroups", "ContainerGroups", { Limit: 7 });
    assert.equal(rows.length, total);
    assert.equal(new Set(rows.map((row) => row["ContainerGroupId"])).size, total);
  });

  it("keeps to its limits", async () => {
    assert.equal(rowsOf(await groups()).length, 20);
    assert.equal(rowsOf(await groups({ Limit: 1 })).length, 1);
    for (const limit of [0, 21, -1, "x", 1.5]) {
      assert.equal(await codeOf(groups({ Limit: limit })), "InvalidParameter", String(limit));
    }
    const ids = Array.from({ length: 21 }, (_, index) => `eci-${index}`);
    assert.equal(await codeOf(groups({ ContainerGroupIds: JSON.stringify(ids) })), "InvalidParameter");
    assert.equal(await codeOf(groups({ ContainerGroupIds: "eci-1" })), "InvalidParameter");
    assert.equal(await codeOf(groups({ NextToken: "nonsense" })), "InvalidParameter");
    assert.equal(await codeOf(groups({ Status: "Sleeping" })), "InvalidParameter");
    assert.equal(await codeOf(groups({ WithEvent: "yes" })), "InvalidParameter");
    assert.equal(await codeOf(groups({ RegionId: "" })), "MissingParameter");
  });

  it("takes no token of another region", async () => {
    const { NextToken } = await groups();
    assert.equal(await codeOf(groups({ RegionId: "cn-shanghai", NextToken })), "InvalidParameter");
  });

  it("filters by every field that it has", async () => {
    const [first] = rowsOf(await groups());
    for (const [filter, field] of [
      ["Status", "Status"],
      ["ContainerGroupName", "ContainerGroupName"],
      ["VSwitchId", "VSwitchId"],
      ["ZoneId", "ZoneId"],
      ["SecurityGroupId", "SecurityGroupId"],
      ["ResourceGroupId", "ResourceGroupId"],
    ] as const) {
      const answer = await groups({ [filter]: first![field] });
      assert.ok(rowsOf(answer).length > 0, filter);
      assert.ok(
        rowsOf(answer).every((row) => row[field] === first![field]),
        filter,
      );
      assert.ok(Number(answer["TotalCount"]) < Number((await groups())["TotalCount"]), filter);
    }
  });

  it("filters by tags, all of which must be there", async () => {
    type Tagged = { Tags: { Key: string; Value: string }[] };
    const answer = await groups({
      "Tag.1.Key": "app",
      "Tag.1.Value": "web",
      "Tag.2.Key": "env",
      "Tag.2.Value": "production",
    });
    const rows = answer["ContainerGroups"] as Tagged[];
    assert.ok(rows.length > 0);
    for (const { Tags } of rows) {
      const pairs = Tags.map(({ Key, Value }) => `${Key}=${Value}`);
      assert.ok(pairs.includes("app=web") && pairs.includes("env=production"));
    }
    assert.equal((await groups({ "Tag.1.Key": "app", "Tag.1.Value": "none" }))["TotalCount"], 0);
    assert.ok(Number((await groups({ "Tag.1.Key": "app" }))["TotalCount"]) > 20);
    assert.equal(await codeOf(groups({ "Tag.1.Value": "web" })), "InvalidParameter");
  });

  it("finds instances by their ids, and tells their events when asked", async () => {
    const { instanceId } = simulator.examples.running!;
    const ids = JSON.stringify([instanceId, "eci-nobody"]);
    const [plain] = rowsOf(await groups({ ContainerGroupIds: ids }));
    assert.equal(plain!["ContainerGroupId"], instanceId);
    assert.equal(plain!["Events"]!.length, 0);
    const [withEvents] = rowsOf(await groups({ ContainerGroupIds: ids, WithEvent: true }));
    assert.ok(withEvents!["Events"]!.length > 0);
  });

  it("holds environment values that a client must keep to itself", async () => {
    const text = JSON.stringify(await groups());
    assert.match(text, /"Key":"DATABASE_PASSWORD","Value":"fake-[0-9a-z]{24}"/u);
  });
});

describe("DescribeContainerGroupStatus", () => {
  it("gives up to 200 a page", async () => {
    const rows = await allPages("DescribeContainerGroupStatus", "Data", { Limit: 50 });
    assert.equal(rows.length, Number((await groups())["TotalCount"]));
    const call = callPop(simulator, "DescribeContainerGroupStatus", { RegionId: regionId, Limit: 201 });
    assert.equal(await codeOf(call), "InvalidParameter");
  });

  it("leaves those that changed lately, within 60 to 3600 seconds", async () => {
    const count = async (since: number) => {
      const params = { RegionId: regionId, SinceSecond: since };
      return Number((await callPop(simulator, "DescribeContainerGroupStatus", params))["TotalCount"]);
    };
    assert.ok((await count(60)) < (await count(3600)));
    assert.equal(await codeOf(count(59)), "InvalidParameter");
    assert.equal(await codeOf(count(3601)), "InvalidParameter");
    now += 7_200_000;
    const params = { RegionId: regionId, SinceSecond: 3600 };
    // A clock that is two hours on needs a client that signs with its time.
    const call = callPop(simulator, "DescribeContainerGroupStatus", {
      ...params,
      Timestamp: `${new Date(now).toISOString().slice(0, 19)}Z`,
    });
    assert.equal((await call)["TotalCount"], 0);
    now -= 7_200_000;
  });
});

describe("DescribeContainerGroupEvents", () => {
  it("filters by who reported", async () => {
    const data = async (source: string) => {
      const params = { RegionId: regionId, EventSource: source, Limit: 20 };
      const { Data } = await callPop(simulator, "DescribeContainerGroupEvents", params);
      return (Data as { Events: { ReportingComponent: string }[] }[]).flatMap(({ Events }) => Events);
    };
    assert.ok((await data("EciService")).every((event) => event.ReportingComponent === "eci-controller"));
    assert.ok((await data("K8sAgent")).every((event) => event.ReportingComponent === "kubelet"));
    assert.equal(await codeOf(data("Somebody")), "InvalidParameter");
  });
});

describe("DescribeContainerLog", () => {
  const log = async (params: object) => {
    const ContainerGroupId = simulator.examples.running!.instanceId;
    const all = { ContainerGroupId, ContainerName: "api", ...params };
    return (await callPop(simulator, "DescribeContainerLog", all))["Content"] as string;
  };

  it("gives the newest lines, at most 2000", async () => {
    assert.equal((await log({})).split("\n").length, 501);
    assert.equal((await log({ Tail: 2000 })).split("\n").length, 2001);
    assert.equal(await codeOf(log({ Tail: 2001 })), "InvalidParameter");
    assert.equal(await log({ LimitBytes: 100 }), (await log({})).slice(-100));
    assert.equal(await codeOf(log({ LimitBytes: 1_048_577 })), "InvalidParameter");
  });

  it("gives the lines since a time, with their times", async () => {
    const lines = (await log({ SinceSeconds: 30, Timestamps: true })).trim().split("\n");
    assert.ok(lines.length > 10 && lines.length < 20);
    for (const line of lines) assert.ok(Date.parse(line.split(" ")[0]!) >= now - 30_000);
    const StartTime = new Date(now - 30_000).toISOString();
    assert.equal(await log({ StartTime, Timestamps: true }), `${lines.join("\n")}\n`);
    for (const wrong of [
      "yesterday",
      "5",
      "2026-11-24",
      "2026-11-24T07:00:00+08:00",
      "2026-13-01T00:00:00Z",
    ]) {
      assert.equal(await codeOf(log({ StartTime: wrong })), "InvalidParameter", wrong);
    }
  });

  it("gives the last words of the container before the restart", async () => {
    const ContainerGroupId = simulator.examples.crashing!.instanceId;
    const last = await log({ ContainerGroupId, ContainerName: "recommender", LastTime: true });
    assert.match(last, /Segmentation fault \(core dumped\)\n$/u);
    assert.doesNotMatch(await log({ ContainerGroupId, ContainerName: "recommender" }), /Segmentation/u);
    assert.equal(await log({ LastTime: true }), "");
  });

  it("knows the instance and the container", async () => {
    assert.equal(await codeOf(log({ ContainerName: "nobody" })), "InvalidParameter");
    assert.equal(await codeOf(log({ ContainerGroupId: "eci-nobody" })), "InvalidInstanceId.NotFound");
    assert.equal(await codeOf(log({ RegionId: "cn-shanghai" })), "InvalidInstanceId.NotFound");
    assert.equal(await codeOf(log({ ContainerGroupId: "" })), "MissingParameter");
  });
});
