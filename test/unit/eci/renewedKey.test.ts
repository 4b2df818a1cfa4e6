import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { CloudError } from "../../../src/eci/cloudError.ts";
import type { Credentials, CredentialSource } from "../../../src/eci/model.ts";
import { catchCloudError } from "./cloudFailure.ts";
import {
  createTestClient,
  sendAnswer,
  startFaultServer,
  testCredentials,
  type FaultAnswer,
} from "./faultServer.ts";

const task = { regionId: "cn-beijing", instanceId: "eci-1", opsType: "tcpdump", opsValue: "{}" } as const;
const toKey = (number: number): Credentials => ({
  accessKeyId: `STS.NumberedNumbered${number}`,
  accessKeySecret: `secretOfNumber${number}/+x`,
  securityToken: `CAISTokenOfNumber${number}AndSomeMore`,
});

/** Takes only the key of this number; the refusal repeats all that came. */
const takeOnly =
  (number: () => number): FaultAnswer =>
  (socket, { params }) => {
    if (params.get("AccessKeyId") === toKey(number()).accessKeyId) {
      assert.equal(params.get("SecurityToken"), toKey(number()).securityToken);
      sendAnswer(socket, 200, { RequestId: "r", Result: "done", Regions: [] });
    } else {
      const { accessKeySecret, securityToken } = toKey(1);
      const Message = `${params.get("SecurityToken") ?? ""} ${securityToken ?? ""} ${accessKeySecret}`;
      sendAnswer(socket, 403, { Code: "InvalidSecurityToken.Expired", Message });
    }
  };

describe("a client whose key changes", () => {
  it("asks for the key before each request, and signs with it on the same client", async () => {
    let number = 1;
    await using server = await startFaultServer(takeOnly(() => number));
    using client = createTestClient(server, { credentials: () => Promise.resolve(toKey(number)) });
    for (number of [1, 2, 3]) await client.describeRegions();
    assert.deepEqual(
      server.requests.map(({ params }) => params.get("AccessKeyId")),
      [1, 2, 3].map((each) => toKey(each).accessKeyId),
    );
  });

  it("sends once more with a newer key after a refusal, a task too, and tells of the answer that counts", async () => {
    let number = 1;
    const told: (CloudError | undefined)[] = [];
    const source: CredentialSource = (refused) => {
      if (refused?.accessKeyId === toKey(number).accessKeyId) number += 1;
      return Promise.resolve(toKey(number));
    };
    let wanted = 2;
    await using server = await startFaultServer(takeOnly(() => wanted));
    using client = createTestClient(server, {
      credentials: source,
      onAnswer: (refusal) => told.push(refusal),
    });
    assert.equal((await client.createOpsTask(task)).result, "done");
    assert.equal(server.requests.length, 2);
    assert.deepEqual(told, [undefined]);
    wanted = 9;
    const error = await catchCloudError(client.createOpsTask(task));
    assert.equal(server.requests.length, 4);
    assert.deepEqual(
      [error.details.code, error.details.outcomeUnknown],
      ["InvalidSecurityToken.Expired", false],
    );
    assert.equal(told[1], error);
    // An answer may name a key that signed before.
    assert.doesNotMatch(error.message, /OfNumber/u);
  });

  it("sends a refused request once where there is no newer key", async () => {
    await using server = await startFaultServer(takeOnly(() => 1));
    using client = createTestClient(server);
    await catchCloudError(client.createOpsTask(task));
    assert.equal(server.requests.length, 1);
    assert.equal(server.requests[0]!.params.get("AccessKeyId"), testCredentials.accessKeyId);
  });

  it("sends nothing where the source has no key, and says that nothing was sent", async () => {
    await using server = await startFaultServer(takeOnly(() => 1));
    const failure = new CloudError("late", {
      ...{ kind: "timeout", code: "Timeout", retryable: true, outcomeUnknown: true },
    });
    for (const error of [failure, new TypeError("no key")]) {
      let asked = 0;
      const source: CredentialSource = () => {
        asked += 1;
        return Promise.reject(error);
      };
      using client = createTestClient(server, { credentials: source });
      const { details, cause } = await catchCloudError(client.createOpsTask(task));
      assert.deepEqual([details.outcomeUnknown, cause], [false, error]);
      assert.equal(details.kind, error instanceof CloudError ? "timeout" : "key");
      await assert.rejects(client.describeRegions());
      assert.equal(asked, 2, "a source does its own tries");
    }
    assert.equal(server.requests.length, 0);
  });

  it("lets go of a call that is cancelled while its key is being fetched", async () => {
    await using server = await startFaultServer(takeOnly(() => 1));
    using client = createTestClient(server, { credentials: () => new Promise<never>(() => undefined) });
    const abort = new AbortController();
    const call = client.describeRegions(abort.signal);
    setTimeout(() => abort.abort(), 10);
    await assert.rejects(call, { name: "AbortError" });
  });
});
