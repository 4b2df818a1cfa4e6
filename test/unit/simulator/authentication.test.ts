import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import Eci from "@alicloud/eci20180808";
import { type Simulator, startSimulator } from "../../../src/simulator/startSimulator.ts";
import { callPop, codeOf, createSdk, eciVersion, stsVersion } from "./simulatorClients.ts";

let simulator: Simulator;
let now = Date.now();
before(async () => {
  simulator = await startSimulator({ engine: "synthetic", clock: () => now });
});
after(() => simulator.close());

type Key = { accessKeyId: string; accessKeySecret: string; securityToken?: string };
const region = { RegionId: "cn-hangzhou" };

/** The code that both clients are refused with. */
async function refusals(key: Key): Promise<readonly string[]> {
  const sdk = createSdk(simulator, key);
  return [
    await codeOf(callPop(simulator, "DescribeRegions", {}, { key })),
    await codeOf(callPop(simulator, "DescribeRegions", {}, { key, method: "GET" })),
    await codeOf(sdk.describeRegions(new Eci.DescribeRegionsRequest({}))),
  ];
}

const thrice = (code: string) => [code, code, code];

describe("who may call", () => {
  it("refuses an unknown key", async () => {
    const key = { accessKeyId: "LTAI5tnobody", accessKeySecret: "nothing" };
    assert.deepEqual(await refusals(key), thrice("InvalidAccessKeyId.NotFound"));
  });

  it("refuses a key that was switched off", async () => {
    assert.deepEqual(await refusals(simulator.identities.inactive), thrice("InvalidAccessKeyId.Inactive"));
  });

  it("refuses a wrong secret", async () => {
    const key = { ...simulator.identities.full, accessKeySecret: "wrong" };
    assert.deepEqual(await refusals(key), thrice("SignatureDoesNotMatch"));
  });

  it("refuses an expired token", async () => {
    assert.deepEqual(
      await refusals(simulator.identities.expiredToken),
      thrice("InvalidSecurityToken.Expired"),
    );
  });

  it("refuses a token that nobody gave out, one of another key, and a temporary key without one", async () => {
    const { validToken, expiredToken, full } = simulator.identities;
    const malformed = { ...validToken, securityToken: "CAISnonsense" };
    assert.deepEqual(await refusals(malformed), thrice("InvalidSecurityToken.Malformed"));
    const other = { ...full, securityToken: expiredToken.securityToken! };
    assert.deepEqual(await refusals(other), thrice("InvalidSecurityToken.MismatchWithAccessKey"));
    const { accessKeyId, accessKeySecret } = validToken;
    assert.deepEqual(await refusals({ accessKeyId, accessKeySecret }), thrice("InvalidAccessKeyId.NotFound"));
  });

  it("refuses clocks that are more than 15 minutes off, and dates its answers by its own clock", async () => {
    const real = now;
    try {
      for (const offMinutes of [-16, 16]) {
        now = Date.now() + offMinutes * 60_000;
        assert.deepEqual(await refusals(simulator.identities.full), thrice("InvalidTimeStamp.Expired"));
        const { headers } = await fetch(simulator.endpoint);
        assert.ok(Math.abs(Date.parse(headers.get("date")!) - now) < 2000);
      }
      now = Date.now() + 14 * 60_000;
      await callPop(simulator, "DescribeRegions");
    } finally {
      now = real;
    }
  });

  it("forgets a session when its time is over", async () => {
    const real = now;
    const params = { RoleArn: "acs:ram::1234567890123456:role/eci-viewer", RoleSessionName: "short" };
    const answer = await callPop(
      simulator,
      "AssumeRole",
      { ...params, DurationSeconds: 900 },
      { version: stsVersion },
    );
    const credentials = answer["Credentials"] as Record<string, string>;
    const key = {
      accessKeyId: credentials["AccessKeyId"]!,
      accessKeySecret: credentials["AccessKeySecret"]!,
      securityToken: credentials["SecurityToken"]!,
    };
    await callPop(simulator, "DescribeRegions", {}, { key });
    try {
      now += 901_000;
      assert.equal(
        await codeOf(callPop(simulator, "DescribeRegions", {}, { key })),
        "InvalidSecurityToken.Expired",
      );
    } finally {
      now = real;
    }
  });
});

