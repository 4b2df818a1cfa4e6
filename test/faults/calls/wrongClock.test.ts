import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findCatalogueEntry } from "../../../src/eci/errorCatalogue.ts";
import type { Fault } from "../../../src/simulator/faults/fault.ts";
import { catchCloudError } from "../../unit/eci/cloudFailure.ts";
import { createCountedRow } from "../countedRow.ts";
import { pickSome, toTries } from "../tries.ts";
import { createAccountClient } from "./accountClient.ts";
import { openCompressedBed } from "./compressedBed.ts";
import { startFaultySimulator } from "./faultySimulator.ts";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Within the service's 15 minutes, beyond them, and far off. */
const offsets = [14, 16, 24 * 60].flatMap((minutes) => [minutes * minuteMs, -minutes * minuteMs]);
const limitMs = 15 * minuteMs;
const target = { opsType: "tcpdump", opsValue: '{"Enable":true,"PacketNum":1,"Duration":5}' } as const;

describe("H7: a clock that is wrong", () => {
  it("costs one corrected try where it is beyond the service's limit, and none after it", async () => {
    const row = createCountedRow("H7", "14 min, 16 min, a day off");
    const calls = offsets.flatMap((offsetMs) =>
      [true, false].flatMap((isTask) => [1, 2].map((round) => ({ offsetMs, isTask, round }))),
    );
    for (const { offsetMs, isTask, round } of pickSome(calls, 12)) {
      await using bed = await startFaultySimulator({ clock: () => Date.now() + offsetMs });
      const { running } = bed.simulator.examples;
      assert.ok(running);
      const action = isTask ? "CreateInstanceOpsTask" : "DescribeContainerGroups";
      await row.attempt(`${offsetMs / minuteMs} min, ${action}, ${round}`, async () => {
        using client = createAccountClient(bed.simulator);
        if (isTask) await client.createOpsTask({ ...running, ...target });
        else assert.ok((await client.describeInstances(running)).instances.length > 0);
        const tries = Math.abs(offsetMs) > limitMs ? 2 : 1;
        assert.equal(bed.count(action), tries);
        bed.forget();
        const records = await client.describeOpsRecords({ ...running, opsType: "tcpdump" });
        assert.equal(records.length, isTask ? 1 : 0, "carried out once");
        assert.equal(bed.requests.length, 1, "the clock is known by then");
        return tries;
      });
    }
    row.end("requests");
  });

  it("is named in the error where a corrected try does not help", async () => {
    const row = createCountedRow("H7", "cannot be corrected");
    const lies: readonly (readonly [string, Fault, number])[] = [
      ["a Date that is wrong", (_request, response, next) => withDate(response, new Date(0), next), 2],
      ["no Date", (_request, response, next) => withDate(response, undefined, next), 1],
    ];
    for (const [name, fault, requests] of lies) {
      await using bed = await startFaultySimulator({ clock: () => Date.now() + dayMs });
      const { running } = bed.simulator.examples;
      assert.ok(running);
      bed.setFault(() => fault);
      for (const isTask of [true, false]) {
        await row.attempt(`${name}, ${isTask ? "task" : "list"}`, async () => {
          bed.forget();
          using client = createAccountClient(bed.simulator);
          const asked = isTask
            ? client.createOpsTask({ ...running, ...target })
            : client.describeInstances(running);
          const { details } = await catchCloudError(asked);
          assert.deepEqual(
            [details.code, details.httpStatus, details.retryable, details.outcomeUnknown],
            ["InvalidTimeStamp.Expired", 400, false, false],
          );
          assert.equal(findCatalogueEntry(details.code)?.advice, "checkClock");
          assert.equal(bed.requests.length, requests);
          return undefined;
        });
      }
    }
    row.end("");
  });

  it("may jump while captures are followed", async () => {
    let aheadMs = 0;
    const count = toTries(12, 3);
    await using bed = await openCompressedBed({
      factor: 50,
      aheadMs: () => aheadMs,
      simulator: { instances: 60 + 4 * count, regions: ["cn-hangzhou"] },
    });
    const row = createCountedRow("H7", "jumps during polling");
    const targets = await bed.targets(count);
    const sent = await Promise.all(
      targets.map((of) => bed.runner.startCapture(of, { durationSeconds: 60, packetCount: 3 })),
    );
    const jumps = [16, -16, 24 * 60, -24 * 60, 14, 0].map((minutes) => minutes * minuteMs);
    for (const jump of jumps) {
      bed.forget();
      aheadMs = jump;
      const keys = bed.runner.resume();
      await bed.time.wait(10);
      // Each account's client learns of a jump by one refusal; a poll is a request else.
      const most = 3 * Math.max(keys.length, 1) + count;
      assert.ok(bed.requests.length <= most, `${bed.requests.length} requests, ${most} at most`);
    }
    for (const { id } of sent) {
      await row.attempt(id, async () => {
        const { state } = await bed.until(id, (task) => task.state.kind !== "ready");
        assert.equal(state.kind, "succeeded");
        const task = bed.ledger.get(id);
        assert.equal(task && bed.runner.problem(task), undefined);
        return undefined;
      });
    }
    assert.equal(bed.ledger.all().length, count);
    row.end("");
  });
});

function withDate(
  response: Parameters<Fault>[1],
  date: Date | undefined,
  next: () => Promise<void>,
): Promise<void> {
  if (date === undefined) response.removeHeader("Date");
  else response.setHeader("Date", date.toUTCString());
  return next();
}
