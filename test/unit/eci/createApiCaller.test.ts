import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { catchCloudError } from "./cloudFailure.ts";
import { createTestClient, sendAnswer, startFaultServer, type FaultAnswer } from "./faultServer.ts";

const task = { regionId: "cn-beijing", instanceId: "eci-1", opsType: "tcpdump", opsValue: "{}" } as const;

/** Refuses timestamps more than 15 minutes off, as the service does, by a clock that is `aheadMs` of ours. */
function answerByClock(aheadMs: () => number): FaultAnswer {
  return (socket, { params }) => {
    const now = Date.now() + aheadMs();
    const date = { date: new Date(now).toUTCString() };
    const isFresh = Math.abs(Date.parse(params.get("Timestamp") ?? "") - now) < 15 * 60_000;
    if (isFresh) sendAnswer(socket, 200, { RequestId: "r", Result: "done", Regions: [] }, date);
    else sendAnswer(socket, 400, { Code: "InvalidTimeStamp.Expired", Message: "late" }, date);
  };
}

describe("createApiCaller", () => {
  it("corrects a wrong clock once, remembers it, and corrects it again after a jump", async () => {
    for (const minutes of [-14, 14, 16, -16, 1440, -1440]) {
      let aheadMs = minutes * 60_000;
      await using server = await startFaultServer(answerByClock(() => aheadMs));
      using client = createTestClient(server);
      const first = Math.abs(minutes) < 15 ? 1 : 2;
      await client.describeRegions();
      assert.equal(server.requests.length, first, `${minutes} min`);
      await client.createOpsTask(task);
      assert.equal(server.requests.length, first + 1, `${minutes} min, remembered`);
      aheadMs += 3_600_000;
      await client.createOpsTask(task);
      assert.equal(server.requests.length, first + 3, `${minutes} min, after a jump`);
    }
  });

  it("gives the refusal on after one correction, and at once when the answer has no readable date", async () => {
    for (const [date, requests] of [
      [new Date().toUTCString(), 2],
      ["no date", 1],
    ] as const) {
      await using server = await startFaultServer((socket) =>
        sendAnswer(socket, 400, { Code: "InvalidTimeStamp.Expired", Message: "late" }, { date }),
      );
      using client = createTestClient(server);
      const { details } = await catchCloudError(client.createOpsTask(task));
      assert.deepEqual([details.code, details.outcomeUnknown], ["InvalidTimeStamp.Expired", false]);
      assert.equal(server.requests.length, requests);
      await catchCloudError(client.describeRegions());
      assert.equal(server.requests.length, requests * 2);
    }
  });

  it("keeps to 5 calls at once and 10 in any second, tries included", async () => {
    let open = 0;
    let mostOpen = 0;
    await using server = await startFaultServer((socket, { params }, index) => {
      open += 1;
      mostOpen = Math.max(mostOpen, open);
      setTimeout(() => {
        open -= 1;
        if (index % 4 === 0) sendAnswer(socket, 503, { Code: "ServiceUnavailable" });
        else sendAnswer(socket, 200, { Regions: [], RequestId: params.get("SignatureNonce") });
      }, 30);
    });
    using client = createTestClient(server);
    await Promise.allSettled(Array.from({ length: 18 }, () => client.describeRegions()));
    assert.ok(server.requests.length > 18);
    assert.equal(mostOpen, 5);
    const times = server.requests.map(({ atMs }) => atMs);
    for (let index = 10; index < times.length; index += 1) {
      assert.ok(times[index]! - times[index - 10]! >= 1000, `requests ${index - 10} to ${index}`);
    }
  });

  it("settles a call that waits for its turn at once when its caller aborts", async () => {
    await using server = await startFaultServer(() => undefined);
    using client = createTestClient(server);
    const others = Array.from({ length: 5 }, () => client.describeRegions());
    const outcomes = Promise.allSettled(others);
    const abort = new AbortController();
    const waiting = client.createOpsTask(task, abort.signal);
    abort.abort();
    await assert.rejects(waiting, { name: "AbortError" });
    client.dispose();
    for (const outcome of await outcomes) assert.equal(outcome.status, "rejected");
    assert.ok(server.requests.every(({ params }) => params.get("Action") === "DescribeRegions"));
  });
});
