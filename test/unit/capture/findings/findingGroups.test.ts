import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createCaptureAnalysis } from "../../../../src/capture/analysis/createCaptureAnalysis.ts";
import { createFindingGroups } from "../../../../src/capture/findings/findingGroups.ts";

const { conversations } = createCaptureAnalysis();
const table = { ...conversations, streamOf: (id: number) => id };
const cause = (severity: "error" | "note", name: string, most: number) => ({
  severity,
  params: { name, most },
  filter: `own ${name}`,
  within: "http",
});

/** Groups with so many causes, each seen once in a packet and a conversation of its own. */
function createGroups(causes: number) {
  const groups = createFindingGroups("httpServerError", "shared");
  for (let index = 0; index < causes; index += 1) {
    groups.add(`key ${index}`, { packets: [index + 1], conversation: index }, () =>
      cause(index === 3 ? "error" : "note", `name ${index}`, index),
    );
  }
  return groups;
}

describe("groups of findings", () => {
  it("are one finding a cause as long as there are few", () => {
    assert.equal(createGroups(20).build(table).length, 20);
    assert.deepEqual(createGroups(1).build(table), [
      {
        id: "httpServerError",
        severity: "note",
        count: 1,
        params: { name: "name 0", most: 0 },
        packets: [1],
        filter: "tcp.stream == 0 && http",
      },
    ]);
  });

  it("are one finding together where there are many, as bad as the worst of them", () => {
    const [found, ...others] = createGroups(60).build(table);
    assert.deepEqual(others, []);
    assert.deepEqual(
      [found?.severity, found?.count, found?.params, found?.packets.length, found?.filter],
      ["error", 60, { name: "name 0, name 1, name 2, …", most: 59 }, 60, "shared"],
    );
  });

  it("keep a cause for itself that is more than a tenth of all, and its own filter in many conversations", () => {
    const groups = createGroups(60);
    for (let index = 0; index < 90; index += 1) {
      groups.add("much", { packets: [1_000 - index], conversation: 100 + index }, () =>
        cause("note", "much", 1),
      );
    }
    const [much, rest] = groups.build(table);
    assert.deepEqual(
      [much?.count, much?.params["name"], much?.filter, rest?.count],
      [90, "much", "own much", 60],
    );
    assert.deepEqual(much?.packets.slice(0, 2), [911, 912]);
  });

  it("count everything, and name the first packets, however many causes there are", () => {
    const groups = createGroups(5_000);
    groups.addMore(77);
    const [found, ...others] = groups.build(table);
    assert.deepEqual(others, []);
    assert.equal(found?.count, 5_077);
    assert.deepEqual(
      found.packets,
      Array.from({ length: 100 }, (_, index) => index + 1),
    );
    assert.deepEqual(groups.build(table), [found]);
  });

  it("count what was only counted with a cause where there are few", () => {
    const groups = createGroups(1);
    groups.addMore(4);
    assert.deepEqual(
      groups.build(table).map(({ count, params }) => [count, params["name"]]),
      [[5, "name 0"]],
    );
    assert.deepEqual(createFindingGroups("tlsAlert", undefined).build(table), []);
  });
});
