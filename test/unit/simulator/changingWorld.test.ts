import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import Eci from "@alicloud/eci20180808";
import { type Simulator, startSimulator } from "../../../src/simulator/startSimulator.ts";
import { changeOnce } from "../../../src/simulator/world/churn.ts";
import { buildWorld } from "../../../src/simulator/world/world.ts";
import { codeOf, createSdk } from "./simulatorClients.ts";

const regionId = "cn-hangzhou";
const startedAt = Date.now();
let simulator: Simulator;
// Two minutes on: what the seed dates to the last minute is past by then.
let now = startedAt;
before(async () => {
  simulator = await startSimulator({
    ...{ engine: "synthetic", instances: 300, regions: [regionId], ratesPerSecond: {} },
    clock: () => now,
  });
  now = startedAt + 120_000;
});
after(() => simulator.close());

const changedIds = async () => {
  const request = new Eci.DescribeContainerGroupStatusRequest({ regionId, sinceSecond: 60 });
  const { body } = await createSdk(simulator).describeContainerGroupStatus(request);
  return (body.data ?? []).map((row) => row.containerGroupId);
};
const listed = async (id: string) => {
  const request = new Eci.DescribeContainerGroupsRequest({
    regionId,
    containerGroupIds: JSON.stringify([id]),
  });
  return (await createSdk(simulator).describeContainerGroups(request)).body.containerGroups?.[0];
};

describe("a world that changes", () => {
  it("shows every change to SinceSecond and to the details", async () => {
    const { world } = simulator;
    assert.deepEqual(await changedIds(), []);
    const added = world.add(regionId);
    const crashed = world.crash(world.instancesOf(regionId)[30]!.id)!;
    const ended = world.setPlot(world.instancesOf(regionId)[31]!.id, "finished")!;
    assert.deepEqual((await changedIds()).sort(), [added.id, crashed.id, ended.id].sort());
    assert.equal((await listed(added.id))?.status, "Running");
    assert.equal((await listed(ended.id))?.status, "Succeeded");
    const before = (await listed(crashed.id))?.containers?.[0]?.restartCount ?? 0;
    world.crash(crashed.id);
    assert.equal((await listed(crashed.id))?.containers?.[0]?.restartCount, before + 1);
    world.remove(added.id);
    assert.equal(await listed(added.id), undefined);
    assert.equal((await changedIds()).includes(added.id), false);
    assert.equal(world.crash(added.id), undefined);
  });

  it("keeps what ended for an hour, then only the newest 100 of a region", () => {
    let time = startedAt;
    const world = buildWorld({ seed: 1, instances: 400, regionIds: [regionId], clock: () => time });
    // The three of the cast that have ended did so before.
    const rows = () => world.instancesOf(regionId).filter(({ index }) => index >= 21);
    for (const { id } of rows()) {
      time += 1;
      world.setPlot(id, "finished");
    }
    assert.equal(rows().length, 379);
    const first = rows()[0]!;
    const last = rows()[378]!;
    time += 3_599_000;
    assert.equal(rows().length, 379);
    time += 2_000;
    assert.equal(rows().filter(({ plot }) => plot === "finished").length, 100);
    assert.equal(world.find(first.id), undefined);
    assert.equal(world.find(last.id), last);
  });

  it("changes by itself, the same for the same seed, and leaves the cast alone", () => {
    const build = () =>
      buildWorld({ seed: 5, instances: 200, regionIds: [regionId, "cn-beijing"], clock: () => startedAt });
    const [one, other] = [build(), build()];
    const before = one.instancesOf(regionId);
    const cast = before.slice(0, 21);
    const untouched = new Set(before);
    for (let step = 0; step < 300; step += 1) {
      changeOnce(one, step);
      changeOnce(other, step);
    }
    assert.deepEqual(one.instancesOf(regionId), other.instancesOf(regionId));
    assert.deepEqual(one.instancesOf(regionId).slice(0, 21), cast);
    const left = one.instancesOf(regionId).filter((row) => untouched.has(row));
    assert.ok(left.length < untouched.size);
    assert.ok(one.instancesOf(regionId).some(({ index }) => index >= 200));
    const indexes = one.instancesOf(regionId).map(({ index }) => index);
    assert.deepEqual(
      indexes,
      indexes.toSorted((a, b) => a - b),
    );
  });

  it("changes on a timer where it is told to", async () => {
    const churning = await startSimulator({ engine: "synthetic", instances: 60, churnPerMinute: 60_000 });
    try {
      const ids = () => churning.world.regions.flatMap(({ id }) => churning.world.instancesOf(id));
      const before = new Set(ids());
      while (ids().every((row) => before.has(row))) await new Promise(setImmediate);
    } finally {
      await churning.close();
    }
  });
});

describe("the quotas of the account", () => {
  it("are refilled evenly, are the account's and not the key's, and are counted", async () => {
    let time = startedAt;
    const strict = await startSimulator({ engine: "synthetic", clock: () => time });
    try {
      const list = (key = strict.identities.full) =>
        createSdk(strict, key).describeContainerGroups(new Eci.DescribeContainerGroupsRequest({ regionId }));
      for (let call = 0; call < 33; call += 1) await list(call % 2 ? strict.identities.readOnly : undefined);
      assert.equal(strict.refusals(), 0);
      assert.equal(await codeOf(list()), "Throttling.User");
      assert.equal(await codeOf(list(strict.identities.readOnly)), "Throttling.User");
      assert.equal(strict.refusals(), 2);
      await createSdk(strict).describeContainerGroupStatus(
        new Eci.DescribeContainerGroupStatusRequest({ regionId }),
      );
      time += 30;
      await list();
      assert.equal(await codeOf(list()), "Throttling.User");
    } finally {
      await strict.close();
    }
  });
});
