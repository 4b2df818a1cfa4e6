import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import Eci from "@alicloud/eci20180808";
import type { Example } from "../../../src/simulator/examples.ts";
import { type Simulator, startSimulator } from "../../../src/simulator/startSimulator.ts";
import { callPop, codeOf, createSdk } from "./simulatorClients.ts";

let simulator: Simulator;
let now = Date.now();
before(async () => {
  simulator = await startSimulator({ engine: "synthetic", clock: () => now });
});
after(() => simulator.close());

const minute = '{"Enable":true,"Duration":60}';

/** The code that both clients are refused with; no setting was taken between the two. */
async function refusal(
  { regionId, instanceId }: Example,
  opsType: string,
  opsValue: string,
): Promise<string> {
  const params = { RegionId: regionId, ContainerGroupId: instanceId, OpsType: opsType, OpsValue: opsValue };
  const code = await codeOf(callPop(simulator, "CreateInstanceOpsTask", params));
  const request = new Eci.CreateInstanceOpsTaskRequest({
    regionId,
    containerGroupId: instanceId,
    opsType,
    opsValue,
  });
  assert.equal(await codeOf(createSdk(simulator).createInstanceOpsTask(request)), code);
  return code;
}

async function set({ regionId, instanceId }: Example, opsType: string, opsValue: string): Promise<unknown> {
  const params = { RegionId: regionId, ContainerGroupId: instanceId, OpsType: opsType, OpsValue: opsValue };
  return (await callPop(simulator, "CreateInstanceOpsTask", params))["Result"];
}

describe("the error codes of CreateInstanceOpsTask", () => {
  it("Ops.TypeNotSupport: another type", async () => {
    assert.equal(await refusal(simulator.examples.running!, "strace", "enable"), "Ops.TypeNotSupport");
  });

  it("InvalidInstanceId.NotFound: no such instance, or one of another region", async () => {
    const running = simulator.examples.running!;
    const nobody = { ...running, instanceId: "eci-bp1nobody" };
    assert.equal(await refusal(nobody, "tcpdump", minute), "InvalidInstanceId.NotFound");
    const elsewhere = { ...running, regionId: "cn-shanghai" };
    assert.equal(await refusal(elsewhere, "coredump", "enable"), "InvalidInstanceId.NotFound");
  });

  it("Ops.RegionNotSupport and Coredump.RegionNotSupport: a region without tasks", async () => {
    const there = simulator.examples.unsupportedRegion!;
    assert.equal(await refusal(there, "tcpdump", minute), "Ops.RegionNotSupport");
    assert.equal(await refusal(there, "coredump", "enable"), "Coredump.RegionNotSupport");
  });

  it("Ops.InstanceNotSupport: an instance that has ended", async () => {
    assert.equal(await refusal(simulator.examples.ended!, "tcpdump", minute), "Ops.InstanceNotSupport");
  });

  it("Ops.OpsValueInvalid: neither enable nor disable, or no JSON object", async () => {
    const running = simulator.examples.running!;
    assert.equal(await refusal(running, "coredump", "on"), "Ops.OpsValueInvalid");
    assert.equal(await refusal(running, "tcpdump", "enable"), "Ops.OpsValueInvalid");
  });

  it("Tcpdump.InvalidValue: an option that tcpdump does not take", async () => {
    const value = '{"Enable":true,"DestPort":70000}';
    assert.equal(await refusal(simulator.examples.running!, "tcpdump", value), "Tcpdump.InvalidValue");
  });

  it("Ops.ExecuteTaskFail: the tagged instance, or a second capture while one runs", async () => {
    assert.equal(
      await refusal(simulator.examples.executeTaskFail!, "tcpdump", minute),
      "Ops.ExecuteTaskFail",
    );
    const running = simulator.examples.running!;
    assert.equal(await set(running, "tcpdump", minute), "Enable Success");
    now += 3000;
    assert.equal(await refusal(running, "tcpdump", minute), "Ops.ExecuteTaskFail");
  });

  it("Ops.IntervalTooShort: tcpdump was set less than 3 seconds ago, on or off", async () => {
    const { instanceId, ...rest } = simulator.examples.crashing!;
    const target = { ...rest, instanceId };
    assert.equal(await set(target, "tcpdump", minute), "Enable Success");
    now += 2999;
    assert.equal(await refusal(target, "tcpdump", '{"Enable":false}'), "Ops.IntervalTooShort");
    now += 1;
    assert.equal(await set(target, "tcpdump", '{"Enable":false}'), "Disable Success");
    assert.equal(await refusal(target, "tcpdump", minute), "Ops.IntervalTooShort");
  });

  it("Coredump.RefrshIntervalTooShort: coredump was set less than 3 seconds ago", async () => {
    const running = simulator.examples.running!;
    await set(running, "coredump", "enable");
    assert.equal(await refusal(running, "coredump", "disable"), "Coredump.RefrshIntervalTooShort");
    now += 3000;
    await set(running, "coredump", "disable");
  });

  it("CorePattern.UpdateFail: the tagged instance", async () => {
    assert.equal(
      await refusal(simulator.examples.coreUpdateFail!, "coredump", "enable"),
      "CorePattern.UpdateFail",
    );
  });

  it("Coredump.InvalidCorePatternType: an instance whose core pattern is a pipe", async () => {
    const piped = simulator.examples.corePatternPipe!;
    assert.equal(await refusal(piped, "coredump", "enable"), "Coredump.InvalidCorePatternType");
  });

  it("InvalidCorePatternValue: an instance whose core pattern is a path", async () => {
    const path = simulator.examples.corePatternPath!;
    assert.equal(await refusal(path, "coredump", "enable"), "InvalidCorePatternValue");
  });

  it("MissingParameter and InvalidParameter: what every action checks", async () => {
    const { regionId, instanceId } = simulator.examples.running!;
    const params = {
      RegionId: regionId,
      ContainerGroupId: instanceId,
      OpsType: "coredump",
      OpsValue: "enable",
    };
    for (const name of Object.keys(params)) {
      const call = callPop(simulator, "CreateInstanceOpsTask", { ...params, [name]: "" });
      assert.equal(await codeOf(call), "MissingParameter", name);
    }
    const nowhere = callPop(simulator, "CreateInstanceOpsTask", { ...params, RegionId: "cn-nowhere" });
    assert.equal(await codeOf(nowhere), "InvalidParameter");
  });
});
