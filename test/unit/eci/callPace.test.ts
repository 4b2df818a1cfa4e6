import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { createAccountPace, createCallPace } from "../../../src/eci/callPace.ts";

describe("createCallPace", () => {
  it("keeps to its number a second where the service hears of it, also when connections are slow at first", async () => {
    const pace = createCallPace();
    const { signal } = new AbortController();
    const heardMs: number[] = [];
    let underWay = 0;
    let most = 0;
    const call = async (count: number) => {
      most = Math.max(most, ++underWay);
      // The first ones connect; those after them find an open connection.
      await wait(count < 5 ? 200 : 1);
      heardMs.push(performance.now());
      await wait(5);
      underWay--;
    };
    await Promise.all(Array.from({ length: 15 }, (_, count) => pace(() => call(count), signal)));
    assert.equal(most, 5);
    for (let index = 10; index < heardMs.length; index += 1) {
      const gapMs = heardMs[index]! - heardMs[index - 10]!;
      assert.ok(gapMs >= 1000, `calls ${index - 10} to ${index} within ${gapMs} ms`);
    }
  });

  it("gives the place of a call that failed or was given up to the next one", async () => {
    const pace = createCallPace({ atOnce: 1, perSecond: 1000 });
    const { signal } = new AbortController();
    await assert.rejects(
      pace(() => Promise.reject(new Error("refused")), signal),
      /refused/u,
    );
    const begun: number[] = [];
    const call = (count: number) => Promise.resolve(begun.push(count));
    await assert.rejects(
      pace(() => call(6), AbortSignal.abort(new Error("mine"))),
      /mine/u,
    );
    await pace(() => call(7), signal);
    assert.deepEqual(begun, [7]);
  });
});

describe("createAccountPace", () => {
  it("goes as fast as a quota allows where it is known, until the service says that it is too fast", async () => {
    const paces = createAccountPace();
    const { signal } = new AbortController();
    const runAll = async (action: string) => {
      let underWay = 0;
      let most = 0;
      const call = async () => {
        most = Math.max(most, ++underWay);
        await wait(300);
        underWay--;
      };
      await Promise.all(Array.from({ length: 20 }, () => paces.of(action)(call, signal)));
      return most;
    };
    assert.equal(await runAll("DescribeContainerGroups"), 16);
    paces.slowDown();
    assert.equal(paces.of("DescribeContainerGroups"), paces.of("CreateInstanceOpsTask"));
    assert.equal(await runAll("DescribeContainerGroups"), 5);
  });
});