describe("what they may", () => {
  it("gives empty lists to one who may not list", async () => {
    const key = simulator.identities.blind;
    const groups = await callPop(simulator, "DescribeContainerGroups", region, { key });
    assert.deepEqual([groups["ContainerGroups"], groups["TotalCount"]], [[], 0]);
    const status = await callPop(simulator, "DescribeContainerGroupStatus", region, { key });
    assert.deepEqual(status["Data"], []);
    const events = await callPop(simulator, "DescribeContainerGroupEvents", region, { key });
    assert.deepEqual(events["Data"], []);
  });

  it("answers Forbidden.RAM to one who may not set tasks", async () => {
    const { readOnly } = simulator.identities;
    const { regionId, instanceId } = simulator.examples.running!;
    const params = {
      RegionId: regionId,
      ContainerGroupId: instanceId,
      OpsType: "coredump",
      OpsValue: "enable",
    };
    assert.equal(
      await codeOf(callPop(simulator, "CreateInstanceOpsTask", params, { key: readOnly })),
      "Forbidden.RAM",
    );
    const request = new Eci.CreateInstanceOpsTaskRequest({
      regionId,
      containerGroupId: instanceId,
      opsType: "coredump",
      opsValue: "enable",
    });
    assert.equal(
      await codeOf(createSdk(simulator, readOnly).createInstanceOpsTask(request)),
      "Forbidden.RAM",
    );
    await callPop(simulator, "DescribeContainerGroups", region, { key: readOnly });
  });

  it("lets anybody with a key ask who they are, and the account itself assume no role", async () => {
    const { root, blind } = simulator.identities;
    const sts = { version: stsVersion };
    const me = await callPop(simulator, "GetCallerIdentity", {}, { ...sts, key: blind });
    assert.equal(me["AccountId"], "1234567890123456");
    const params = { RoleArn: "acs:ram::1234567890123456:role/eci-ops", RoleSessionName: "ab" };
    assert.equal(
      await codeOf(callPop(simulator, "AssumeRole", params, { ...sts, key: root })),
      "NoPermission",
    );
  });

  it("refuses roles, names and durations that AssumeRole does not take", async () => {
    const good = { RoleArn: "acs:ram::1234567890123456:role/eci-ops", RoleSessionName: "ab" };
    const code = (params: object) =>
      codeOf(callPop(simulator, "AssumeRole", { ...good, ...params }, { version: stsVersion }));
    assert.equal(await code({ RoleArn: "nonsense" }), "InvalidParameter.RoleArn");
    assert.equal(await code({ RoleArn: "acs:ram::1234567890123456:role/nobody" }), "EntityNotExist.Role");
    assert.equal(await code({ RoleSessionName: "a" }), "InvalidParameter.RoleSessionName");
    assert.equal(await code({ RoleSessionName: "a b" }), "InvalidParameter.RoleSessionName");
    assert.equal(await code({ DurationSeconds: 899 }), "InvalidParameter.DurationSeconds");
    assert.equal(await code({ DurationSeconds: 3601 }), "InvalidParameter.DurationSeconds");
    assert.equal(await code({ RoleArn: "" }), "MissingParameter");
  });

  it("knows no other action and no other version", async () => {
    assert.equal(await codeOf(callPop(simulator, "DeleteContainerGroup", region)), "InvalidAction.NotFound");
    assert.equal(
      await codeOf(callPop(simulator, "GetCallerIdentity", {}, { version: eciVersion })),
      "InvalidAction.NotFound",
    );
    assert.equal(
      await codeOf(callPop(simulator, "DescribeRegions", {}, { version: "2014-05-26" })),
      "InvalidVersion",
    );
  });
});

describe("how often", () => {
  it("throttles a key that calls faster than the rate", async () => {
    const slow = await startSimulator({ engine: "synthetic", ratePerSecond: 2, clock: () => now });
    try {
      await callPop(slow, "DescribeRegions");
      await callPop(slow, "DescribeRegions");
      assert.equal(await codeOf(callPop(slow, "DescribeRegions")), "Throttling.User");
      const sdk = createSdk(slow);
      assert.equal(await codeOf(sdk.describeRegions(new Eci.DescribeRegionsRequest({}))), "Throttling.User");
      await callPop(slow, "DescribeRegions", {}, { key: slow.identities.readOnly });
      now += 1000;
      await callPop(slow, "DescribeRegions");
    } finally {
      await slow.close();
    }
  });
});
