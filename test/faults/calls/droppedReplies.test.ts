import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { drip } from "../../../src/simulator/faults/drip.ts";
import type { Fault } from "../../../src/simulator/faults/fault.ts";
import { resetAfter } from "../../../src/simulator/faults/resetAfter.ts";
import { resetUnread } from "../../../src/simulator/faults/resetUnread.ts";
import { toRecordKey, type TaskTarget } from "../../../src/task/task.ts";
import { createCountedRow } from "../countedRow.ts";
import { toTries } from "../tries.ts";
import { openCompressedBed, type CompressedBed } from "./compressedBed.ts";

const instances = toTries(20, 5);
const rounds = toTries(10, 3);
const unreadRounds = toTries(3, 1);
const create = "CreateInstanceOpsTask";
const options = { durationSeconds: 5, packetCount: 4 };

function openBed(): Promise<CompressedBed> {
  return openCompressedBed({
    factor: 100,
    simulator: { instances: 4 * instances + 40, regions: ["cn-hangzhou"] },
    client: { deadlineSeconds: 1 },
  });
}

/** A capture whose request is carried out and whose answer never comes. */
async function loseReply(bed: CompressedBed, target: TaskTarget): Promise<number> {
  const client = bed.clientOf(target.accountId);
  const { regionId, instanceId } = target;
  const count = bed.ledger.all().length;
  const sent = await bed.runner.startCapture(target, options);
  const begin = bed.time.elapsedMs();
  assert.ok(bed.ledger.all().length > count);
  const task = await bed.until(
    sent.id,
    ({ state }) => state.kind !== "unknownOutcome" && state.kind !== "ready",
  );
  assert.equal(task.state.kind, "succeeded");
  const records = await client.describeOpsRecords({ regionId, instanceId, opsType: "tcpdump" });
  const newest = records
    .map(({ createTime }) => createTime)
    .toSorted()
    .at(-1);
  assert.equal(toRecordKey(task)?.createTime, newest);
  return (bed.time.elapsedMs() - begin) / 1000;
}

/** One task a try, each with a record of its own, and nothing found beside them. */
function checkLedger(bed: CompressedBed, target: TaskTarget, tries: number): Promise<undefined> {
  const own = bed.ledger.all().filter((task) => task.target.instanceId === target.instanceId);
  assert.deepEqual(
    own.map(({ origin, state }) => `${origin} ${state.kind}`),
    Array<string>(tries).fill("sent succeeded"),
  );
  assert.equal(new Set(own.map((task) => toRecordKey(task)?.createTime)).size, tries);
  return Promise.resolve(undefined);
}

describe("H8: a task whose reply is lost", () => {
  it("is carried out once, and the ledger learns of it from the records", async () => {
    await using bed = await openBed();
    const row = createCountedRow("H8", "carried out, reply lost");
    const losses: readonly Fault[] = [resetAfter("head"), resetAfter({ bodyBytes: 10 }), drip(60_000)];
    let round = 0;
    bed.setFault((action) => (action === create ? losses[round % losses.length] : undefined));
    const targets = await bed.targets(instances);
    for (; round < rounds; round += 1) {
      bed.forget();
      const tries = targets.map((target) =>
        row.attempt(`round ${round}, ${target.instanceId}`, () => loseReply(bed, target)),
      );
      await Promise.all(tries);
      assert.equal(bed.count(create), instances, "requests for a task");
    }
    for (const target of targets) {
      await row.attempt(`ledger, ${target.instanceId}`, () => checkLedger(bed, target, rounds));
    }
    row.end("s until known");
  });

  it("is called not carried out, and not sent again, where the request never arrived", async () => {
    await using bed = await openBed();
    const row = createCountedRow("H8", "not carried out, reply lost");
    bed.setFault((action) => (action === create ? resetUnread : undefined));
    const targets = await bed.targets(instances);
    for (let round = 0; round < unreadRounds; round += 1) {
      bed.forget();
      const tries = targets.map((target) =>
        row.attempt(`round ${round}, ${target.instanceId}`, async () => {
          const { id } = await bed.runner.startCapture(target, options);
          const { state } = await bed.until(id, (task) => task.state.kind !== "unknownOutcome");
          assert.deepEqual(state, { kind: "failed", failure: { code: "NotCarriedOut", message: "" } });
          return undefined;
        }),
      );
      await Promise.all(tries);
      assert.equal(bed.count(create), instances, "requests for a task");
    }
    row.end("");
  });
});
