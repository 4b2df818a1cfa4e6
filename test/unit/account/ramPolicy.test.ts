import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { buildRamPolicy, neededActions, toNeededAction } from "../../../src/account/ramPolicy.ts";

describe("buildRamPolicy", () => {
  it("allows exactly what was asked for", () => {
    assert.deepEqual(JSON.parse(buildRamPolicy(["eci:CreateInstanceOpsTask"])), {
      Version: "1",
      Statement: [{ Effect: "Allow", Action: ["eci:CreateInstanceOpsTask"], Resource: "*" }],
    });
    assert.deepEqual(JSON.parse(buildRamPolicy(neededActions)), {
      Version: "1",
      Statement: [{ Effect: "Allow", Action: [...neededActions], Resource: "*" }],
    });
    const twice = buildRamPolicy(["eci:DescribeRegions", "eci:DescribeRegions"]);
    assert.deepEqual(JSON.parse(twice), JSON.parse(buildRamPolicy(["eci:DescribeRegions"])));
  });

  it("binds tasks alone to a tag", () => {
    const tag = { key: 'env"x', value: "test" };
    assert.deepEqual(
      JSON.parse(buildRamPolicy(["eci:CreateInstanceOpsTask", "eci:DescribeRegions"], { tag })),
      {
        Version: "1",
        Statement: [
          { Effect: "Allow", Action: ["eci:DescribeRegions"], Resource: "*" },
          {
            Effect: "Allow",
            Action: ["eci:CreateInstanceOpsTask"],
            Resource: "*",
            Condition: { StringEquals: { 'eci:tag/env"x': ["test"] } },
          },
        ],
      },
    );
  });
});

describe("toNeededAction", () => {
  it("names the permission of a call that needs one", () => {
    assert.equal(toNeededAction("DescribeContainerGroups"), "eci:DescribeContainerGroups");
    assert.equal(toNeededAction("GetCallerIdentity"), undefined);
  });
});
