import type { CaptureEngine, CaptureRequest, CoreDumpMaker } from "../engine.ts";
import type { ObjectStore } from "../oss/objectStore.ts";
import { RpcError } from "../rpc/rpcError.ts";
import type { InstanceRow } from "../world/instanceRow.ts";
import { type OpsType, hasTrigger } from "./checkTarget.ts";
import type { OpsOptions } from "./opsOptions.ts";
import type { OpsTask } from "./opsTask.ts";

/** A capture file without packets is as long as this: the file header of pcap, in bytes. */
const emptyCaptureBytes = 24;

type Parts = {
  readonly engine: CaptureEngine;
  readonly makeCoreDump: CoreDumpMaker;
  readonly store: ObjectStore;
  readonly options: OpsOptions;
  readonly clock: () => number;
  /** What happens to an instance whose armed core dump is triggered. */
  readonly crash: (instanceId: string) => void;
};

/** Runs the tasks of all instances and remembers how they ended. */
export class TaskBook {
  readonly #parts: Parts;
  readonly #tasks = new Map<string, OpsTask[]>();
  readonly #settings = new Map<string, number>();
  readonly #ending = new Set<Promise<void>>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The tasks of an instance: tcpdump newest first, coredump oldest first, for the service promises no order. */
  records(instanceId: string, type: OpsType): readonly OpsTask[] {
    const tasks = this.#of(instanceId, type);
    for (const task of tasks) this.#expire(task);
    return type === "tcpdump" ? tasks.toReversed() : tasks;
  }

  /** Starts a capture; throws Ops.IntervalTooShort, or Ops.ExecuteTaskFail while another one runs there. */
  startCapture(row: InstanceRow, request: CaptureRequest): void {
    this.#checkInterval(row, "tcpdump");
    if (hasTrigger(row, "execute-task-fail")) {
      throw new RpcError(400, "Ops.ExecuteTaskFail", "The agent of the instance did not execute the task.");
    }
    if (this.#active(row.id, "tcpdump") !== undefined) {
      throw new RpcError(400, "Ops.ExecuteTaskFail", "A tcpdump task is already running on the instance.");
    }
    const { engine, store, options } = this.#parts;
    const capture = engine.start(request, store.folder);
    const task = this.#add(row, "tcpdump");
    let isStopped = false;
    task.stop = () => {
      isStopped = true;
      capture.stop();
    };
    this.#follow(task, async () => {
      const { path, sizeBytes } = await capture.finished;
      const isClosed =
        isStopped &&
        (options.stopYields === "Closed" ||
          (options.stopYields === "auto" && sizeBytes <= emptyCaptureBytes));
      if (!isClosed) task.result = await store.add(path, `tcpdump/${row.id}/${task.createdAt}.pcap`);
      return isClosed ? "Closed" : "Success";
    });
  }

  /** Ends the capture that runs on the instance, if one does. */
  stopCapture(row: InstanceRow): void {
    this.#checkInterval(row, "tcpdump");
    this.#settings.set(`tcpdump ${row.id}`, this.#parts.clock());
    this.#active(row.id, "tcpdump")?.stop?.();
  }

  /** Arms a core dump, in place of one that was armed; throws Coredump.RefrshIntervalTooShort. */
  armCoreDump(row: InstanceRow): void {
    this.#checkInterval(row, "coredump");
    this.#close(row.id);
    const task = this.#add(row, "coredump");
    if (!hasTrigger(row, "crash")) return;
    const { makeCoreDump, store, options, crash } = this.#parts;
    const timer = setTimeout(() => {
      this.#expire(task);
      if (task.status !== "Ready") return;
      crash(row.id);
      this.#follow(task, async () => {
        const path = await makeCoreDump(store.folder);
        task.result = await store.add(path, `coredump/${row.id}/core.${task.createdAt}`);
        return "Success";
      });
    }, options.crashDelaySeconds * 1000);
    task.stop = () => clearTimeout(timer);
  }

  /** Disarms the core dump of the instance, if one is armed. */
  disarmCoreDump(row: InstanceRow): void {
    this.#checkInterval(row, "coredump");
    this.#settings.set(`coredump ${row.id}`, this.#parts.clock());
    this.#close(row.id);
  }

  /** Ends what runs and resolves when nothing does. */
  async dispose(): Promise<void> {
    for (const tasks of this.#tasks.values()) {
      for (const task of tasks) if (task.status === "Ready") task.stop?.();
    }
    await Promise.all(this.#ending);
  }

  #of(instanceId: string, type: OpsType): readonly OpsTask[] {
    return this.#tasks.get(`${type} ${instanceId}`) ?? [];
  }

  #active(instanceId: string, type: OpsType): OpsTask | undefined {
    return this.records(instanceId, type).find(({ status }) => status === "Ready");
  }

  #checkInterval(row: InstanceRow, type: OpsType): void {
    const last = this.#settings.get(`${type} ${row.id}`);
    if (last === undefined) return;
    if (this.#parts.clock() - last >= this.#parts.options.intervalSeconds * 1000) return;
    throw new RpcError(
      400,
      type === "tcpdump" ? "Ops.IntervalTooShort" : "Coredump.RefrshIntervalTooShort",
      "The time interval since last setting too short, please try again later.",
    );
  }

  #add(row: InstanceRow, type: OpsType): OpsTask {
    const createdAt = this.#parts.clock();
    const expiresAt = createdAt + this.#parts.options.expirySeconds * 1000;
    const task: OpsTask = { type, instanceId: row.id, createdAt, expiresAt, status: "Ready" };
    const key = `${type} ${row.id}`;
    this.#settings.set(key, createdAt);
    this.#tasks.set(key, [...this.#of(row.id, type), task]);
    return task;
  }

  #close(instanceId: string): void {
    const armed = this.#active(instanceId, "coredump");
    if (armed === undefined) return;
    armed.stop?.();
    armed.status = "Closed";
  }

  /** Before every change of a task, so that when somebody asks decides nothing. */
  #expire(task: OpsTask): void {
    if (task.status !== "Ready" || this.#parts.clock() < task.expiresAt) return;
    task.status = "Expired";
    task.stop?.();
  }

  #follow(task: OpsTask, work: () => Promise<"Success" | "Closed">): void {
    const end = (status: "Success" | "Closed" | "Failed") => {
      this.#expire(task);
      if (task.status === "Ready") task.status = status;
    };
    const ending = work()
      .then(end, () => end("Failed"))
      .finally(() => this.#ending.delete(ending));
    this.#ending.add(ending);
  }
}
