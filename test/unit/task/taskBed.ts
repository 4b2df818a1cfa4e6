import { mkdtemp, rm } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFileFormat } from "../../../src/capture/fileFormat.ts";
import { createEciClient } from "../../../src/eci/createEciClient.ts";
import type { Credentials } from "../../../src/eci/model.ts";
import { startSimulator, type Simulator } from "../../../src/simulator/startSimulator.ts";
import type { SimulatorOptions } from "../../../src/simulator/simulatorOptions.ts";
import { downloadResult } from "../../../src/task/download/downloadResult.ts";
import { ResultDownloads } from "../../../src/task/download/resultDownloads.ts";
import type { Task, TaskTarget } from "../../../src/task/task.ts";
import type { StartTimer } from "../../../src/task/pollSchedule.ts";
import { TaskLedger } from "../../../src/task/taskLedger.ts";
import { TaskRunner } from "../../../src/task/taskRunner.ts";
import { watchAbandonedTasks } from "../../../src/task/watchAbandonedTasks.ts";

/** The parts of one window, as the editor puts them together; its timers run twenty times as fast. */
export type TaskWindow = {
  readonly ledger: TaskLedger;
  readonly runner: TaskRunner;
  readonly downloads: ResultDownloads;
  /** Resolves with the task once it is as wanted, at once when it is already. */
  readonly until: (id: string, isWanted: (task: Task) => boolean) => Promise<Task>;
  readonly close: () => Promise<void>;
};

export type TaskBed = {
  readonly simulator: Simulator;
  readonly running: TaskTarget;
  readonly crashing: TaskTarget;
  readonly failing: TaskTarget;
  readonly folder: string;
  /** Opens a window on the bed's folder, talking to the simulator or to what stands before it. */
  readonly open: (settings?: {
    endpoint?: string;
    credentials?: Credentials;
    hasKey?: boolean;
  }) => Promise<TaskWindow>;
};

/** The downloads of a window that has every account, into `results` below its folder. */
export function createDownloads(window: {
  readonly ledger: TaskLedger;
  readonly runner: TaskRunner;
  readonly folder: string;
  readonly nowMs: () => number;
}): ResultDownloads {
  const { ledger, runner, folder, nowMs } = window;
  return new ResultDownloads({
    ledger,
    hasAccount: () => true,
    freshLink: (taskId, signal) => runner.freshLink(taskId, signal),
    isLoopback: () => Promise.resolve(true),
    rootFolder: () => join(folder, "results"),
    fetch,
    download: downloadResult,
    readFormat: readFileFormat,
    nowMs,
  });
}

/** Opens a window on a folder, talking to whatever answers at the endpoint. */
export async function openTaskWindow(
  folder: string,
  endpoint: string,
  credentials: Credentials,
  hasKey = true,
): Promise<TaskWindow> {
  const client = createEciClient({ credentials, endpoint: () => endpoint, stsEndpoint: endpoint });
  const ledger = await TaskLedger.open(join(folder, "tasks"), Date.now());
  const startTimer: StartTimer = (callback, delayMs) => {
    const timer = setTimeout(callback, delayMs / 20);
    return () => clearTimeout(timer);
  };
  const runner = new TaskRunner({
    ledger,
    clientFor: () => (hasKey ? Promise.resolve(client) : Promise.reject(new Error("The key is not here."))),
    hasAccount: () => true,
    clock: { nowMs: Date.now, elapsedMs: () => performance.now() },
    startTimer,
  });
  const stopWatching = watchAbandonedTasks(ledger, startTimer);
  const downloads = createDownloads({ ledger, runner, folder, nowMs: Date.now });
  return {
    ledger,
    runner,
    downloads,
    until: (id, isWanted) =>
      new Promise((resolve) => {
        const look = () => {
          const task = ledger.get(id);
          if (!task || !isWanted(task)) return;
          stop();
          resolve(task);
        };
        const stop = ledger.onChange(look);
        look();
      }),
    close: async () => {
      stopWatching();
      await Promise.all([runner.dispose(), downloads.dispose()]);
      await ledger.dispose();
      client.dispose();
    },
  };
}

/** A simulator and a folder for the time of one test. */
export async function withTaskBed(
  run: (bed: TaskBed) => Promise<void>,
  options: SimulatorOptions = {},
): Promise<void> {
  const simulator = await startSimulator({ engine: "synthetic", ...options });
  const folder = await mkdtemp(join(tmpdir(), "eci-tasks-"));
  const windows: TaskWindow[] = [];
  const target = (example: Simulator["examples"]["running"]): TaskTarget => ({
    accountId: "account",
    regionId: example?.regionId ?? "",
    instanceId: example?.instanceId ?? "",
    instanceName: example?.name ?? "",
  });
  try {
    await run({
      simulator,
      folder,
      running: target(simulator.examples.running),
      crashing: target(simulator.examples.crashing),
      failing: target(simulator.examples.executeTaskFail),
      async open({ endpoint = simulator.endpoint, credentials = simulator.identities.full, hasKey } = {}) {
        const window = await openTaskWindow(folder, endpoint, credentials, hasKey);
        windows.push(window);
        return window;
      },
    });
  } finally {
    for (const window of windows) await window.close();
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A server before the simulator that carries a CreateInstanceOpsTask out and drops its answer; counts them. */
export async function startDroppingProxy(to: string, dropped: (opsValue: string) => boolean) {
  const sent: string[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      const form = new URLSearchParams(body.toString());
      const isCreate = form.get("Action") === "CreateInstanceOpsTask";
      const opsValue = form.get("OpsValue") ?? "";
      if (isCreate) sent.push(opsValue);
      const { method, headers } = request;
      const onward = http.request(to + (request.url ?? ""), { method, headers }, (answer) => {
        if (isCreate && dropped(opsValue)) {
          answer.resume();
          answer.on("end", () => request.socket.destroy());
          return;
        }
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      onward.on("error", () => request.socket.destroy());
      onward.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
