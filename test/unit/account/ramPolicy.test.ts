import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  buildRamPolicy,
  neededActions,
  toNeededAction,
  toRamActions,
} from "../../../src/account/ramPolicy.ts";

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

  it("binds tasks to any one of several tags", () => {
    const tags = [
      { key: "env", value: "test" },
      { key: "app", value: "web" },
      { key: "env", value: "staging" },
      { key: "env", value: "test" },
    ];
    const { Statement: statements } = JSON.parse(buildRamPolicy(["eci:CreateInstanceOpsTask"], { tags })) as {
      Statement: { Condition: unknown }[];
    };
    assert.deepEqual(
      statements.map(({ Condition: condition }) => condition),
      [
        { StringEquals: { "eci:tag/env": ["test", "staging"] } },
        { StringEquals: { "eci:tag/app": ["web"] } },
      ],
    );
    assert.deepEqual(
      JSON.parse(buildRamPolicy(["eci:DescribeRegions"], { tags })),
      JSON.parse(buildRamPolicy(["eci:DescribeRegions"])),
    );
  });

  it("takes only actions that it knows", () => {
    assert.deepEqual(toRamActions(["sts:AssumeRole", "eci:*", 5, "eci:DescribeRegions"]), [
      "eci:DescribeRegions",
      "sts:AssumeRole",
    ]);
  });

  it("binds tasks alone to a tag", () => {
    const tags = [{ key: 'env"x', value: "test" }];
    assert.deepEqual(
      JSON.parse(buildRamPolicy(["eci:CreateInstanceOpsTask", "eci:DescribeRegions"], { tags })),
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
