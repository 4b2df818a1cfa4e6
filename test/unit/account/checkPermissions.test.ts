import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { checkPermissions, type Permission } from "../../../src/account/checkPermissions.ts";
import { buildRamPolicy, neededActions, usefulActions } from "../../../src/account/ramPolicy.ts";
import { createEciClient } from "../../../src/eci/createEciClient.ts";
import type { Credentials } from "../../../src/eci/model.ts";
import { startSimulator, type Simulator } from "../../../src/simulator/startSimulator.ts";
import { catchCloudError } from "../eci/cloudFailure.ts";
import { callPop, stsVersion } from "../simulator/simulatorClients.ts";

const regionId = "cn-hangzhou";
let simulator: Simulator;
before(async () => {
  simulator = await startSimulator({ engine: "synthetic", regions: [regionId, "cn-beijing"], instances: 21 });
});
after(() => simulator.close());

async function check(credentials: Credentials, region = regionId) {
  const { endpoint } = simulator;
  const client = createEciClient({ credentials, endpoint: () => endpoint, stsEndpoint: endpoint });
  try {
    return await checkPermissions(client, region);
  } finally {
    client.dispose();
  }
}
const stateOf = (permissions: readonly Permission[], action: string) =>
  permissions.find((permission) => permission.action === `eci:${action}`)?.state;

/** The credentials of a session that may do what the policy says. */
async function assume(policy: string): Promise<Credentials> {
  const RoleArn = "acs:ram::1234567890123456:role/eci-ops";
  const params = { RoleArn, RoleSessionName: "narrow", Policy: policy };
  const answer = await callPop(simulator, "AssumeRole", params, { version: stsVersion });
  const fields = answer["Credentials"] as Record<string, string>;
  return {
    accessKeyId: fields["AccessKeyId"]!,
    accessKeySecret: fields["AccessKeySecret"]!,
    securityToken: fields["SecurityToken"]!,
  };
}

describe("checkPermissions", () => {
  it("asks every action once, and finds all allowed but what only a task tells", async () => {
    const permissions = await check(simulator.identities.full);
    assert.deepEqual(
      permissions.map(({ action }) => action),
      [...neededActions, ...usefulActions],
    );
    const rest = permissions.filter(({ state }) => state !== "allowed");
    assert.deepEqual(rest, [{ action: "eci:CreateInstanceOpsTask", state: "needsTask" }]);
  });

  it("finds what is refused", async () => {
    const permissions = await check(simulator.identities.readOnly);
    assert.deepEqual(
      permissions.filter(({ state }) => state !== "allowed"),
      [{ action: "eci:CreateInstanceOpsTask", state: "lacking" }],
    );
  });

  it("says that an empty list tells nothing, unless the other list has instances", async () => {
    const blind = await check(simulator.identities.blind);
    for (const action of [
      "DescribeContainerGroups",
      "DescribeContainerGroupStatus",
      "DescribeContainerGroupEvents",
    ])
      assert.equal(stateOf(blind, action), "emptyList", action);
    assert.equal(stateOf(blind, "DescribeContainerLog"), "needsInstance");
    assert.equal(stateOf(blind, "DescribeRegions"), "allowed");
    // Nothing is there, and everything is allowed.
    const empty = await check(simulator.identities.full, "cn-beijing");
    assert.equal(stateOf(empty, "DescribeContainerGroups"), "emptyList");
    const half = await check(await assume(buildRamPolicy(["eci:DescribeContainerGroups"])));
    assert.equal(stateOf(half, "DescribeContainerGroups"), "allowed");
    assert.equal(stateOf(half, "DescribeContainerGroupStatus"), "lacking");
    assert.equal(stateOf(half, "DescribeContainerLog"), "lacking");
  });

  it("leaves nothing lacking once its own policy is granted", async () => {
    const before = await check(await assume(buildRamPolicy(["eci:DescribeContainerGroups"])));
    const lacking = before.filter(({ state }) => state === "lacking").map(({ action }) => action);
    assert.equal(lacking.length, 6);
    const granted = buildRamPolicy([
      ...lacking,
      "eci:DescribeContainerGroups",
      "eci:DescribeContainerGroupEvents",
    ]);
    const after = await check(await assume(granted));
    assert.deepEqual(
      after.filter(({ state }) => state !== "allowed"),
      [{ action: "eci:CreateInstanceOpsTask", state: "needsTask" }],
    );
  });

  it("sets no task, wherever it looks", async () => {
    const { instanceId } = simulator.examples.running!;
    for (const OpsType of ["tcpdump", "coredump"]) {
      const params = { RegionId: regionId, ContainerGroupId: instanceId, OpsType };
      assert.deepEqual((await callPop(simulator, "DescribeInstanceOpsRecords", params))["Records"], []);
    }
  });

  it("rejects where nothing can be found out", async () => {
    const error = await catchCloudError(check(simulator.identities.expiredToken));
    assert.equal(error.details.code, "InvalidSecurityToken.Expired");
    const nobody = { accessKeyId: "LTAI5tnobody", accessKeySecret: "nothing" };
    assert.equal((await catchCloudError(check(nobody))).details.code, "InvalidAccessKeyId.NotFound");
  });

  it("tells another refusal by its code", async () => {
    const permissions = await check(simulator.identities.full, "cn-nowhere");
    const groups = permissions.find(({ action }) => action === "eci:DescribeContainerGroups");
    assert.deepEqual([groups?.state, groups?.code], ["refused", "InvalidParameter"]);
  });
});
