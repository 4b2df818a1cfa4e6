import { randomUUID } from "node:crypto";
import { CloudError } from "../eci/cloudError.ts";
import type { EciClient } from "../eci/eciClient.ts";
import type { OpsRecord, OpsType } from "../eci/model.ts";
import { createEmitter } from "../eci/emitter.ts";
import { matchRecords } from "./matchRecords.ts";
import { OwnWatches } from "./ownWatches.ts";
import { PollSchedule, type PollWish, type StartTimer } from "./pollSchedule.ts";
import { isRefusal, sendTask, type TaskOrder } from "./sendTask.ts";
import { isOpen, type Task, type TaskTarget } from "./task.ts";
import { toTaskLock, type TaskChange, type TaskLedger } from "./taskLedger.ts";
import type { TaskWatch } from "./taskWatch.ts";
import { isSameInstance, parseWatch, toFirstSeconds, toWatchKey, toWatchKeys, toWish } from "./taskWatch.ts";
import { toFoundTask } from "./foundTask.ts";
import { toNewestTime } from "./toNewestTime.ts";
import type { TcpdumpOptions } from "./tcpdump/options.ts";
import { stopOpsValue, toOpsValue } from "./tcpdump/opsValue.ts";

/** The computer's clocks, in milliseconds: the wall clock may jump, the elapsed one never does. */
export type Clock = { readonly nowMs: () => number; readonly elapsedMs: () => number };

export type TaskRunnerDeps = {
  readonly ledger: TaskLedger;
  /** Rejects when the account is gone. */
  readonly clientFor: (accountId: string) => Promise<EciClient>;
  readonly hasAccount: (accountId: string) => boolean;
  readonly clock: Clock;
  readonly startTimer: StartTimer;
};

const stopValues = { tcpdump: stopOpsValue, coredump: "disable" } as const;
const afterSendSeconds = 5;
/** How often a window looks whether another one still asks in its place. */
const lookSeconds = 5;

/**
 * Sends tasks, follows them through the service's records and writes what becomes of them into the ledger. Of several
 * windows one asks about an instance, best the one that sent the task; the others read the ledger.
 */
