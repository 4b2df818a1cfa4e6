import { after, before, describe, it } from "mocha";
import assert from "node:assert/strict";
import { CloudError } from "../../src/eci/cloudError.ts";
import { createEciClient } from "../../src/eci/createEciClient.ts";
import type { EciClient } from "../../src/eci/eciClient.ts";
import { opsTaskCodes } from "../../src/eci/errorCatalogue.ts";
import type { OpsType } from "../../src/eci/model.ts";
import { toErrorText } from "../../src/host/errors/errorText.ts";
import type { Example, Examples } from "../../src/simulator/examples.ts";
import { startSimulator, type Simulator } from "../../src/simulator/startSimulator.ts";

type OpsTaskCode = (typeof opsTaskCodes)[number];
/** What brings a code about: the requests are sent one after the other, and the last one is refused. */
type Trigger = {
  readonly of: (examples: Examples) => Example | undefined;
  readonly opsType: string;
  readonly opsValues: readonly string[];
};

const capture = '{"Enable":true,"Duration":60}';
const triggers: Record<OpsTaskCode, Trigger> = {
  "Coredump.RefrshIntervalTooShort": {
    of: ({ running }) => running,
    opsType: "coredump",
    opsValues: ["enable", "disable"],
  },
  "Ops.TypeNotSupport": { of: ({ running }) => running, opsType: "strace", opsValues: ["enable"] },
  "Coredump.RegionNotSupport": {
    of: (all) => all.unsupportedRegion,
    opsType: "coredump",
    opsValues: ["enable"],
  },
  "CorePattern.UpdateFail": { of: (all) => all.coreUpdateFail, opsType: "coredump", opsValues: ["enable"] },
  "Coredump.InvalidCorePatternType": {
    of: (all) => all.corePatternPipe,
    opsType: "coredump",
    opsValues: ["enable"],
  },
  InvalidCorePatternValue: { of: (all) => all.corePatternPath, opsType: "coredump", opsValues: ["enable"] },
  "InvalidInstanceId.NotFound": {
    of: ({ running }) => running && { ...running, instanceId: "eci-gone" },
    opsType: "tcpdump",
    opsValues: [capture],
  },
  "Ops.InstanceNotSupport": { of: ({ ended }) => ended, opsType: "tcpdump", opsValues: [capture] },
  "Ops.IntervalTooShort": {
    of: ({ running }) => running,
    opsType: "tcpdump",
    opsValues: [capture, '{"Enable":false}'],
  },
  "Ops.RegionNotSupport": { of: (all) => all.unsupportedRegion, opsType: "tcpdump", opsValues: [capture] },
  "Ops.OpsValueInvalid": { of: ({ crashing }) => crashing, opsType: "coredump", opsValues: ["maybe"] },
  "Ops.ExecuteTaskFail": { of: (all) => all.executeTaskFail, opsType: "tcpdump", opsValues: [capture] },
  "Tcpdump.InvalidValue": {
    of: ({ crashing }) => crashing,
    opsType: "tcpdump",
    opsValues: ['{"Enable":true,"Snaplen":0}'],
  },
};

describe("the 13 refusals of a task, from the service to the user's words", () => {
  let simulator: Simulator;
  let client: EciClient;
  before(async () => {
    simulator = await startSimulator({ engine: "synthetic" });
    const { endpoint, identities } = simulator;
    client = createEciClient({
      credentials: identities.full,
      endpoint: () => endpoint,
      stsEndpoint: endpoint,
    });
  });
  after(async () => {
    client.dispose();
    await simulator.close();
  });

  for (const code of opsTaskCodes) {
    it(`${code}: what happened, the service's own words, and a next step`, async () => {
      const { of, opsType, opsValues } = triggers[code];
      const example = of(simulator.examples);
      assert.ok(example);
      const { regionId, instanceId } = example;
      const send = (opsValue: string) =>
        client.createOpsTask({ regionId, instanceId, opsType: opsType as OpsType, opsValue });
      for (const opsValue of opsValues.slice(0, -1)) await send(opsValue);
      const error = await send(opsValues.at(-1) ?? "").then(
        () => assert.fail("it was accepted"),
        (thrown: unknown) => thrown,
      );
      assert.ok(error instanceof CloudError, String(error));
      assert.equal(error.details.code, code);
      assert.equal(error.details.outcomeUnknown, false);
      const { what, next, requestId, retry } = toErrorText(error);
      assert.ok(what.includes(`(${code}: `) && what.indexOf("(") > 20, what);
      assert.ok(next.length > 20, next);
      assert.ok(requestId);
      assert.equal(retry === "countdown", code.includes("Interval"));
    });
  }
});
