import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { describe, it } from "node:test";
import { catchCloudError } from "./cloudFailure.ts";
import { createTestClient, sendAnswer, startFaultServer, testCredentials } from "./faultServer.ts";

/** Signature V1 by the book: RPC style, POST. */
function sign(params: URLSearchParams, secret: string): string {
  const encode = (text: string) =>
    encodeURIComponent(text).replaceAll(
      /[!'()*]/gu,
      (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  const query = [...params]
    .filter(([name]) => name !== "Signature")
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join("&");
  return createHmac("sha1", `${secret}&`)
    .update(`POST&%2F&${encode(query)}`)
    .digest("base64");
}

describe("createEciClient", () => {
  it("sends every filter of a list as signed text and nothing that was not asked", async () => {
    await using server = await startFaultServer((socket) =>
      sendAnswer(socket, 200, { RequestId: "r", ContainerGroups: [], NextToken: "" }),
    );
    using client = createTestClient(server, {
      credentials: { ...testCredentials, securityToken: "token/with+signs" },
      clock: () => Date.UTC(2030, 0, 2, 3, 4, 5, 678),
    });
    const page = await client.describeInstances({
      regionId: "cn-hangzhou",
      limit: 50,
      nextToken: "next",
      ids: ["eci-1", "eci-2"],
      name: "it's (a) *name*!",
      status: "Running",
      tags: [{ key: "env", value: "t&st=1" }],
      withEvents: true,
    });
    assert.deepEqual(page, { instances: [], nextToken: undefined, totalCount: undefined, unreadable: 0 });
    const { line, params } = server.requests[0]!;
    assert.equal(line, "POST / HTTP/1.1");
    const { SignatureNonce: nonce, Signature: signature, ...rest } = Object.fromEntries(params);
    assert.ok(nonce);
    assert.equal(signature, sign(params, testCredentials.accessKeySecret));
    assert.deepEqual(rest, {
      Action: "DescribeContainerGroups",
      Version: "2018-08-08",
      Format: "JSON",
      SignatureMethod: "HMAC-SHA1",
      SignatureVersion: "1.0",
      Timestamp: "2030-01-02T03:04:05Z",
      AccessKeyId: testCredentials.accessKeyId,
      SecurityToken: "token/with+signs",
      RegionId: "cn-hangzhou",
      Limit: "20",
      NextToken: "next",
      ContainerGroupIds: '["eci-1","eci-2"]',
      ContainerGroupName: "it's (a) *name*!",
      Status: "Running",
      WithEvent: "true",
      "Tag.1.Key": "env",
      "Tag.1.Value": "t&st=1",
    });
    await client.describeInstances({ regionId: "cn-hangzhou" });
    const plain = server.requests[1]!.params;
    for (const name of [
      "NextToken",
      "ContainerGroupIds",
      "ContainerGroupName",
      "Status",
      "WithEvent",
      "Tag.1.Key",
    ]) {
      assert.equal(plain.get(name), null);
    }
  });

  it("lists the regions and leaves out ids that could lead a host name elsewhere", async () => {
    await using server = await startFaultServer((socket) =>
      sendAnswer(socket, 200, {
        RequestId: "r",
        Regions: [
          { RegionId: "cn-beijing", Zones: ["cn-beijing-a", 7] },
          { RegionId: "evil.example/" },
          null,
          3,
        ],
      }),
    );
    using client = createTestClient(server);
    assert.deepEqual(await client.describeRegions(), [{ id: "cn-beijing", zones: ["cn-beijing-a"] }]);
  });

  it("tells who the key belongs to, by STS", async () => {
    await using server = await startFaultServer((socket) =>
      sendAnswer(
        socket,
        200,
        '{"RequestId":"r","AccountId":1234567890123456,"Arn":"acs:ram::1:user/x","IdentityType":"New"}',
      ),
    );
    using client = createTestClient(server);
    assert.deepEqual(await client.getCallerIdentity(), {
      accountId: "1234567890123456",
      arn: "acs:ram::1:user/x",
      identityType: "New",
      principalId: undefined,
    });
    assert.equal(server.requests[0]!.params.get("Version"), "2015-04-01");
  });

  it("reads records whatever their case, and drops those without a create time", async () => {
    await using server = await startFaultServer((socket) =>
      sendAnswer(socket, 200, {
        Records: [
          { CreateTime: "2025-01-01T00:00:00Z", OpsType: "Coredump", OpsStatus: "Odd", ResultContent: "" },
          {
            CreateTime: "2025-01-02T00:00:00Z",
            OpsStatus: "Ready",
            ResultType: "OSS",
            ResultContent: "http://x/y",
          },
          { OpsStatus: "Ready" },
          "row",
        ],
      }),
    );
    using client = createTestClient(server);
    const records = await client.describeOpsRecords({
      regionId: "cn-beijing",
      instanceId: "eci-1",
      opsType: "coredump",
    });
    assert.deepEqual(
      records.map(({ opsType, opsStatus, resultUrl }) => ({ opsType, opsStatus, resultUrl })),
      [
        { opsType: "coredump", opsStatus: "Odd", resultUrl: undefined },
        { opsType: "coredump", opsStatus: "Ready", resultUrl: "http://x/y" },
      ],
    );
  });

  it("sends a task's value as it is, on a socket of its own", async () => {
    await using server = await startFaultServer((socket) =>
      sendAnswer(socket, 200, { RequestId: "r-1", Result: "Enable Success" }),
    );
    using client = createTestClient(server);
    const opsValue = '{"Enable":true,"DestCidr":"10.0.0.0/8"}';
    const call = { regionId: "cn-beijing", instanceId: "eci-1", opsType: "tcpdump", opsValue } as const;
    assert.deepEqual(await client.createOpsTask(call), { requestId: "r-1", result: "Enable Success" });
    const { params, head } = server.requests[0]!;
    assert.equal(params.get("OpsValue"), opsValue);
    assert.match(head, /^connection: close$/imu);
  });

  it("asks for 200 states a page, for what changed and for tags in the service's own words", async () => {
    await using server = await startFaultServer((socket) => sendAnswer(socket, 200, { Data: [] }));
    using client = createTestClient(server);
    const tags = [{ key: "env", value: "production" }, { key: "team" }];
    await client.describeStatuses({ regionId: "cn-beijing", sinceSeconds: 12.5, nextToken: "n", tags });
    const { params } = server.requests[0]!;
    const asked = [..."RegionId Limit SinceSecond NextToken Tag.1.Key Tag.1.Value Tag.2.Key".split(" ")];
    assert.deepEqual(
      asked.map((name) => params.get(name)),
      ["cn-beijing", "200", "60", "n", "env", "production", "team"],
    );
    assert.equal(params.has("Tag.2.Value"), false);
  });

  it("holds an instance once that a page holds twice, as it came last", async () => {
    const rows = ["Pending", "Running"].map((Status) => ({ ContainerGroupId: "eci-1", Status }));
    await using server = await startFaultServer((socket) =>
      sendAnswer(socket, 200, { ContainerGroups: [rows[0], { ContainerGroupId: "eci-2" }, rows[1], 7] }),
    );
    using client = createTestClient(server);
    const { instances, unreadable } = await client.describeInstances({ regionId: "cn-beijing" });
    assert.deepEqual(
      instances.map(({ id, status }) => `${id} ${status}`),
      ["eci-1 Running", "eci-2 "],
    );
    assert.equal(unreadable, 1);
  });

  it("rejects with a typed error where the endpoint cannot be told, before a byte leaves", async () => {
    await using server = await startFaultServer(() => assert.fail("a request came"));
    using client = createTestClient(server, {
      endpoint: () => {
        throw new RangeError();
      },
    });
    const error = await catchCloudError(client.describeInstances({ regionId: "evil.example/" }));
    assert.deepEqual([error.details.code, error.details.outcomeUnknown], ["Protocol", false]);
  });

  it("aborts what is under way when disposed, and takes nothing more", async () => {
    await using server = await startFaultServer(() => undefined);
    const client = createTestClient(server);
    const pending = client.describeRegions();
    const rejected = assert.rejects(pending, { name: "AbortError" });
    while (server.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    client.dispose();
    await rejected;
    await assert.rejects(client.describeRegions(), { name: "AbortError" });
    while (server.openSockets() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(server.requests.length, 1);
  });
});
