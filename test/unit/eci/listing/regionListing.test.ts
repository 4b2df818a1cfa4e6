import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { mergeInstance } from "../../../../src/eci/listing/mergeInstance.ts";
import { createRegionRows } from "../../../../src/eci/listing/regionListing.ts";
import { anyRow, buildContainer, buildInstance } from "./instances.ts";

describe("the rows of a region", () => {
  it("hold each instance once with its newest state, and never lose what a whole row told", () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyRow, { maxLength: 8 }), { maxLength: 8 }), (pages) => {
        const rows = createRegionRows();
        const seen = new Map<string, { status: string; zoneId: string | undefined; restarts: number }>();
        for (const page of pages) {
          const known = new Set(seen.keys());
          const { ids, hasOtherRows } = rows.merge(page);
          for (const { id, status, zoneId, containers } of page) {
            const restarts = containers[0]?.restartCount ?? 0;
            seen.set(id, { status, zoneId: zoneId ?? seen.get(id)?.zoneId, restarts });
          }
          assert.equal(
            hasOtherRows,
            page.some(({ id }) => !known.has(id)),
          );
          for (const { id } of page) if (!known.has(id)) assert.ok(ids.includes(id));
        }
        const list = rows.list();
        assert.equal(new Set(list.map(({ id }) => id)).size, list.length);
        assert.deepEqual(
          Object.fromEntries(
            list.map(({ id, status, zoneId, containers }) => [
              id,
              { status, zoneId, restarts: containers[0]?.restartCount },
            ]),
          ),
          Object.fromEntries(seen),
        );
        for (const instance of list) {
          assert.equal(instance.isWhole, instance.zoneId !== undefined);
          assert.equal(instance.tags.length, instance.isWhole ? 1 : 0);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("tell nothing where the same row comes again", () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 8 }), (page) => {
        const rows = createRegionRows();
        const last = [...new Map(page.map((row) => [row.id, { ...row, isWhole: false }])).values()];
        rows.merge(last);
        const before = rows.list();
        assert.deepEqual(rows.merge(structuredClone(last)), { ids: [], hasOtherRows: false });
        assert.equal(rows.list(), before);
      }),
    );
  });

  it("keep only what a listing from the start still has", () => {
    const rows = createRegionRows();
    rows.merge(["eci-1", "eci-2", "eci-3"].map((id) => buildInstance({ id })));
    assert.equal(rows.keepOnly(new Set(["eci-1", "eci-2", "eci-3", "eci-4"])), false);
    assert.equal(rows.keepOnly(new Set(["eci-3", "eci-1"])), true);
    assert.deepEqual(
      rows.list().map(({ id }) => id),
      ["eci-1", "eci-3"],
    );
    assert.equal(rows.get("eci-2"), undefined);
  });
});

describe("mergeInstance", () => {
  const whole = buildInstance({
    id: "eci-1",
    isWhole: true,
    name: "web",
    privateIp: "10.0.0.1",
    zoneId: "cn-hangzhou-h",
    containers: [
      buildContainer({ name: "prepare", isInit: true }),
      buildContainer({ cpu: 2, currentState: { state: "Running", startTime: "2026-01-01T00:00:00Z" } }),
    ],
  });

  it("takes the state of a row and the rest of the whole instance", () => {
    const state = { state: "Waiting", reason: "CrashLoopBackOff" };
    const row = buildInstance({
      id: "eci-1",
      name: "",
      status: "Pending",
      namespace: "shop",
      containers: [buildContainer({ restartCount: 3, currentState: state })],
    });
    const merged = mergeInstance(whole, row);
    const { name, status, namespace, privateIp, zoneId, isWhole, containers } = merged;
    assert.deepEqual(
      { name, status, namespace, privateIp, zoneId, isWhole },
      {
        ...{ name: "web", status: "Pending", namespace: "shop" },
        ...{ privateIp: "10.0.0.1", zoneId: "cn-hangzhou-h", isWhole: true },
      },
    );
    assert.equal(containers[0], whole.containers[0]);
    const { cpu, restartCount, currentState } = containers[1] ?? buildContainer();
    assert.deepEqual({ cpu, restartCount, currentState }, { cpu: 2, restartCount: 3, currentState: state });
  });

  it("gives the known one itself for a row without news, also where the row lacks the start of a running state", () => {
    const row = buildInstance({
      id: "eci-1",
      name: "web",
      containers: [buildContainer({ currentState: { state: "Running" } })],
    });
    assert.equal(mergeInstance(whole, row), whole);
  });
});
