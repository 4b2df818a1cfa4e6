import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRateLimit } from "../../../../src/simulator/rpc/rateLimit.ts";

describe("createRateLimit", () => {
  it("lets a key make so many calls a second and refills evenly", () => {
    const mayCall = createRateLimit(2);
    const answers = [0, 0, 0, 499, 500, 500, 60_000, 60_000, 60_000].map((now) => mayCall("key", now));
    assert.deepEqual(answers, [true, true, false, false, true, false, true, true, false]);
    assert.equal(mayCall("other", 0), true);
  });

  it("lets everything pass without a rate", () => {
    const mayCall = createRateLimit(undefined);
    assert.ok(Array.from({ length: 1000 }, () => mayCall("key", 0)).every(Boolean));
  });
});
