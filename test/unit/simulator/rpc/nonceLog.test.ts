import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createNonceLog } from "../../../../src/simulator/rpc/nonceLog.ts";

describe("createNonceLog", () => {
  it("refuses a nonce of the same key until its time is over", () => {
    const log = createNonceLog(1000);
    assert.equal(log.add("key", "one", 0), true);
    assert.equal(log.add("key", "one", 1000), false);
    assert.equal(log.add("other", "one", 1000), true);
    assert.equal(log.add("key", "one", 1001), true);
  });
});
