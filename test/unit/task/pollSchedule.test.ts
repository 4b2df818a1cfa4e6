import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { PollSchedule, type PollWish } from "../../../src/task/pollSchedule.ts";

/** Timers that a test moves by hand, and the delays that were asked of them. */
function createTimers() {
  const waiting = new Set<() => void>();
  const delays: number[] = [];
  return {
    delays,
    waiting,
    start: (callback: () => void, delayMs: number) => {
      delays.push(delayMs / 1000);
      waiting.add(callback);
      return () => waiting.delete(callback);
    },
    async fire() {
      for (const callback of [...waiting]) {
        waiting.delete(callback);
        callback();
      }
      await new Promise(setImmediate);
    },
  };
}

describe("PollSchedule", () => {
  it("polls slower and slower, up to a minute", async () => {
    const timers = createTimers();
    const schedule = new PollSchedule(() => Promise.resolve({}), timers.start);
    schedule.keep(new Map([["a", 5]]));
    for (let count = 0; count < 9; count++) await timers.fire();
    assert.deepEqual(timers.delays.slice(0, 4), [5, 5, 7.5, 11.25]);
    assert.equal(timers.delays.at(-1), 60);
    schedule.hurry("a", 5);
    await timers.fire();
    assert.deepEqual(timers.delays.slice(-2), [0, 5]);
    schedule.dispose();
    assert.equal(timers.waiting.size, 0);
  });

  it("runs no timer when nothing is kept", () => {
    const timers = createTimers();
    const schedule = new PollSchedule(() => Promise.resolve({}), timers.start);
    schedule.keep(new Map());
    assert.equal(timers.waiting.size, 0);
    schedule.keep(new Map([["a", 5]]));
    schedule.keep(new Map());
    assert.equal(timers.waiting.size, 0);
    schedule.hurry("a", 5);
    assert.equal(timers.waiting.size, 0);
    schedule.dispose();
  });

  it("never polls a key twice at once, and polls again at once when it was hurried meanwhile", async () => {
    const timers = createTimers();
    let open = 0;
    let most = 0;
    let finish: (wish: PollWish) => void = () => undefined;
    const poll = async (): Promise<PollWish> => {
      most = Math.max(most, ++open);
      const wish = await new Promise<PollWish>((resolve) => (finish = resolve));
      open--;
      return wish;
    };
    const schedule = new PollSchedule(poll, timers.start);
    schedule.keep(new Map([["a", 5]]));
    await timers.fire();
    schedule.hurry("a", 5);
    schedule.keep(new Map([["a", 5]]));
    assert.equal(timers.waiting.size, 0);
    finish({});
    await new Promise(setImmediate);
    assert.equal(timers.delays.at(-1), 0);
    await timers.fire();
    assert.equal(most, 1);
    finish({});
    await new Promise(setImmediate);
    assert.equal(timers.delays.at(-1), 7.5, "hurried once, polled at once once");
    await timers.fire();
    schedule.dispose();
    finish({});
    await new Promise(setImmediate);
    assert.equal(timers.waiting.size, 0);
  });

  it("never polls a key twice at once, also when it is let go and kept anew meanwhile", async () => {
    const timers = createTimers();
    const finish: (() => void)[] = [];
    const poll = () => new Promise<PollWish>((resolve) => finish.push(() => resolve({})));
    const schedule = new PollSchedule(poll, timers.start);
    schedule.keep(new Map([["a", 5]]));
    await timers.fire();
    schedule.keep(new Map());
    schedule.keep(new Map([["a", 5]]));
    await timers.fire();
    assert.equal(finish.length, 1);
    finish[0]?.();
    await new Promise(setImmediate);
    await timers.fire();
    assert.deepEqual([finish.length, timers.delays], [2, [5, 5]]);
    schedule.dispose();
  });

  it("does as the poll wishes", async () => {
    const timers = createTimers();
    const wishes: PollWish[] = [{ atMostSeconds: 2 }, { atLeastSeconds: 100, atMostSeconds: 2 }];
    const schedule = new PollSchedule(() => Promise.resolve(wishes.shift() ?? {}), timers.start);
    schedule.keep(new Map([["a", 30]]));
    await timers.fire();
    await timers.fire();
    assert.deepEqual(timers.delays, [30, 2, 100]);
    schedule.dispose();
  });
});
