import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findProductionTag } from "../../../../src/host/tasks/productionTags.ts";

describe("findProductionTag", () => {
  it("matches key and value exactly, or the key alone", () => {
    const tags = [
      { key: "app", value: "web" },
      { key: "env", value: "production" },
      { key: "a=b", value: "c" },
    ];
    assert.deepEqual(findProductionTag(tags, ["env=prod", "env=production"]), tags[1]);
    assert.deepEqual(findProductionTag(tags, ["app"]), tags[0]);
    assert.deepEqual(findProductionTag(tags, ["a=b=c"]), tags[2]);
    for (const patterns of [[], ["env=prod"], ["Env=production"], ["env=*"], ["production"]]) {
      assert.equal(findProductionTag(tags, patterns), undefined, patterns.join());
    }
  });
});
