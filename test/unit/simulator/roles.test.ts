import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import Eci from "@alicloud/eci20180808";
import { type Simulator, startSimulator } from "../../../src/simulator/startSimulator.ts";
import { callPop, codeOf, createSdk, stsVersion } from "./simulatorClients.ts";

type Key = { accessKeyId: string; accessKeySecret: string; securityToken: string };

let simulator: Simulator;
before(async () => {
  simulator = await startSimulator({ engine: "synthetic", ops: { intervalSeconds: 0 } });
});
after(() => simulator.close());

async function assume(
  role: string,
  params: object = {},
  key: Partial<Key> & { accessKeyId: string; accessKeySecret: string } = simulator.identities.full,
) {
  const { Credentials } = await callPop(
    simulator,
    "AssumeRole",
    { RoleArn: `acs:ram::1234567890123456:role/${role}`, RoleSessionName: "a.session", ...params },
    { version: stsVersion, key },
  );
  const fields = Credentials as Record<string, string>;
  return {
    accessKeyId: fields["AccessKeyId"]!,
    accessKeySecret: fields["AccessKeySecret"]!,
    securityToken: fields["SecurityToken"]!,
    seconds: Math.round((Date.parse(fields["Expiration"]!) - Date.now()) / 1000),
  };
}

const near = (actual: number, wanted: number) => assert.ok(Math.abs(actual - wanted) < 60, `${actual}`);

describe("AssumeRole", () => {
  it("gives a session of as long as the role allows, an hour unless asked", async () => {
    near((await assume("eci-long")).seconds, 3600);
    near((await assume("eci-long", { DurationSeconds: 43_200 })).seconds, 43_200);
    near((await assume("eci-ops", { DurationSeconds: 900 })).seconds, 900);
    for (const [role, seconds] of [
      ["eci-long", 43_201],
      ["eci-ops", 3601],
      ["eci-ops", 899],
    ] as const) {
      assert.equal(
        await codeOf(assume(role, { DurationSeconds: seconds })),
        "InvalidParameter.DurationSeconds",
      );
    }
  });

  it("gives a session to whom the role trusts: an external id, another role", async () => {
    assert.equal(await codeOf(assume("eci-partner")), "NoPermission");
    assert.equal(await codeOf(assume("eci-partner", { ExternalId: "somebody" })), "NoPermission");
    assert.equal(await codeOf(assume("eci-partner", { ExternalId: "a b" })), "InvalidParameter.ExternalId");
    await assume("eci-partner", { ExternalId: "tide-shop:7421" });
    assert.equal(await codeOf(assume("eci-inner")), "NoPermission");
    const inner = await assume("eci-inner", {}, await assume("eci-ops"));
    const me = await callPop(simulator, "GetCallerIdentity", {}, { version: stsVersion, key: inner });
    assert.equal(me["Arn"], "acs:ram::1234567890123456:assumed-role/eci-inner/a.session");
    assert.equal(await codeOf(assume("eci-inner", {}, await assume("eci-viewer"))), "NoPermission");
  });

  it("limits a chain to an hour", async () => {
    const first = await assume("eci-ops");
    near((await assume("eci-long", { DurationSeconds: 3600 }, first)).seconds, 3600);
    const code = codeOf(assume("eci-long", { DurationSeconds: 3601 }, first));
    assert.equal(await code, "InvalidParameter.DurationSeconds");
  });

  it("is refused to the account itself and to who lacks sts:AssumeRole", async () => {
    assert.equal(await codeOf(assume("eci-ops", {}, simulator.identities.root)), "NoPermission");
    assert.equal(await codeOf(assume("eci-ops", {}, simulator.identities.blind)), "NoPermission");
  });
});

describe("the policy of a session", () => {
  const policy = (...statements: object[]) => ({
    Policy: JSON.stringify({ Version: "1", Statement: statements }),
  });
  const allow = (Action: string | string[], rest: object = {}) => ({
    Effect: "Allow",
    Action,
    Resource: "*",
    ...rest,
  });

  it("takes 1 to 2,048 characters of JSON", async () => {
    for (const [text, code] of [
      ["nonsense", "InvalidParameter.PolicyGrammar"],
      ["{}", "InvalidParameter.PolicyGrammar"],
      [
        '{"Version":"1","Statement":[{"Effect":"Maybe","Action":"*","Resource":"*"}]}',
        "InvalidParameter.PolicyGrammar",
      ],
      [" ".repeat(2049), "InvalidParameter.PolicySize"],
    ] as const) {
      assert.equal(await codeOf(assume("eci-ops", { Policy: text })), code, text.slice(0, 20));
    }
  });

  it("leaves what it allows and takes what it denies, as the official SDK sees it", async () => {
    const { regionId } = simulator.examples.running!;
    const key = await assume(
      "eci-ops",
      policy(allow("eci:Describe*"), {
        ...allow("eci:DescribeRegions"),
        Effect: "Deny",
      }),
    );
    const sdk = createSdk(simulator, key);
    const { body } = await sdk.describeContainerGroups(new Eci.DescribeContainerGroupsRequest({ regionId }));
    assert.equal(body.containerGroups?.length, 20);
    const regions = codeOf(sdk.describeRegions(new Eci.DescribeRegionsRequest({})));
    assert.equal(await regions, "Forbidden.RAM");
    assert.equal(await codeOf(assume("eci-viewer", {}, key)), "NoPermission");
  });

  it("never gives more than the role has", async () => {
    const { regionId: RegionId, instanceId: ContainerGroupId } = simulator.examples.running!;
    const key = await assume("eci-viewer", policy(allow("*")));
    const params = { RegionId, ContainerGroupId, OpsType: "coredump", OpsValue: "enable" };
    assert.equal(await codeOf(callPop(simulator, "CreateInstanceOpsTask", params, { key })), "Forbidden.RAM");
  });

  it("can hold for the instances of a tag alone", async () => {
    const { regionId: RegionId, instanceId } = simulator.examples.running!;
    const Condition = { StringEquals: { "eci:tag/env": ["production"] } };
    const key = await assume("eci-ops", policy(allow("eci:CreateInstanceOpsTask", { Condition })));
    const arm = (ContainerGroupId: string) =>
      callPop(
        simulator,
        "CreateInstanceOpsTask",
        { RegionId, ContainerGroupId, OpsType: "coredump", OpsValue: "enable" },
        { key },
      );
    await arm(instanceId);
    const other = simulator.world.instancesOf(RegionId).find(({ name }) => name === "redis-cache")!;
    assert.equal(await codeOf(arm(other.id)), "Forbidden.RAM");
  });
});
