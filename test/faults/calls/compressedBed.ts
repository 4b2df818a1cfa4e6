import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EciClientOptions } from "../../../src/eci/createEciClient.ts";
import type { EciClient } from "../../../src/eci/eciClient.ts";
import type { Instance } from "../../../src/eci/model.ts";
import { cast } from "../../../src/simulator/world/cast.ts";
import type { SimulatorOptions } from "../../../src/simulator/simulatorOptions.ts";
import type { ResultDownloads } from "../../../src/task/download/resultDownloads.ts";
import type { Task, TaskTarget } from "../../../src/task/task.ts";
import { TaskLedger } from "../../../src/task/taskLedger.ts";
import { TaskRunner } from "../../../src/task/taskRunner.ts";
import { createAccountClient } from "./accountClient.ts";
import { createCompressedEngine, type OnCapture } from "./compressedEngine.ts";
import { createCompressedTime, type CompressedTime } from "./compressedTime.ts";
import { createDownloads } from "../../unit/task/taskBed.ts";
import { startFaultySimulator, type FaultySimulator } from "./faultySimulator.ts";

/** One window's shipped parts and a faulty simulator, both in compressed time. */
export type CompressedBed = FaultySimulator & {
  readonly time: CompressedTime;
  readonly ledger: TaskLedger;
  readonly runner: TaskRunner;
  readonly downloads: ResultDownloads;
  readonly folder: string;
  /** The client of an account, made when first asked for; each has a pace of its own. */
  readonly clientOf: (accountId: string) => EciClient;
  /** Instances that run and do as they are told, each as another account sees it. */
  readonly targets: (count: number) => Promise<readonly TaskTarget[]>;
  /** The task once it is as wanted; throws after so many seconds of compressed time. */
  readonly until: (id: string, isWanted: (task: Task) => boolean, limitSeconds?: number) => Promise<Task>;
};

export type CompressedBedOptions = {
  readonly factor: number;
  /** How far this computer's wall clock is ahead of the service's, as long as the bed lives. */
  readonly aheadMs?: (() => number) | undefined;
  readonly simulator?: SimulatorOptions | undefined;
  readonly client?: Partial<EciClientOptions> | undefined;
  readonly onCapture?: OnCapture | undefined;
};

const odd: ReadonlySet<string> = new Set(
  cast.filter(({ tag, plot }) => tag !== undefined || plot !== "steady").map(({ name }) => name),
);

/** Opens one; it ends with its block. */
export async function openCompressedBed(options: CompressedBedOptions): Promise<CompressedBed> {
  const { aheadMs = () => 0 } = options;
  const time = createCompressedTime(options.factor);
  const faulty = await startFaultySimulator({
    engine: createCompressedEngine(time, options.onCapture),
    clock: time.nowMs,
    ...options.simulator,
  });
  const { simulator } = faulty;
  const folder = await mkdtemp(join(tmpdir(), "eci-faults-"));
  const nowMs = () => time.nowMs() + aheadMs();
  const clients = new Map<string, EciClient & Disposable>();
  const clientOf = (accountId: string): EciClient => {
    const known = clients.get(accountId);
    const client = known ?? createAccountClient(simulator, { clock: nowMs, ...options.client });
    clients.set(accountId, client);
    return client;
  };
  const ledger = await TaskLedger.open(join(folder, "tasks"), nowMs());
  const runner = new TaskRunner({
    ledger,
    clientFor: (accountId) => Promise.resolve(clientOf(accountId)),
    hasAccount: () => true,
    clock: { nowMs, elapsedMs: time.elapsedMs },
    startTimer: time.startTimer,
  });
  const downloads = createDownloads({ ledger, runner, folder, nowMs });
  return {
    ...faulty,
    time,
    ledger,
    runner,
    downloads,
    folder,
    clientOf,
    async targets(count) {
      const { regionId } = simulator.examples.running ?? assert.fail("no instance runs");
      const found: Instance[] = [];
      for (let nextToken: string | undefined; found.length < count;) {
        const page = await clientOf("targets").describeInstances({ regionId, nextToken, status: "Running" });
        found.push(...page.instances.filter(({ name }) => !odd.has(name)));
        nextToken = page.nextToken;
        assert.ok(nextToken !== undefined || found.length >= count, "the world is too small");
      }
      return found.slice(0, count).map(({ id, name, privateIp }, index) => ({
        accountId: `account-${index}`,
        regionId,
        instanceId: id,
        instanceName: name,
        instanceIp: privateIp,
      }));
    },
    async until(id, isWanted, limitSeconds = 1200) {
      const begin = time.elapsedMs();
      for (;;) {
        const task = ledger.get(id);
        if (task && isWanted(task)) return task;
        const tookSeconds = (time.elapsedMs() - begin) / 1000;
        assert.ok(tookSeconds < limitSeconds, `still ${JSON.stringify(task?.state)} after ${tookSeconds} s`);
        await time.wait(0.5);
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([runner.dispose(), downloads.dispose()]);
      await ledger.dispose();
      for (const client of clients.values()) client.dispose();
      await simulator.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
