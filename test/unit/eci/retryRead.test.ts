import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CloudError } from "../../../src/eci/cloudError.ts";
import { retryRead } from "../../../src/eci/retryRead.ts";
import { catchCloudError } from "./cloudFailure.ts";
import { createTestClient, sendAnswer, startFaultServer, until } from "./faultServer.ts";

describe("retryRead", () => {
  it("tries what may pass three times and what may not once", async () => {
    const cases: readonly (readonly [number, unknown, number])[] = [
      [400, { Code: "Throttling" }, 3],
      [400, { Code: "Throttling.Other" }, 3],
      [503, { Code: "ServiceUnavailable" }, 3],
      [500, { Code: "InternalError" }, 3],
      [500, { Code: "SomethingNew" }, 3],
      [500, "<html>", 3],
      [429, "", 3],
      [400, { Code: "SomethingNew" }, 1],
      [403, { Code: "Forbidden.RAM" }, 1],
      [404, { Code: "InvalidAccessKeyId.NotFound" }, 1],
      [200, "<html>", 1],
      [200, {}, 1],
    ];
    for (const [status, body, tries] of cases) {
      await using server = await startFaultServer((socket) => sendAnswer(socket, status, body));
      using client = createTestClient(server);
      const error = await catchCloudError(client.describeRegions());
      assert.equal(server.requests.length, tries, `${status} ${JSON.stringify(body)}`);
      assert.equal(error.details.httpStatus, status);
      const nonces = new Set(server.requests.map(({ params }) => params.get("SignatureNonce")));
      assert.equal(nonces.size, tries);
    }
  });

  it("waits as long as a short Retry-After asks, and not for an unreadable one", async () => {
    for (const [header, leastMs] of [
      ["1", 1000],
      ["0", 0],
      ["soon", 0],
      ["-5", 0],
    ] as const) {
      await using server = await startFaultServer((socket, _, index) =>
        index === 0
          ? sendAnswer(socket, 429, { Code: "Throttling" }, { "retry-after": header })
          : sendAnswer(socket, 200, { Regions: [] }),
      );
      using client = createTestClient(server);
      await client.describeRegions();
      const [first, second] = server.requests;
      assert.ok(second!.atMs - first!.atMs >= leastMs, header);
    }
  });

  it("waits up to twice as long each time, and as much more where the service asks for patience", async () => {
    const policy = { random: () => 1, baseDelaySeconds: 0.08, maxRetryAfterSeconds: 1 };
    for (const [retryAfterSeconds, leastMs] of [
      [undefined, [80, 160]],
      [0.1, [180, 260]],
    ] as const) {
      const atMs: number[] = [];
      const details = {
        kind: "service",
        code: "Throttling",
        retryable: true,
        outcomeUnknown: false,
      } as const;
      const error = new CloudError("slow down", { ...details, retryAfterSeconds });
      const read = () => {
        atMs.push(performance.now());
        return Promise.reject(error);
      };
      await assert.rejects(retryRead(read, policy, new AbortController().signal), error);
      assert.equal(atMs.length, 3);
      // Timers may be some milliseconds early.
      for (const [index, least] of leastMs.entries())
        assert.ok(atMs[index + 1]! - atMs[index]! > least - 5, `wait ${index} of ${least} ms`);
    }
  });

  it("hands a long Retry-After on instead of waiting for it", async () => {
    const inTwoMinutes = new Date(Date.now() + 120_000).toUTCString();
    for (const header of ["120", inTwoMinutes]) {
      await using server = await startFaultServer((socket) =>
        sendAnswer(socket, 429, { Code: "Throttling" }, { "retry-after": header }),
      );
      using client = createTestClient(server);
      const { details } = await catchCloudError(client.describeRegions());
      assert.equal(server.requests.length, 1);
      assert.ok(details.retryAfterSeconds! > 110 && details.retryAfterSeconds! <= 121);
    }
  });

  it("ends its wait at once when the caller aborts", async () => {
    await using server = await startFaultServer((socket) =>
      sendAnswer(socket, 429, { Code: "Throttling" }, { "retry-after": "9" }),
    );
    using client = createTestClient(server);
    const abort = new AbortController();
    const outcome = assert.rejects(client.describeRegions(abort.signal), { name: "AbortError" });
    await until(() => server.requests.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    abort.abort();
    await outcome;
    assert.equal(server.requests.length, 1);
  });
});