export class TaskRunner {
  readonly #deps: TaskRunnerDeps;
  readonly #schedule: PollSchedule;
  readonly #end = new AbortController();
  readonly #problems = new Map<string, unknown>();
  readonly #problemChanges = createEmitter<undefined>();
  readonly #missingSinceMs = new Map<string, number>();
  readonly #own: OwnWatches;
  /** What the user wants to know now, whoever asks otherwise. */
  readonly #wanted = new Set<string>();
  /** Private addresses of instances that were asked about, by instance id. */
  readonly #addresses = new Map<string, string>();
  readonly #stopFollowing: () => void;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(deps: TaskRunnerDeps) {
    this.#deps = deps;
    this.#own = new OwnWatches(deps.ledger.locks);
    this.#schedule = new PollSchedule((key) => this.#poll(key), deps.startTimer);
    this.#stopFollowing = deps.ledger.onChange((change) => this.#onChange(change));
  }

  /** Polls at once whatever is open: after a reload, and when an account or its endpoint has changed. Gives the keys of these polls. */
  resume(): readonly string[] {
    const keys = this.#follow();
    for (const key of keys) this.#schedule.hurry(key, afterSendSeconds);
    return keys;
  }

  /**
   * Polls what is open, and asks for tasks begun elsewhere on every instance that a task is known of and whose account
   * is there; rejects with the first error after all were asked. How a poll ends is told by `onProblem`.
   */
  async refresh(): Promise<void> {
    const { ledger, hasAccount } = this.#deps;
    const polled = new Set(this.resume());
    for (const key of polled) this.#wanted.add(key);
    const targets = ledger
      .tasks()
      .map(({ target }) => target)
      .filter(({ accountId }) => hasAccount(accountId));
    const keys = new Set(targets.flatMap(toWatchKeys));
    await this.#askAll([...keys].filter((key) => !polled.has(key)));
  }

  /**
   * Starts a capture. Rejects with a `CloudError` when the service refused it; a refusal that time alone cures
   * (interval too short, throttling, nobody reached) leaves no task, any other leaves a failed one. An answer that never came is
   * no error here: the task is then `unknownOutcome`, and it is never sent again. Rejects with the signal's reason where
   * that aborts before it is sent.
   */
  startCapture(target: TaskTarget, options: TcpdumpOptions, signal?: AbortSignal): Promise<Task> {
    return this.#send({ target, opsType: "tcpdump", opsValue: toOpsValue(options), options }, signal);
  }

  /** Arms a core dump; fails as `startCapture` does. */
  armCoreDump(target: TaskTarget, signal?: AbortSignal): Promise<Task> {
    return this.#send({ target, opsType: "coredump", opsValue: "enable" }, signal);
  }

  /** Stops the task, and with it all of its type on the instance: the call names no task. */
  async stop(taskId: string): Promise<void> {
    const task = this.#deps.ledger.get(taskId);
    if (task) await this.stopOnInstance(task.target, task.opsType);
  }

  /** Stops whatever of the type runs on an instance, also what we know nothing of. Rejects with a `CloudError` when refused. */
  async stopOnInstance(target: TaskTarget, opsType: OpsType): Promise<void> {
    const { ledger, clock } = this.#deps;
    const client = await this.#deps.clientFor(target.accountId);
    const time = new Date(clock.nowMs() + client.clockAheadMs()).toISOString();
    const tasks = this.#siblings(target, opsType).filter((task) => task.state.kind === "ready");
    for (const task of tasks) {
      // A full disk, perhaps full of captures, must not keep a capture running; readers see the step all the same.
      await ledger.advance(task.id, { kind: "stopAsked", time }).catch(() => undefined);
    }
    const { regionId, instanceId } = target;
    try {
      const call = { regionId, instanceId, opsType, opsValue: stopValues[opsType] };
      await client.createOpsTask(call, this.#end.signal);
    } catch (error) {
      if (!isRefusal(error)) return;
      for (const task of tasks) await ledger.advance(task.id, { kind: "stopRefused" });
      throw error;
    } finally {
      for (const { target: of } of tasks) this.#schedule.hurry(toWatchKey(of, opsType), afterSendSeconds);
    }
  }

  /** Asks the records of an instance for tasks begun elsewhere; rejects with the first error after both types were asked. */
  async lookForTasks(target: TaskTarget): Promise<void> {
    if (target.instanceIp !== undefined) this.#addresses.set(target.instanceId, target.instanceIp);
    await this.#askAll(toWatchKeys(target));
  }

  /** A fresh signed address of the task's result, straight from the records; undefined when they hold none. */
  async freshLink(taskId: string, signal: AbortSignal): Promise<string | undefined> {
    const task = this.#deps.ledger.get(taskId);
    if (!task) return undefined;
    const { target, opsType } = task;
    const { regionId, instanceId } = target;
    const client = await this.#deps.clientFor(target.accountId);
    const records = await client.describeOpsRecords({ regionId, instanceId, opsType }, signal);
    return matchRecords({ opsType, tasks: [task], records }).assigned.get(task)?.resultUrl;
  }

  /** Why the task's last poll failed; undefined when it did not. */
  problem(task: Task): unknown {
    return isOpen(task) ? this.#problems.get(toWatchKey(task.target, task.opsType)) : undefined;
  }

  /** Calls back when a poll begins to fail or ceases to. */
  onProblem(listener: () => void): () => void {
    return this.#problemChanges.on(listener);
  }

  /** Stops polling and cuts off what is under way; a request cut off is unanswered, not undone. */
  async dispose(): Promise<void> {
    this.#stopFollowing();
    this.#schedule.dispose();
    this.#end.abort();
    await this.#queue;
  }

  async #send({ target, opsType, opsValue, options }: TaskOrder, wanted = this.#end.signal): Promise<Task> {
    const { ledger, clock } = this.#deps;
    const signal = AbortSignal.any([wanted, this.#end.signal]);
    const client = await this.#deps.clientFor(target.accountId);
    const { regionId, instanceId } = target;
    // What is there before cannot be ours: this tells the records apart whatever the clocks say.
    const before = await client.describeOpsRecords({ regionId, instanceId, opsType }, signal);
    const newestBefore = toNewestTime(before);
    const serviceAheadSeconds = Math.round(client.clockAheadMs() / 1000);
    const id = randomUUID();
    // Held while the answer is out: another window would take the request for one of a window that died.
    await ledger.locks.take(toTaskLock(id));
    try {
      signal.throwIfAborted();
      const task = await ledger.add({
        id,
        target,
        opsType,
        ...(options && { options }),
        origin: "sent",
        sentTime: new Date(clock.nowMs()).toISOString(),
        ...(serviceAheadSeconds !== 0 && { serviceAheadSeconds }),
        ...(newestBefore !== undefined && { newestBefore }),
        state: { kind: "sending" },
      });
      const call = { regionId, instanceId, opsType, opsValue };
      const event = await sendTask(client, { ledger, id, call }, this.#end.signal);
      // Readers see the step that a full disk refuses; an error here would look like a capture that never left.
      const sent = (await ledger.advance(id, event).catch(() => ledger.get(id))) ?? task;
      await this.#own.claim(toWatchKey(target, opsType));
      return sent;
    } finally {
      await ledger.locks.release(toTaskLock(id));
    }
  }

  #siblings(target: TaskTarget, opsType: OpsType): readonly Task[] {
    return this.#deps.ledger
      .all()
      .filter((task) => task.opsType === opsType && isSameInstance(task.target, target));
  }

  /** Keeps the schedule to what is open, and gives its keys. */
  #follow(): readonly string[] {
    const keys = new Map<string, number>();
    for (const task of this.#deps.ledger.tasks().filter(isOpen)) {
      const key = toWatchKey(task.target, task.opsType);
      keys.set(key, Math.min(keys.get(key) ?? Infinity, toFirstSeconds(task)));
    }
    if (!this.#end.signal.aborted) this.#schedule.keep(keys);
    this.#own.keep(keys);
    return [...keys.keys()];
  }

  #onChange({ before, after, elsewhere }: TaskChange): void {
    this.#follow();
    // Whoever stops a task wants to see its end, and the window that asks may be about to wait for a minute.
    if (!elsewhere || after?.state.kind !== "stopping" || before?.state.kind === "stopping") return;
    this.#schedule.hurry(toWatchKey(after.target, after.opsType), afterSendSeconds);
  }

  async #poll(key: string): Promise<PollWish> {
    const { target, opsType } = parseWatch(key);
    const isOwn = await this.#own.claim(key);
    let problem: unknown;
    try {
      if (this.#wanted.delete(key) || isOwn) await this.#ask(target, opsType);
    } catch (error) {
      problem = error;
      // Another window may have the account's key that this one lacks.
      if (!(error instanceof CloudError)) this.#own.release(key);
    }
    if (this.#end.signal.aborted) return {};
    if (problem === undefined ? this.#problems.delete(key) : this.#problems.get(key) !== problem) {
      if (problem !== undefined) this.#problems.set(key, problem);
      this.#problemChanges.emit(undefined);
    }
    if (!isOwn) return { atMostSeconds: lookSeconds };
    const retryAfterSeconds = problem instanceof CloudError ? problem.details.retryAfterSeconds : undefined;
    return toWish(this.#siblings(target, opsType), this.#deps.clock.nowMs(), retryAfterSeconds);
  }

  async #askAll(keys: readonly string[]): Promise<void> {
    const watches = keys.map(parseWatch);
    const asked = await Promise.allSettled(watches.map(({ target, opsType }) => this.#ask(target, opsType)));
    const failed = asked.find((result) => result.status === "rejected");
    if (failed) throw failed.reason;
  }

  async #ask(target: TaskTarget, opsType: OpsType): Promise<void> {
    const client = await this.#deps.clientFor(target.accountId);
    const { regionId, instanceId } = target;
    let records: readonly OpsRecord[];
    try {
      records = await client.describeOpsRecords({ regionId, instanceId, opsType }, this.#end.signal);
    } catch (error) {
      if (!(error instanceof CloudError) || error.details.code !== "InvalidInstanceId.NotFound") throw error;
      records = [];
    }
    // Records carry the service's times.
    const nowMs = this.#deps.clock.nowMs() + client.clockAheadMs();
    const applied = this.#queue.then(() => this.#apply({ target, opsType }, records, nowMs));
    this.#queue = applied.catch(() => undefined);
    await applied;
  }

  /** One answer at a time, so that two of them never find the same task twice. */
  async #apply(watch: TaskWatch, records: readonly OpsRecord[], nowMs: number): Promise<void> {
    const { target, opsType } = watch;
    const { ledger, clock, hasAccount } = this.#deps;
    const tasks = this.#siblings(target, opsType);
    const { assigned, unmatched } = matchRecords({ opsType, tasks, records });
    for (const task of tasks) {
      const record = assigned.get(task);
      if (record) {
        this.#missingSinceMs.delete(task.id);
        if (!hasAccount(task.target.accountId)) {
          await ledger.advance(task.id, { kind: "adopted", accountId: target.accountId });
        }
        await ledger.advance(task.id, { kind: "recordSeen", record, nowMs });
      } else if (isOpen(task)) {
        const sinceMs = this.#missingSinceMs.get(task.id) ?? clock.elapsedMs();
        this.#missingSinceMs.set(task.id, sinceMs);
        const missingSeconds = (clock.elapsedMs() - sinceMs) / 1000;
        await ledger.advance(task.id, { kind: "recordMissing", nowMs, missingSeconds });
      }
    }
    const instanceIp = this.#addresses.get(target.instanceId);
    for (const record of unmatched) {
      const of = { ...target, ...(instanceIp !== undefined && { instanceIp }) };
      const found = toFoundTask(record, { target: of, opsType, nowMs });
      if (found) await ledger.add(found);
    }
  }
}
