import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRecentMap } from "../../../../src/capture/findings/recentMap.ts";

describe("a map of what is recent", () => {
  it("keeps the newest half, never more than all, and tells each that it forgets once", () => {
    const forgotten: number[] = [];
    const map = createRecentMap<number>(100, (value) => forgotten.push(value));
    for (let key = 0; key < 1_000; key += 1) {
      map.set(key, key);
      const kept = [...map.values()];
      assert.ok(kept.length <= 100);
      for (let recent = Math.max(0, key - 49); recent <= key; recent += 1)
        assert.equal(map.get(recent), recent);
      assert.equal(forgotten.length + kept.length, key + 1);
    }
    assert.deepEqual(forgotten, [...forgotten.keys()]);
  });

  it("forgets nothing that was taken out or set anew", () => {
    const forgotten: string[] = [];
    const map = createRecentMap<string>(4, (value) => forgotten.push(value));
    for (const key of [1, 2, 3, 4]) map.set(key, `first ${key}`);
    map.delete(1);
    map.set(2, "second 2");
    for (const key of [5, 6]) map.set(key, `first ${key}`);
    assert.equal(map.get(2), "second 2");
    assert.ok(!forgotten.includes("first 1") && !forgotten.includes("first 2"), forgotten.join());
  });
});
