import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { answerInstead } from "../../../src/simulator/faults/answerInstead.ts";
import { drip } from "../../../src/simulator/faults/drip.ts";
import type { Fault } from "../../../src/simulator/faults/fault.ts";
import { lieAboutLength } from "../../../src/simulator/faults/lieAboutLength.ts";
import type { Simulator } from "../../../src/simulator/startSimulator.ts";
import { catchCloudError } from "../../unit/eci/cloudFailure.ts";
import { createCountedRow } from "../countedRow.ts";
import { toTries } from "../tries.ts";
import { createAccountClient } from "./accountClient.ts";
import { startFaultySimulator } from "./faultySimulator.ts";
import { measureHeldBytes } from "./memory.ts";
import { countSockets, untilSocketsClosed } from "./sockets.ts";

const count = toTries(20, 4);
const deadlineSeconds = 1.2;
const closeLimitMs = 1000;
/** A busy computer fires timers late. */
const lateMs = 2000;
const mebibyte = 1 << 20;

async function ask(simulator: Simulator, isTask: boolean, seconds: number) {
  const { regionId, instanceId } = simulator.examples.running ?? assert.fail("no instance runs");
  using client = createAccountClient(simulator, { deadlineSeconds: seconds });
  const begin = performance.now();
  const error = await catchCloudError(
    isTask
      ? client.createOpsTask({ regionId, instanceId, opsType: "coredump", opsValue: "enable" })
      : client.describeInstances({ regionId }),
  );
  return { error, tookMs: performance.now() - begin };
}

describe("H5: an answer that takes for ever", () => {
  it("ends at the deadline, and its socket within a second, where it comes a byte a second", async () => {
    await using bed = await startFaultySimulator({ ops: { intervalSeconds: 0 } });
    bed.setFault(() => drip(1000));
    const row = createCountedRow("H5", "a byte a second");
    const before = countSockets();
    const attempts = Array.from({ length: count }, (_, index) => {
      const isTask = index % 2 === 0;
      return row.attempt(`call ${index}`, async () => {
        const { error, tookMs } = await ask(bed.simulator, isTask, deadlineSeconds);
        assert.deepEqual([error.details.kind, error.details.outcomeUnknown], ["timeout", true]);
        const wantedMs = deadlineSeconds * 1000 * (isTask ? 1 : 3);
        assert.ok(tookMs > wantedMs - 30 && tookMs < wantedMs + lateMs, `after ${tookMs} ms`);
        return undefined;
      });
    });
    await Promise.all(attempts);
    assert.equal(bed.count("CreateInstanceOpsTask"), count / 2);
    await row.attempt("all sockets close", () => untilSocketsClosed(before, closeLimitMs));
    row.end("ms to close");
  });

  it("is given up at its limit, and its socket closed within a second, where it is a list of 100 MiB", async () => {
    await using bed = await startFaultySimulator();
    const row = createCountedRow("H5", "a list of 100 MiB");
    const item = `${JSON.stringify({ ContainerGroupId: "eci-1", Status: "Running", Filler: "x".repeat(950) })},\n`;
    const body = Buffer.alloc(100 * mebibyte, item);
    body.write('{"ContainerGroups":[\n');
    const announced = answerInstead({ status: 200, body });
    const chunked = answerInstead({ status: 200, body, isChunked: true });
    const before = countSockets();
    const heldBytes = measureHeldBytes();
    for (let index = 0; index < count; index += 1) {
      await row.attempt(`call ${index}`, async () => {
        bed.setFault(() => (index % 2 === 0 ? announced : chunked));
        const { error } = await ask(bed.simulator, false, 15);
        assert.deepEqual(
          [error.message, error.details.kind, error.details.httpStatus],
          ["AnswerTooLarge", "protocol", 200],
        );
        const closeMs = await untilSocketsClosed(before, closeLimitMs);
        const grownBytes = measureHeldBytes() - heldBytes;
        assert.ok(grownBytes < 50 * mebibyte, `${grownBytes} bytes more are held`);
        return closeMs;
      });
    }
    assert.equal(bed.requests.length, count);
    row.end("ms to close");
  });

  it("is none of the API's where it is shorter or longer than it says", async () => {
    await using bed = await startFaultySimulator({ ops: { intervalSeconds: 0 } });
    const lies: readonly (readonly [Fault, string])[] = [
      [lieAboutLength({ byBytes: 10 }), "network"],
      [lieAboutLength({ byBytes: -10 }), "protocol"],
    ];
    for (const [lie, kind] of lies) {
      for (const isTask of [true, false]) {
        bed.forget();
        bed.setFault(() => lie);
        const { error } = await ask(bed.simulator, isTask, 5);
        assert.equal(error.details.kind, kind);
        assert.equal(error.details.outcomeUnknown, true);
        const action = isTask ? "CreateInstanceOpsTask" : "DescribeContainerGroups";
        assert.ok(bed.count(action) <= (isTask ? 1 : 3));
      }
    }
  });
});
