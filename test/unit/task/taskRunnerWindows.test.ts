import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import type { Fault } from "../../../src/simulator/faults/fault.ts";
import { toRecordKey } from "../../../src/task/task.ts";
import { withTaskBed, type TaskWindow } from "./taskBed.ts";

const longCapture = { durationSeconds: 600 } as const;
const quick = { intervalSeconds: 0 };

/** Counts the questions about records. */
function countQuestions(): { readonly fault: Fault; readonly take: () => number } {
  let questions = 0;
  return {
    fault: (request, _response, next) => {
      if (request.headers["x-acs-action"] === "DescribeInstanceOpsRecords") questions += 1;
      return next();
    },
    take: () => {
      const counted = questions;
      questions = 0;
      return counted;
    },
  };
}

/** Two windows and a capture that the first began and asks about; the function counts the questions since it was last called. */
async function withTwoWindows(
  run: (scene: {
    readonly asking: TaskWindow;
    readonly other: TaskWindow;
    readonly id: string;
    readonly take: () => number;
  }) => Promise<void>,
): Promise<void> {
  const { fault, take } = countQuestions();
  await withTaskBed(
    async ({ open, running }) => {
      const [asking, other] = [await open(), await open()];
      const { id } = await asking.runner.startCapture(running, longCapture);
      await other.until(id, (task) => toRecordKey(task) !== undefined);
      await run({ asking, other, id, take });
    },
    { fault, ops: quick },
  );
}

describe("runners of several windows", { timeout: 60_000 }, () => {
  it("ask no more often than one alone", async () => {
    /** Questions in the first seconds of a capture; timers run twenty times as fast. */
    const askWith = async (count: number): Promise<number> => {
      const { fault, take } = countQuestions();
      let asked = 0;
      await withTaskBed(
        async ({ open, running }) => {
          const windows = await Promise.all(Array.from({ length: count }, () => open()));
          const { id } = await windows[0]!.runner.startCapture(running, longCapture);
          take();
          await wait(4_000);
          asked = take();
          for (const { ledger } of windows) assert.ok(toRecordKey(ledger.get(id)!) !== undefined);
        },
        { fault, ops: quick },
      );
      return asked;
    };
    const [alone, three] = await Promise.all([askWith(1), askWith(3)]);
    assert.ok(alone >= 3, `${alone} questions`);
    assert.ok(three <= alone + 1, `${three} questions of three windows, ${alone} of one`);
  });

  it("go on when the one that asks is closed", () =>
    withTwoWindows(async ({ asking, take }) => {
      await asking.close();
      take();
      for (let tries = 0; take() === 0; tries += 1) {
        assert.ok(tries < 1_000, "nobody asks any more");
        await wait(5);
      }
    }));

  it("ask at once when another window stopped the task", () =>
    withTwoWindows(async ({ other, id, take }) => {
      // Asked after 5, 12.5, 24, 41 and 66 seconds, which pass twenty times as fast: the next time is far.
      await wait(2_200);
      take();
      await other.runner.stop(id);
      await wait(700);
      assert.ok(take() > 0, "it waits for its next turn");
      await other.until(id, ({ state }) => state.kind === "succeeded" || state.kind === "closed");
    }));

  it("leave it to another window that has the account's key", () => {
    const { fault, take } = countQuestions();
    return withTaskBed(
      async ({ open, running }) => {
        const withoutKey = await open({ hasKey: false });
        const withKey = await open();
        const { id } = await withKey.runner.startCapture(running, longCapture);
        await withKey.close();
        const later = await open();
        withoutKey.runner.resume();
        await wait(500);
        assert.ok(withoutKey.runner.problem(withoutKey.ledger.get(id)!) !== undefined);
        take();
        later.runner.resume();
        await later.until(id, (task) => toRecordKey(task) !== undefined);
        await wait(1_000);
        assert.ok(take() > 0);
        assert.equal(later.ledger.get(id)?.state.kind, "ready");
      },
      { fault, ops: quick },
    );
  });

  it("ask at once when the user of a window that does not ask wants to know", () =>
    withTwoWindows(async ({ other, take }) => {
      take();
      await other.runner.refresh();
      for (let tries = 0; take() === 0; tries += 1) {
        assert.ok(tries < 100, "it was not asked");
        await wait(10);
      }
    }));
});
