import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Fault } from "../../../src/simulator/faults/fault.ts";
import { rewriteAnswer } from "../../../src/simulator/faults/rewriteAnswer.ts";
import { resetAfter } from "../../../src/simulator/faults/resetAfter.ts";
import { DownloadError } from "../../../src/task/download/downloadError.ts";
import { toRecordKey, type Task, type TaskTarget } from "../../../src/task/task.ts";
import { createCountedRow } from "../countedRow.ts";
import { toTries } from "../tries.ts";
import { openCompressedBed, type CompressedBed } from "./compressedBed.ts";

const triesEach = toTries(10, 1);
const create = "CreateInstanceOpsTask";
const records = "DescribeInstanceOpsRecords";
const linkSeconds = 3600;

/** A record as the wire has it, or what stands in its place. */
type Wire = Readonly<Record<string, unknown>>;

/** What one try has at hand: an instance of its own, and a way to change the records that are told of it. */
type Try = {
  readonly bed: CompressedBed;
  readonly target: TaskTarget;
  /** Different in each try of a case, from 0. */
  readonly index: number;
  /** The records from now on, out of those that the simulator has. */
  tell(change: Change): void;
  /** The same, and the reply of each task is lost. */
  tellAndLose(change: Change): void;
  /** The true records, newest first, as they were last seen. */
  truth(): readonly Wire[];
};

type Change = (truth: readonly Wire[]) => readonly unknown[];

type Case = { readonly name: string; readonly run: (one: Try) => Promise<void> };

const isOver = ({ state }: Task): boolean => state.kind !== "ready" && state.kind !== "unknownOutcome";

function start({ bed, target }: Try, durationSeconds = 5): Promise<Task> {
  return bed.runner.startCapture(target, { durationSeconds, packetCount: 5 });
}

/** Checks that the ledger holds these tasks of the instance and no others. */
function checkRows({ bed, target }: Try, ...kinds: string[]): void {
  const own = bed.ledger.all().filter((task) => task.target.instanceId === target.instanceId);
  assert.deepEqual(own.map(({ origin, state }) => `${origin} ${state.kind}`).sort(), kinds.sort());
}

/** A closed record that is older or newer than another, so that it is nobody's row. */
function moved(record: Wire, seconds: number, more: Wire = {}): Wire {
  const createMs = Date.parse(String(record["CreateTime"])) + seconds * 1000;
  return { ...record, OpsStatus: "Closed", CreateTime: new Date(createMs).toISOString(), ...more };
}

