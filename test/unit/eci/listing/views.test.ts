import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { meetsFilter, toFilterTags, toInstanceFilter } from "../../../../src/eci/listing/instanceFilter.ts";
import {
  groupInstances,
  isInstanceGrouping,
  needsWholeInstances,
} from "../../../../src/eci/listing/instanceGroups.ts";
import { instanceOrders, sortInstances } from "../../../../src/eci/listing/instanceOrder.ts";
import { toWorkload } from "../../../../src/eci/listing/workload.ts";
import { anyRow, buildContainer, buildInstance } from "./instances.ts";

const web = buildInstance({
  id: "eci-bp1abc",
  name: "web-7d9fbd6c5c-x2x4z",
  isWhole: true,
  status: "Failed",
  privateIp: "10.16.0.4",
  containers: [buildContainer({ image: "registry/Shop/web:2.14" })],
  tags: [{ key: "env", value: "production" }],
});
const job = buildInstance({ id: "eci-bp1xyz", name: "report", status: "ScheduleFailed" });
const meets = (text: string, instance = web, hasTags = false) =>
  meetsFilter(instance, toInstanceFilter(text), () => hasTags);

describe("a filter of instances", () => {
  it("finds every word, in any field but the tags", () => {
    for (const text of ["", "web", "WEB 10.16", "bp1abc failed", "shop/web:2", '"7d9fbd6c5c-x2"', "web:2.14"])
      assert.ok(meets(text), text);
    for (const text of ["api", "web api", "production", "10.17"]) assert.ok(!meets(text), text);
  });

  it("finds a value in the field that is named", () => {
    for (const text of [
      "name:web",
      "id:bp1ABC",
      "status:fail",
      "ip:10.16.",
      "image:web:2.14",
      "tag:env",
      "name:",
    ])
      assert.ok(meets(text), text);
    for (const text of ["name:bp1abc", "id:web", "ip:web", "image:10", "tag:production", "tag:env=prod"])
      assert.ok(!meets(text), text);
    assert.ok(!meets("status:Failed", job), "a status is looked for from its beginning");
  });

  it("leaves the tags of an instance that is not whole to the service", () => {
    assert.deepEqual(toFilterTags(toInstanceFilter("web tag:env=a=b tag:team tag:=x")), [
      { key: "env", value: "a=b" },
      { key: "team", value: undefined },
    ]);
    assert.equal(meets("tag:env=production", job, true), true);
    assert.equal(meets("tag:env=production", job, false), false);
    assert.equal(meets("tag:env=production", web, false), true);
  });

  it("takes any text, and a name that is typed whole always finds its instance", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, name) => {
        meets(text);
        const word = name.replaceAll(/["\s]/gu, "");
        fc.pre(!/^(?:name|id|status|ip|image|tag):/iu.test(word));
        assert.ok(meets(`"${word}"`, buildInstance({ id: "eci-1", name: `a ${word} b` })));
      }),
      { numRuns: 1000 },
    );
  });
});

describe("groups and orders", () => {
  it("hold every instance exactly once", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyRow, { selector: ({ id }) => id }),
        fc.constantFrom("none", "status", "workload", "image", "zone", "vSwitch", "tag:zone", "tag:x"),
        fc.constantFrom(...instanceOrders),
        (instances, grouping, order) => {
          assert.ok(isInstanceGrouping(grouping));
          const groups = groupInstances(sortInstances(instances, order), grouping);
          const ids = groups.flatMap((group) => group.instances.map(({ id }) => id));
          assert.deepEqual(ids.toSorted(), instances.map(({ id }) => id).toSorted());
          assert.equal(new Set(groups.map(({ key, isUnread }) => `${key} ${isUnread}`)).size, groups.length);
          for (const { isUnread, instances: members } of groups)
            if (isUnread) assert.ok(needsWholeInstances(grouping) && members.every((one) => !one.isWhole));
        },
      ),
    );
  });

  it("put first what needs somebody's eyes, what is new, what restarts", () => {
    const rows = [
      buildInstance({ id: "b", createdAt: "2026-01-01T00:00:00Z" }),
      buildInstance({ id: "a", status: "Hibernating", createdAt: "2026-03-01T00:00:00Z" }),
      buildInstance({ id: "c", status: "Failed", containers: [buildContainer({ restartCount: 2 })] }),
    ];
    const ids = (order: (typeof instanceOrders)[number]) => sortInstances(rows, order).map(({ id }) => id);
    assert.deepEqual(ids("name"), ["a", "b", "c"]);
    assert.deepEqual(ids("status"), ["c", "a", "b"]);
    assert.deepEqual(ids("newest"), ["a", "b", "c"]);
    assert.deepEqual(ids("restarts"), ["c", "a", "b"]);
  });
});

describe("toWorkload", () => {
  it("knows the workload by how Kubernetes names pods, and the namespace by the row or the tags", () => {
    const nameOf = (name: string) => toWorkload(buildInstance({ id: "eci-1", name })).name;
    assert.equal(nameOf("web-7d9fbd6c5c-x2x4z"), "web");
    assert.equal(nameOf("log-agent-x2x4z"), "log-agent");
    assert.equal(nameOf("mysql-orders-0"), "mysql-orders");
    assert.equal(nameOf("report"), "report");
    const tags = [
      { key: "NameSpace", value: "shop" },
      { key: "app", value: "reports" },
    ];
    const instance = buildInstance({ id: "eci-1", name: "report", isWhole: true, tags });
    assert.deepEqual(toWorkload(instance), { namespace: "shop", name: "reports" });
    assert.equal(toWorkload({ ...instance, namespace: "other" }).namespace, "other");
  });
});
