import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { CloudError } from "../../src/eci/cloudError.ts";
import { createEciClient } from "../../src/eci/createEciClient.ts";
import { startFaultServer, type FaultServer } from "../unit/eci/faultServer.ts";
import { toTries } from "./tries.ts";

const count = toTries(50, 5);

/** H1: a server that accepts and never answers. */
async function askSilentServer(
  calls: number,
  ask: (client: ReturnType<typeof createEciClient>) => Promise<unknown>,
): Promise<{ errors: readonly unknown[]; requests: FaultServer["requests"]; openSockets: number }> {
  await using server = await startFaultServer(() => undefined);
  const client = createEciClient({
    credentials: { accessKeyId: "LTAI5tFaultCase", accessKeySecret: "faultCaseSecret" },
    endpoint: () => server.url,
    stsEndpoint: server.url,
    deadlineSeconds: 0.3,
  });
  try {
    const outcomes = await Promise.allSettled(Array.from({ length: calls }, () => ask(client)));
    const errors = outcomes.map((outcome) =>
      outcome.status === "rejected" ? (outcome.reason as unknown) : undefined,
    );
    // The anchors allow two seconds.
    for (let waited = 0; waited < 20 && server.openSockets() > 0; waited += 1) await sleep(100);
    return { errors, requests: server.requests, openSockets: server.openSockets() };
  } finally {
    client.dispose();
  }
}

describe("H1: a service that accepts and never answers", () => {
  it(`gives a timeout for each of ${count} tasks, sends each once, and closes the sockets`, async () => {
    const { errors, requests, openSockets } = await askSilentServer(count, (client) =>
      client.createOpsTask({
        regionId: "cn-hangzhou",
        instanceId: "eci-1",
        opsType: "tcpdump",
        opsValue: '{"Enable":true}',
      }),
    );
    assert.equal(errors.length, count);
    for (const error of errors) {
      assert.ok(error instanceof CloudError, String(error));
      assert.equal(error.details.kind, "timeout");
      assert.equal(error.details.outcomeUnknown, true);
      assert.doesNotMatch(`${error.message} ${JSON.stringify(error.details)}`, /faultCaseSecret/);
    }
    assert.equal(requests.length, count);
    assert.equal(openSockets, 0);
  });

  it(`gives a timeout for each of ${count} lists after at most three tries`, async () => {
    const { errors, requests, openSockets } = await askSilentServer(count, (client) =>
      client.describeInstances({ regionId: "cn-hangzhou" }),
    );
    for (const error of errors) {
      assert.ok(error instanceof CloudError, String(error));
      assert.equal(error.details.kind, "timeout");
    }
    assert.ok(requests.length > count && requests.length <= 3 * count, String(requests.length));
    assert.equal(openSockets, 0);
  });
});
