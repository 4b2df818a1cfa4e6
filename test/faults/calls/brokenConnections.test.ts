import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import type { Fault } from "../../../src/simulator/faults/fault.ts";
import { resetAfter } from "../../../src/simulator/faults/resetAfter.ts";
import { resetUnread } from "../../../src/simulator/faults/resetUnread.ts";
import { catchCloudError } from "../../unit/eci/cloudFailure.ts";
import { createCountedRow } from "../countedRow.ts";
import { toTries } from "../tries.ts";
import { createAccountClient } from "./accountClient.ts";
import { startFaultySimulator, type FaultySimulator } from "./faultySimulator.ts";

const count = toTries(100, 12);

/** The same interval everywhere, so that every task is carried out. */
const ops = { intervalSeconds: 0 };

/** How often each of the two is sent at most. */
const tries = { CreateInstanceOpsTask: 1, DescribeContainerGroups: 3 } as const;
type Action = keyof typeof tries;

async function ask({ simulator }: FaultySimulator, action: Action): Promise<void> {
  const { regionId, instanceId } = simulator.examples.running ?? assert.fail("no instance runs");
  using client = createAccountClient(simulator);
  if (action === "DescribeContainerGroups") await client.describeInstances({ regionId });
  else await client.createOpsTask({ regionId, instanceId, opsType: "coredump", opsValue: "enable" });
}

async function breakAnswer(bed: FaultySimulator, action: Action, fault: Fault): Promise<undefined> {
  bed.forget();
  bed.setFault(() => fault);
  const error = await catchCloudError(ask(bed, action));
  assert.deepEqual([error.details.kind, error.details.code], ["network", "Network"]);
  assert.equal(error.details.outcomeUnknown, true);
  assert.ok(!inspect(error).includes(bed.simulator.accessKeySecret));
  assert.deepEqual(
    bed.requests.map((request) => request.action),
    Array<string>(tries[action]).fill(action),
  );
  return undefined;
}

/** The offsets of the body, from its first byte to its last, as many as are wanted. */
function toOffsets(bodyBytes: number): number[] {
  return Array.from({ length: count }, (_, index) => Math.floor((index * (bodyBytes - 1)) / (count - 1)));
}

describe("H2: a connection that is reset within the answer", () => {
  for (const action of ["CreateInstanceOpsTask", "DescribeContainerGroups"] as const) {
    it(`ends ${action} after ${tries[action]} of its requests`, async () => {
      await using bed = await startFaultySimulator({ ops });
      const bodyBytes = await measureBody(bed, action);
      const row = createCountedRow("H2", `reset: ${action}`);
      await row.attempt("before it is read", () => breakAnswer(bed, action, resetUnread));
      await row.attempt("before the head", () => breakAnswer(bed, action, resetAfter("head")));
      for (const offset of toOffsets(bodyBytes)) {
        const fault = resetAfter({ bodyBytes: offset });
        await row.attempt(`after ${offset} of ${bodyBytes} bytes`, () => breakAnswer(bed, action, fault));
      }
      row.end("");
    });
  }

  it("is forgotten where the next try of a read goes well", async () => {
    await using bed = await startFaultySimulator();
    for (const broken of [1, 2]) {
      bed.forget();
      bed.setFault(() => (bed.requests.length <= broken ? resetAfter({ bodyBytes: 100 }) : undefined));
      await ask(bed, "DescribeContainerGroups");
      assert.equal(bed.requests.length, broken + 1);
    }
  });
});

/** How long the body of a good answer is, as the simulator sends it. */
async function measureBody(bed: FaultySimulator, action: Action): Promise<number> {
  let bodyBytes = 0;
  bed.setFault(() => async (_request, response, next) => {
    await next();
    bodyBytes = Number(response.getHeader("content-length"));
  });
  await ask(bed, action);
  assert.ok(bodyBytes > 0);
  return bodyBytes;
}