/** The same order for the same number. */
function shuffle<Item>(items: readonly Item[], seed: number): Item[] {
  const rank = (at: number): number => Math.sin((at + 1) * (seed + 7)) * 10_000;
  return items
    .map((item, at) => ({ item, rank: rank(at) - Math.floor(rank(at)) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

const cases: readonly Case[] = [
  {
    name: "unknown status",
    run: async (one) => {
      one.tell((truth) => truth.map((record) => ({ ...record, OpsStatus: `Paused${one.index}` })));
      const { id } = await start(one);
      const bound = await one.bed.until(id, (task) => toRecordKey(task) !== undefined);
      assert.equal(bound.state.kind, "ready");
      one.tell((truth) => truth);
      assert.equal((await one.bed.until(id, isOver)).state.kind, "succeeded");
      checkRows(one, "sent succeeded");
    },
  },
  {
    name: "Success without ResultContent",
    run: async (one) => {
      one.tell((truth) =>
        truth.map((record) => ({ ...record, OpsStatus: "Success", ResultContent: undefined })),
      );
      const { id } = await start(one);
      assert.equal((await one.bed.until(id, isOver)).state.kind, "succeeded");
      await assert.rejects(one.bed.downloads.start(id), isProblem("noLink"));
      const { state } = await one.bed.until(id, isOver);
      assert.ok(state.kind === "succeeded" && state.problem?.code === "noLink");
      checkRows(one, "sent succeeded");
    },
  },
  {
    name: "Success with an expired URL, then a fresh one",
    run: async (one) => {
      const { id } = await start(one);
      await one.bed.until(id, isOver);
      const { bed } = one;
      const stale = await bed.runner.freshLink(id, new AbortController().signal);
      bed.time.skip(linkSeconds + 1);
      let told = 0;
      one.tell((truth) =>
        truth.map((record) => ((told += 1) > 2 ? record : { ...record, ResultContent: stale })),
      );
      const file = await bed.downloads.start(id);
      assert.equal(told, 3);
      assert.equal(file.format, "pcap");
      checkRows(one, "sent downloaded");
    },
  },
  {
    name: "Success with an expired URL for ever",
    run: async (one) => {
      const { id } = await start(one);
      await one.bed.until(id, isOver);
      const stale = await one.bed.runner.freshLink(id, new AbortController().signal);
      one.bed.time.skip(linkSeconds + 1);
      one.tell((truth) => truth.map((record) => ({ ...record, ResultContent: stale })));
      await assert.rejects(one.bed.downloads.start(id), isProblem("linkExpired"));
      checkRows(one, "sent succeeded");
    },
  },
  {
    name: "Ready with a URL",
    run: async (one) => {
      one.tell((truth) =>
        truth.map((record) =>
          record["ResultContent"] === undefined ? record : { ...record, OpsStatus: "Ready" },
        ),
      );
      const { id } = await start(one);
      await one.bed.until(id, ({ state }) => state.kind === "ready" && state.hasResult === true);
      assert.equal((await one.bed.downloads.start(id)).format, "pcap");
      checkRows(one, "sent downloaded");
    },
  },
  {
    name: "1,000 records",
    run: async (one) => {
      const nowMs = one.bed.time.nowMs();
      const old = Array.from({ length: 999 }, (_, at) => ({
        CreateTime: new Date(nowMs - (at + 10) * 60_000).toISOString(),
        OpsType: "tcpdump",
        OpsStatus: ["Closed", "Failed", "Expired"][at % 3],
      }));
      one.tell((truth) => shuffle([...old, ...truth], one.index));
      const { id } = await start(one);
      const task = await one.bed.until(id, isOver);
      assert.equal(task.state.kind, "succeeded");
      assert.equal(toRecordKey(task)?.createTime, one.truth()[0]?.["CreateTime"]);
      checkRows(one, "sent succeeded");
    },
  },
  {
    name: "out of order, broken rows among them",
    run: async (one) => {
      const { index } = one;
      const broken = [
        null,
        7,
        "row",
        [],
        { OpsStatus: "Success" },
        { CreateTime: 5 },
        { CreateTime: "soon" },
      ];
      one.tell((truth) => {
        const more = truth.flatMap((record) => [record, moved(record, 60), moved(record, 30)]);
        return shuffle([...broken, ...more], index);
      });
      const { id } = await start(one);
      const task = await one.bed.until(id, isOver);
      assert.equal(task.state.kind, "succeeded");
      assert.equal(toRecordKey(task)?.createTime, one.truth()[0]?.["CreateTime"]);
      checkRows(one, "sent succeeded");
    },
  },
  {
    name: "status going backwards",
    run: async (one) => {
      const { id } = await start(one);
      await one.bed.until(id, isOver);
      for (const status of ["Ready", "Failed", "Expired", "Odd", "Closed"]) {
        one.tell((truth) => truth.map((record) => ({ ...record, OpsStatus: status })));
        await one.bed.runner.lookForTasks(one.target);
        assert.equal(one.bed.ledger.get(id)?.state.kind, "succeeded", status);
      }
      checkRows(one, "sent succeeded");
    },
  },
  {
    name: "Failed, then Success after all",
    run: async (one) => {
      one.tell((truth) => truth.map((record) => ({ ...record, OpsStatus: "Failed" })));
      const { id } = await start(one);
      assert.equal((await one.bed.until(id, isOver)).state.kind, "failed");
      one.tell((truth) => truth);
      await one.bed.time.wait(10);
      await one.bed.runner.lookForTasks(one.target);
      await one.bed.until(id, ({ state }) => state.kind === "succeeded");
      checkRows(one, "sent succeeded");
    },
  },
  {
    name: "two of ours in flight",
    run: async (one) => {
      const { bed, index } = one;
      // A service that is slow to tell of tasks, and loses its replies.
      one.tellAndLose(() => []);
      const first = await start(one);
      while (one.truth()[0]?.["OpsStatus"] !== "Success") {
        await bed.time.wait(10);
        await bed.runner.lookForTasks(one.target);
      }
      const second = await start(one);
      assert.deepEqual([first.state.kind, second.state.kind], ["unknownOutcome", "unknownOutcome"]);
      one.tell((truth) => shuffle(truth, index));
      const tasks = [await bed.until(second.id, isOver), await bed.until(first.id, isOver)];
      const times = one.truth().map((record) => record["CreateTime"]);
      assert.equal(new Set(times).size, 2);
      assert.deepEqual(
        tasks.map((task) => toRecordKey(task)?.createTime),
        times,
      );
      checkRows(one, "sent succeeded", "sent succeeded");
    },
  },
];

function isProblem(code: string): (error: unknown) => boolean {
  return (error) => error instanceof DownloadError && error.problem.code === code;
}

describe("H9: records that nobody expects", () => {
  it("crash nothing and lead to the right row", async () => {
    const row = createCountedRow("H9", "odd records");
    const count = cases.length * triesEach;
    await using bed = await openCompressedBed({
      factor: 100,
      simulator: { instances: 60 + 4 * count, regions: ["cn-hangzhou"], ops: { linkSeconds } },
    });
    const targets = [...(await bed.targets(count))];
    for (let index = 0; index < triesEach; index += 1) {
      for (const { name, run } of cases) {
        const target = targets.pop() ?? assert.fail("no instance is left");
        await row.attempt(`${name}, ${index}`, async () => {
          let truth: readonly Wire[] = [];
          const see = (change: Change) =>
            rewriteAnswer((fields) => {
              // A refusal has none.
              if (!Array.isArray(fields["Records"])) return fields;
              const all = fields["Records"] as readonly Wire[];
              // There are none of core dumps.
              if (all.length > 0) truth = all;
              return { ...fields, Records: change(all) };
            });
          const setFault = (change: Change, task?: Fault) =>
            bed.setFault((action) =>
              action === records ? see(change) : action === create ? task : undefined,
            );
          const tell: Try["tell"] = (change) => setFault(change);
          const tellAndLose: Try["tell"] = (change) => setFault(change, resetAfter("head"));
          tell((all) => all);
          await run({ bed, target, index, tell, tellAndLose, truth: () => truth });
          return undefined;
        });
      }
    }
    row.end("");
  });
});
