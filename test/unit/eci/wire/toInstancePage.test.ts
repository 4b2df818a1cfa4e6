import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import * as z from "zod/mini";
import { toShownJson } from "../../../../src/eci/wire/toShownJson.ts";
import { instancePageSchema, toInstancePage } from "../../../../src/eci/wire/toInstancePage.ts";

const state = {
  State: "Terminated",
  Reason: "OOMKilled",
  ExitCode: 137,
  Signal: 9,
  StartTime: "2025-06-01T00:00:00Z",
  FinishTime: "2025-06-01T00:01:00Z",
  DetailStatus: "x",
};
const row = {
  ContainerGroupId: "eci-1",
  ContainerGroupName: "web",
  RegionId: "cn-beijing",
  ZoneId: "cn-beijing-a",
  Status: "Hibernating",
  IntranetIp: "10.0.0.1",
  InternetIp: "",
  Cpu: 2,
  Memory: 4,
  CreationTime: "2025-06-01T00:00:00Z",
  Tags: [{ Key: "env", Value: "prod" }, { Key: "bare" }, "tag"],
  InitContainers: [
    { Name: "prepare", Image: "busybox", EnvironmentVars: [{ Key: "INIT", Value: "init-secret" }] },
  ],
  Containers: [
    {
      Name: "app",
      Image: "nginx:1",
      Cpu: 1,
      Memory: 2,
      Ready: true,
      RestartCount: 3,
      CurrentState: { State: "Running", ExitCode: "none" },
      PreviousState: state,
      Ports: [{ Port: 80, Protocol: "TCP" }, {}],
      EnvironmentVars: [
        { Key: "PASSWORD", Value: "env-secret" },
        { Key: "EMPTY", Value: "" },
        { Key: "POD", Value: "", ValueFrom: { FieldRef: { FieldPath: "status.podIP" } } },
      ],
    },
    { Image: "no name" },
  ],
  Events: [{ Type: "Warning", Reason: "BackOff", Message: "m", Count: 4, LastTimestamp: "t" }, 7],
  Volumes: [
    { Name: "c", ConfigFileVolumeConfigFileToPaths: [{ Path: "/a", Content: "config-secret" }] },
    { Name: "f", FlexVolumeOptions: '{"akSecret":"flex-secret"}' },
  ],
};

function toPage(answer: unknown) {
  return toInstancePage(z.parse(instancePageSchema, answer), "cn-asked");
}

describe("toInstancePage", () => {
  it("puts an instance into our words, unknown ones kept", () => {
    const [instance] = toPage({ ContainerGroups: [row] }).instances;
    assert.ok(instance);
    const { containers, ...rest } = instance;
    assert.equal(rest.status, "Hibernating");
    assert.equal(rest.privateIp, "10.0.0.1");
    assert.equal(rest.internetIp, undefined);
    assert.deepEqual(rest.tags, [
      { key: "env", value: "prod" },
      { key: "bare", value: "" },
    ]);
    assert.deepEqual(
      containers.map(({ name, isInit, restartCount }) => [name, isInit, restartCount]),
      [
        ["prepare", true, 0],
        ["app", false, 3],
      ],
    );
    assert.deepEqual(containers[1]?.ports, [{ port: 80, protocol: "TCP" }]);
    assert.equal(containers[1].currentState?.state, "Running");
    assert.deepEqual(containers[1].previousState, {
      state: "Terminated",
      reason: "OOMKilled",
      message: undefined,
      exitCode: 137,
      signal: 9,
      startTime: "2025-06-01T00:00:00Z",
      finishTime: "2025-06-01T00:01:00Z",
    });
    assert.deepEqual(rest.events, [
      { type: "Warning", reason: "BackOff", message: "m", count: 4, firstTime: undefined, lastTime: "t" },
    ]);
  });

  it("counts the rows that are no instances and keeps the others", () => {
    const page = toPage({
      ContainerGroups: [
        row,
        null,
        {},
        { ContainerGroupId: "" },
        "row",
        { ContainerGroupId: "eci-2", Tags: 7 },
      ],
      NextToken: "n",
      TotalCount: 6,
    });
    assert.deepEqual(
      page.instances.map(({ id }) => id),
      ["eci-1", "eci-2"],
    );
    assert.equal(page.instances[1]?.regionId, "cn-asked");
    assert.deepEqual([page.unreadable, page.nextToken, page.totalCount], [4, "n", 6]);
  });

  it("never lets an environment value or a config file through", () => {
    assert.doesNotMatch(JSON.stringify(toPage({ ContainerGroups: [row] })), /secret/u);
    const json = toShownJson(row) as typeof row;
    assert.doesNotMatch(JSON.stringify(json), /secret/u);
    assert.deepEqual(json.Containers[0]?.EnvironmentVars, [
      { Key: "PASSWORD", Value: "***" },
      { Key: "EMPTY", Value: "" },
      { Key: "POD", Value: "", ValueFrom: { FieldRef: { FieldPath: "status.podIP" } } },
    ]);
    assert.deepEqual(json.Volumes[0]?.ConfigFileVolumeConfigFileToPaths, [{ Path: "/a", Content: "***" }]);
    assert.equal(json.ContainerGroupName, "web");
  });

  it("holds an instance that came twice once", () => {
    const page = toPage({ ContainerGroups: [row, { ...row, ContainerGroupId: "eci-2" }, row] });
    assert.deepEqual(
      page.instances.map(({ id }) => id),
      ["eci-1", "eci-2"],
    );
    assert.equal(page.unreadable, 0);
  });

  it("never throws and never loses a good row, whatever stands in the fields", () => {
    const damaged = fc
      .tuple(fc.subarray(Object.keys(row).filter((key) => key !== "ContainerGroupId")), fc.jsonValue())
      .map(([keys, value]) => ({ ...row, ...Object.fromEntries(keys.map((key) => [key, value])) }));
    fc.assert(
      fc.property(fc.array(fc.oneof(damaged, fc.jsonValue()), { maxLength: 5 }), damaged, (rows, good) => {
        const withOwnId = (group: unknown, index: number): unknown =>
          typeof group === "object" && group !== null && "ContainerGroupId" in group
            ? { ...group, ContainerGroupId: `eci-${index}` }
            : group;
        const page = toPage({ ContainerGroups: [...rows, good].map(withOwnId) });
        assert.equal(page.instances.at(-1)?.id, `eci-${rows.length}`);
        assert.equal(page.instances.length + page.unreadable, rows.length + 1);
        assert.doesNotMatch(JSON.stringify(page), /(?:env|init|config|flex)-secret/u);
      }),
    );
  });
});
