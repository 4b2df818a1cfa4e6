import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import Eci from "@alicloud/eci20180808";
import RpcClient from "@alicloud/pop-core/lib/rpc.js";
import { type Simulator, startSimulator } from "../../../src/simulator/startSimulator.ts";
import { callPop, createSdk, stsVersion } from "./simulatorClients.ts";

const enable = '{"Enable":true,"PacketNum":1,"Duration":30}';
let simulator: Simulator;
before(async () => {
  simulator = await startSimulator({ engine: "synthetic", ops: { intervalSeconds: 0 } });
});
after(() => simulator.close());

const roleArn = "acs:ram::1234567890123456:role/eci-ops";

for (const method of ["POST", "GET"]) {
  describe(`pop-core (signature 1.0) over ${method}`, () => {
    const call = (action: string, params: object, version?: string) =>
      callPop(simulator, action, { ...params }, { method, ...(version === undefined ? {} : { version }) });

    it("calls every action of ECI", async () => {
      const { regionId, instanceId } = simulator.examples.running!;
      const target = { RegionId: regionId, ContainerGroupId: instanceId };
      const { Regions } = await call("DescribeRegions", {});
      assert.equal((Regions as unknown[]).length, 5);
      const { ContainerGroups } = await call("DescribeContainerGroups", { RegionId: regionId });
      assert.equal((ContainerGroups as unknown[]).length, 20);
      const tag = [{ Key: "app", Value: "api" }];
      const tagged = await call("DescribeContainerGroups", { RegionId: regionId, Tag: tag });
      assert.ok(Number(tagged["TotalCount"]) > 0);
      const { Data } = await call("DescribeContainerGroupStatus", { RegionId: regionId });
      assert.ok((Data as unknown[]).length > 20);
      const events = await call("DescribeContainerGroupEvents", { RegionId: regionId });
      assert.ok((events["Data"] as unknown[]).length > 20);
      const log = await call("DescribeContainerLog", { ...target, ContainerName: "api", Tail: 3 });
      assert.equal((log["Content"] as string).split("\n").length, 4);
      const task = { ...target, OpsType: "tcpdump", OpsValue: enable };
      assert.equal((await call("CreateInstanceOpsTask", task))["Result"], "Enable Success");
      await call("CreateInstanceOpsTask", { ...task, OpsValue: '{"Enable":false}' });
      // A capture ends some time after its stop was answered, and the next may only begin then.
      const isActive = ({ OpsStatus: status }: { readonly OpsStatus: string }) => status === "Ready";
      for (;;) {
        const answer = await call("DescribeInstanceOpsRecords", { ...target, OpsType: "tcpdump" });
        const records = answer["Records"] as { readonly OpsStatus: string }[];
        assert.ok(records.length > 0);
        if (!records.some(isActive)) break;
      }
    });

    it("calls every action of STS, and the keys of the session work", async () => {
      const me = await call("GetCallerIdentity", {}, stsVersion);
      assert.equal(me["Arn"], simulator.identities.full.arn);
      assert.equal(me["IdentityType"], "RAMUser");
      const params = { RoleArn: roleArn, RoleSessionName: "a.session" };
      const { Credentials } = await call("AssumeRole", params, stsVersion);
      const session = Credentials as Record<string, string>;
      const client = new RpcClient({
        endpoint: simulator.endpoint,
        apiVersion: stsVersion,
        accessKeyId: session["AccessKeyId"]!,
        accessKeySecret: session["AccessKeySecret"]!,
        securityToken: session["SecurityToken"]!,
      });
      const role = await client.request<Record<string, string>>("GetCallerIdentity", {}, { method });
      assert.equal(role["IdentityType"], "AssumedRoleUser");
      assert.equal(role["Arn"], "acs:ram::1234567890123456:assumed-role/eci-ops/a.session");
    });
  });
}

describe("the official SDK (signature ACS3-HMAC-SHA256)", () => {
  it("calls every action of ECI", async () => {
    const sdk = createSdk(simulator);
    const { regionId, instanceId: containerGroupId } = simulator.examples.running!;
    const target = { regionId, containerGroupId };
    const { body: regions } = await sdk.describeRegions(new Eci.DescribeRegionsRequest({}));
    assert.deepEqual(regions.regions?.map((region) => region.regionId).slice(0, 2), [
      "cn-hangzhou",
      "cn-shanghai",
    ]);
    const groups = await sdk.describeContainerGroups(
      new Eci.DescribeContainerGroupsRequest({
        regionId,
        withEvent: true,
        tag: [new Eci.DescribeContainerGroupsRequestTag({ key: "app", value: "payments" })],
      }),
    );
    const payments = groups.body.containerGroups?.[0];
    assert.equal(payments?.containerGroupName, "payments-1");
    assert.deepEqual(
      payments.containers?.map(({ name }) => name),
      ["payments", "logtail"],
    );
    assert.equal(payments.initContainers?.[0]?.name, "migrate");
    assert.ok((payments.events?.length ?? 0) > 0);
    const status = await sdk.describeContainerGroupStatus(
      new Eci.DescribeContainerGroupStatusRequest({ regionId }),
    );
    const api = status.body.data?.find((row) => row.containerGroupId === containerGroupId);
    assert.equal(api?.podStatus?.phase, "Running");
    assert.equal(api.podStatus.containerStatuses?.length, 2);
    const events = await sdk.describeContainerGroupEvents(
      new Eci.DescribeContainerGroupEventsRequest({ regionId, eventSource: "K8sAgent" }),
    );
    assert.ok((events.body.data?.[0]?.events?.length ?? 0) > 0);
    const log = await sdk.describeContainerLog(
      new Eci.DescribeContainerLogRequest({ ...target, containerName: "api", tail: 2, timestamps: true }),
    );
    assert.match(log.body.content ?? "", /^\d{4}-\d\d-\d\dT[\d:.]+Z \{"level"/u);
    const created = await sdk.createInstanceOpsTask(
      new Eci.CreateInstanceOpsTaskRequest({ ...target, opsType: "coredump", opsValue: "enable" }),
    );
    assert.equal(created.body.result, "Coredump settings has been configured successfully.");
    const records = await sdk.describeInstanceOpsRecords(
      new Eci.DescribeInstanceOpsRecordsRequest({ ...target, opsType: "coredump" }),
    );
    assert.equal(records.body.records?.[0]?.opsStatus, "Ready");
    assert.equal(records.body.records[0].opsType, "Coredump");
  });
});
