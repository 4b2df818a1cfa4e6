import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createEciClient } from "../../../../src/eci/createEciClient.ts";
import { InstanceStore, type ListingChange } from "../../../../src/eci/listing/instanceStore.ts";
import type { Fault } from "../../../../src/simulator/faults/fault.ts";
import { answerInstead } from "../../../../src/simulator/faults/answerInstead.ts";
import { chooseFault } from "../../../../src/simulator/faults/chooseFault.ts";
import { rewriteAnswer } from "../../../../src/simulator/faults/rewriteAnswer.ts";
import { startSimulator } from "../../../../src/simulator/startSimulator.ts";

const regionId = "cn-hangzhou";
const forbidden = answerInstead({
  status: 403,
  body: JSON.stringify({ Code: "Forbidden.RAM", Message: "no" }),
});

/** A store on a simulator of its own; what was asked is counted by action. */
async function openBed(instances: number, choose: (action: string) => Fault | undefined = () => undefined) {
  const asked: string[] = [];
  const clock = { nowMs: Date.now() };
  const simulator = await startSimulator({
    ...{ engine: "synthetic", regions: [regionId, "cn-beijing"], instances },
    fault: chooseFault((action) => {
      asked.push(action);
      return choose(action);
    }),
  });
  const { endpoint } = simulator;
  const credentials = simulator.identities.full;
  const client = createEciClient({ credentials, endpoint: () => endpoint, stsEndpoint: endpoint });
  const store = new InstanceStore(
    () => Promise.resolve(client),
    () => clock.nowMs,
  );
  const changes: ListingChange[] = [];
  store.onChange((change) => changes.push(change));
  return {
    ...{ store, changes, clock },
    count: (action: string) => asked.filter((each) => each === action).length,
    forgetCounts: () => void asked.splice(0),
    async [Symbol.asyncDispose]() {
      store.dispose();
      client.dispose();
      await simulator.close();
    },
  };
}

const rows = "DescribeContainerGroupStatus";
const details = "DescribeContainerGroups";

describe("the store of instances", () => {
  it("gives the first page at once and the others as they come, 200 rows a call", async () => {
    await using bed = await openBed(1000);
    const { store } = bed;
    const first = await store.read("a", regionId);
    assert.equal(first.instances.length, 200);
    assert.equal(first.isReading, true);
    const whole = await store.readWhole("a", regionId);
    assert.equal(whole.isReading, false);
    assert.equal(whole.instances.length, whole.totalCount);
    assert.ok(whole.instances.length > 400);
    assert.equal(bed.count(rows), Math.ceil(whole.instances.length / 200));
    assert.equal(bed.count(details), 0);
    assert.equal(await store.read("a", regionId), store.listing("a", regionId));
  });

  it("asks for details of those alone that are wanted, twenty in a call, once in a minute", async () => {
    await using bed = await openBed(100);
    const { store, clock } = bed;
    const { instances } = await store.readWhole("a", regionId);
    const wanted = instances.slice(0, 45).map(({ id }) => id);
    const found = await Promise.all(wanted.map((id) => store.find("a", regionId, id)));
    assert.deepEqual(
      found.map((instance) => [instance?.id, instance?.isWhole]),
      wanted.map((id) => [id, true]),
    );
    assert.equal(bed.count(details), 3);
    assert.equal(store.listing("a", regionId).instances.filter(({ isWhole }) => isWhole).length, 45);
    await Promise.all(wanted.map((id) => store.find("a", regionId, id)));
    assert.equal(bed.count(details), 3);
    clock.nowMs += 61_000;
    await store.find("a", regionId, wanted[0]!);
    assert.equal(bed.count(details), 4);
    assert.equal(await store.find("a", regionId, "eci-nobody"), undefined);
    await store.readDetails("a", regionId);
    assert.ok(store.listing("a", regionId).instances.every(({ isWhole }) => isWhole));
  });

  it("asks for what changed, and now and then for all of it, which takes away what vanished", async () => {
    const gone = { id: "" };
    await using bed = await openBed(600, (action) =>
      action === rows
        ? rewriteAnswer((fields) => ({
            ...fields,
            Data: (fields["Data"] as { ContainerGroupId: string }[]).filter(
              ({ ContainerGroupId }) => ContainerGroupId !== gone.id,
            ),
          }))
        : undefined,
    );
    const { store, clock } = bed;
    const before = await store.readWhole("a", regionId);
    gone.id = before.instances[7]?.id ?? assert.fail();
    bed.forgetCounts();
    clock.nowMs += 30_000;
    await store.pollAll();
    assert.equal(bed.count(rows), 1, "what changed fits a page");
    assert.equal(store.listing("a", regionId).asOfMs, clock.nowMs);
    assert.ok(store.known("a", regionId, gone.id));
    clock.nowMs += 10 * 60_000;
    await store.pollAll();
    assert.equal(store.known("a", regionId, gone.id), undefined);
    assert.equal(store.listing("a", regionId).instances.length, before.instances.length - 1);
    bed.forgetCounts();
    clock.nowMs += 2 * 3_600_000;
    await store.pollAll();
    assert.ok(bed.count(rows) > 1, "nobody can be asked for the changes of two hours");
  });

  it("reads by the other list where rows are refused or none, and says so where both are", async () => {
    let refused = [rows];
    await using bed = await openBed(50, (action) => (refused.includes(action) ? forbidden : undefined));
    const { store } = bed;
    const listing = await store.readWhole("a", regionId);
    assert.equal(listing.error, undefined);
    assert.ok(listing.instances.length > 0 && listing.instances.every(({ isWhole }) => isWhole));
    await store.pollAll();
    assert.equal(store.listing("a", regionId).error, undefined);
    refused = [rows, details];
    const failed = await store.refresh("a", regionId);
    assert.match(String(failed.error), /no/u);
    assert.equal(failed.instances.length, listing.instances.length, "what was there stays");
    refused = [];
    const mended = await store.refresh("a", regionId);
    assert.equal(mended.error, undefined);
    assert.equal(mended.instances.length, listing.instances.length);
  });

  it("keeps to one reading at a time, and tells nothing of an account that was forgotten", async () => {
    await using bed = await openBed(300);
    const { store, changes } = bed;
    const [one, two] = await Promise.all([store.refresh("a", regionId), store.readWhole("a", regionId)]);
    assert.equal(one, two);
    assert.equal(bed.count(rows), Math.ceil(one.instances.length / 200));
    const reading = store.refresh("a", regionId);
    const told = changes.length;
    store.forget("a");
    await reading;
    assert.equal(changes.length, told);
    assert.deepEqual(store.all(), []);
    assert.equal(store.listing("a", regionId).isRead, false);
  });

  it("has the service find tags", async () => {
    await using bed = await openBed(60);
    const { store } = bed;
    const tags = [{ key: "env", value: "production" }];
    const ids = await store.idsWithTags("a", regionId, tags);
    await store.readWhole("a", regionId);
    await store.readDetails("a", regionId);
    const tagged = store
      .listing("a", regionId)
      .instances.filter((instance) =>
        instance.tags.some(({ key, value }) => key === "env" && value === "production"),
      );
    assert.deepEqual([...ids].sort(), tagged.map(({ id }) => id).sort());
    assert.ok(ids.size > 0);
  });
});
