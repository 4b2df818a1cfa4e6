import assert from "node:assert/strict";
import { CloudError } from "../../../src/eci/cloudError.ts";
import type { Task, TaskTarget } from "../../../src/task/task.ts";
import type { CompressedBed } from "../calls/compressedBed.ts";

const pauseSeconds = 60;
/** Longer than any capture, with its way through all faults. */
const limitSeconds = 3600;

/** Somebody who works with a window: lists instances, captures, and lets results be fetched. */
export type SoakUser = {
  /** Captures until there is a file, and gives its task. */
  capture(target: TaskTarget, durationSeconds: number): Promise<Task>;
  /** Reads all instances of the region, and gives their ids. */
  list(accountId: string, regionId: string): Promise<readonly string[]>;
  /** How often something had to be asked for again. */
  readonly repeats: () => number;
  stop(): void;
};

/** Results are fetched as soon as there are any, and after a while again where that fails. */
export function createSoakUser({
  ledger,
  runner,
  downloads,
  clientOf,
  time,
  until,
}: CompressedBed): SoakUser {
  let repeats = 0;
  let isOver = false;
  const fetchResult = (id: string): void => {
    downloads.start(id).catch(() => {
      if (isOver) return;
      repeats += 1;
      time.startTimer(() => fetchResult(id), pauseSeconds * 1000);
    });
  };
  const stopListening = ledger.onChange(({ before, after }) => {
    if (after?.state.kind === "succeeded" && before?.state.kind !== "downloading") fetchResult(after.id);
  });
  const again = async (error: unknown): Promise<undefined> => {
    assert.ok(error instanceof CloudError, String(error));
    repeats += 1;
    await time.wait(pauseSeconds);
    return undefined;
  };
  return {
    async capture(target, durationSeconds) {
      for (;;) {
        const task = await runner.startCapture(target, { durationSeconds, packetCount: 40 }).catch(again);
        if (task === undefined) continue;
        const end = await until(
          task.id,
          ({ state }) => state.kind === "downloaded" || state.kind === "failed",
          limitSeconds,
        );
        if (end.state.kind === "downloaded") return end;
        assert.ok(end.state.kind === "failed");
        assert.equal(end.state.failure.code, "NotCarriedOut");
        repeats += 1;
      }
    },
    async list(accountId, regionId) {
      const ids: string[] = [];
      let nextToken: string | undefined;
      for (;;) {
        const page = await clientOf(accountId).describeInstances({ regionId, nextToken }).catch(again);
        if (page === undefined) continue;
        ids.push(...page.instances.map(({ id }) => id));
        nextToken = page.nextToken;
        if (nextToken === undefined) return ids;
      }
    },
    repeats: () => repeats,
    stop: () => {
      isOver = true;
      stopListening();
    },
  };
}
