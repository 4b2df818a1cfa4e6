import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { buildContainers, buildInitContainers } from "../../../../src/simulator/world/containers.ts";
import { buildEvents } from "../../../../src/simulator/world/events.ts";
import { buildLog } from "../../../../src/simulator/world/log.ts";
import { defaultRegionIds } from "../../../../src/simulator/world/regions.ts";
import { type World, buildWorld } from "../../../../src/simulator/world/world.ts";

const startedAt = Date.UTC(2026, 0, 15, 12);
const build = (seed: number, instances = 40) =>
  buildWorld({ seed, instances, regionIds: defaultRegionIds, clock: () => startedAt });
const rowsOf = (world: World) => world.regions.flatMap(({ id }) => world.instancesOf(id));
const describeRows = (world: World) =>
  rowsOf(world).map((row) => ({
    ...row,
    containers: [buildContainers(row), buildInitContainers(row)],
    events: buildEvents(row),
    log: buildLog(row, row.service, startedAt - 60_000, startedAt, 20),
  }));

describe("buildWorld", () => {
  it("is the same for the same seed, and another for another seed", () => {
    assert.deepEqual(describeRows(build(7)), describeRows(build(7)));
    assert.notDeepEqual(
      rowsOf(build(7)).map(({ id }) => id),
      rowsOf(build(8)).map(({ id }) => id),
    );
  });

  it("has an instance in every status that the service knows", () => {
    assert.deepEqual([...new Set(rowsOf(build(1)).map(({ status }) => status))].sort(), [
      "Expired",
      "Failed",
      "Pending",
      "Restarting",
      "Running",
      "ScheduleFailed",
      "Scheduling",
      "Succeeded",
      "Terminating",
      "Updating",
    ]);
  });

  it("has instances in every region", () => {
    for (const { id } of build(1).regions) assert.ok(build(1).instancesOf(id).length > 0, id);
  });

  it("tells of image pull failures, killed and crashing containers", () => {
    const reasons = rowsOf(build(1))
      .flatMap(buildEvents)
      .map(({ reason }) => reason);
    for (const reason of ["Failed", "OOMKilled", "BackOff", "ContainerCrashed", "ScheduleFailed"]) {
      assert.ok(reasons.includes(reason), reason);
    }
  });

  it("grows to as many instances as wanted, each with its own id and address", () => {
    const rows = rowsOf(build(3, 10_000));
    assert.equal(rows.length, 10_000);
    assert.equal(new Set(rows.map(({ id }) => id)).size, 10_000);
    assert.equal(new Set(rows.map(({ ip }) => ip)).size, 10_000);
    for (const { ip } of rows)
      assert.match(ip, /^10\.\d{2}\.\d{1,2}\.(?:[4-9]|\d\d|1\d\d|2[0-4]\d|25[0-3])$/u);
  });

  it("may be empty", () => {
    assert.deepEqual(rowsOf(build(1, 0)), []);
  });
});
