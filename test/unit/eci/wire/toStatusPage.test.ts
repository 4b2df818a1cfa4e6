import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import * as z from "zod/mini";
import { statusPageSchema, toStatusPage } from "../../../../src/eci/wire/toStatusPage.ts";

const row = {
  ContainerGroupId: "eci-1",
  Name: "web",
  Namespace: "shop",
  Status: "Hibernating",
  PodStatus: {
    PodIp: "10.0.0.1",
    StartTime: "2025-06-01T00:00:00Z",
    ContainerStatuses: [
      {
        ...{ Name: "app", Image: "nginx:1", Ready: false, RestartCount: 3 },
        State: { Waiting: { Reason: "CrashLoopBackOff", Message: "back-off" } },
        LastState: { Terminated: { ExitCode: 137, Signal: 9, Reason: "OOMKilled", FinishedAt: "t" } },
      },
      { Name: "proxy", State: { Running: { StartedAtstartedAt: "t" } }, LastState: {} },
      { Image: "no name" },
    ],
  },
};

function toPage(answer: unknown) {
  return toStatusPage(z.parse(statusPageSchema, answer), "cn-asked");
}

describe("toStatusPage", () => {
  it("puts a row into our words, as one that is not whole", () => {
    const [instance] = toPage({ Data: [row] }).instances;
    assert.ok(instance);
    const { id, name, regionId, status, namespace, privateIp, createdAt, isWhole } = instance;
    assert.deepEqual(
      { id, name, regionId, status, namespace, privateIp, createdAt, isWhole },
      {
        ...{ id: "eci-1", name: "web", regionId: "cn-asked", status: "Hibernating", namespace: "shop" },
        ...{ privateIp: "10.0.0.1", createdAt: "2025-06-01T00:00:00Z", isWhole: false },
      },
    );
    assert.deepEqual(
      instance.containers.map(({ name: own, image, restartCount, currentState, previousState }) => [
        ...[own, image, restartCount, currentState?.state, currentState?.reason],
        ...[previousState?.state, previousState?.reason, previousState?.exitCode, previousState?.signal],
      ]),
      [
        ["app", "nginx:1", 3, "Waiting", "CrashLoopBackOff", "Terminated", "OOMKilled", 137, 9],
        ["proxy", "", 0, "Running", undefined, undefined, undefined, undefined, undefined],
      ],
    );
  });

  it("counts what is no row, and holds once what came twice", () => {
    const again = { ContainerGroupId: "eci-1", Status: "Running" };
    const page = toPage({
      Data: [row, null, {}, again, { ContainerGroupId: 7 }],
      NextToken: "n",
      TotalCount: 5,
    });
    assert.deepEqual(
      page.instances.map(({ id, status }) => `${id} ${status}`),
      ["eci-1 Running"],
    );
    assert.deepEqual([page.unreadable, page.nextToken, page.totalCount], [3, "n", 5]);
  });

  it("never throws and never loses a good row, whatever stands in the fields", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...Object.keys(row)), fc.anything()),
        fc.anything(),
        (odd, pod) => {
          const rows = [
            { ...row, ...odd, ContainerGroupId: "eci-2" },
            { ...row, PodStatus: pod },
          ];
          const { instances } = toPage({ Data: rows });
          assert.deepEqual(
            instances.map(({ id }) => id),
            ["eci-2", "eci-1"],
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});
