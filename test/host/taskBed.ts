import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import { readFileFormat } from "../../src/capture/fileFormat.ts";
import { createEciClient } from "../../src/eci/createEciClient.ts";
import type { EciClient } from "../../src/eci/eciClient.ts";
import { createShowError } from "../../src/host/errors/showError.ts";
import { UserError } from "../../src/host/errors/userError.ts";
import { openLog } from "../../src/host/log.ts";
import { registerResultCommands } from "../../src/host/tasks/resultCommands.ts";
import { registerTaskCommands } from "../../src/host/tasks/taskCommands.ts";
import { registerTaskDetails } from "../../src/host/tasks/taskDetails.ts";
import { registerTaskDownloads } from "../../src/host/tasks/taskDownloads.ts";
import { registerTaskNotifications } from "../../src/host/tasks/taskNotifications.ts";
import { registerTaskStatusBar } from "../../src/host/tasks/taskStatusBar.ts";
import type { CaptureCounts } from "../../src/host/tasks/taskTexts.ts";
import { TasksTree } from "../../src/host/tasks/tasksTree.ts";
import type { SimulatorOptions } from "../../src/simulator/simulatorOptions.ts";
import { startSimulator, type Simulator } from "../../src/simulator/startSimulator.ts";
import { downloadResult } from "../../src/task/download/downloadResult.ts";
import { ResultDownloads } from "../../src/task/download/resultDownloads.ts";
import type { Task, TaskTarget } from "../../src/task/task.ts";
import type { StartTimer } from "../../src/task/pollSchedule.ts";
import { TaskLedger } from "../../src/task/taskLedger.ts";
import { TaskRunner } from "../../src/task/taskRunner.ts";
import { recordEditor, type RecordedEditor } from "./recordedEditor.ts";

/** A row as the editor shows it; its texts are strings, never Markdown. */
export type Row = {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  readonly spoken: string;
  readonly icon: string;
  readonly context: string;
};

/** The tasks of an editor as `extension.ts` puts them together, beside those of the running extension. */
export type TaskBed = {
  readonly simulator: Simulator;
  readonly ledger: TaskLedger;
  readonly runner: TaskRunner;
  readonly downloads: ResultDownloads;
  readonly tree: TasksTree;
  readonly editor: RecordedEditor;
  /** What the commands failed with, cancellations too. */
  readonly errors: unknown[];
  /** Seconds of the timers that were started; they run twenty times as fast. */
  readonly timerSeconds: number[];
  /** The accounts that are there; a task of another cannot ask. */
  readonly accounts: Set<string>;
  /** Where the calls go: the simulator, until a test puts something before it. */
  endpoint: string;
  /** Fetches results. */
  fetch: typeof fetch;
  /** What is told of a capture that has come. */
  reportCapture: () => Promise<CaptureCounts | undefined>;
  readonly running: TaskTarget;
  readonly crashing: TaskTarget;
  /** A client of somebody else. */
  readonly colleague: EciClient;
  readonly rows: () => Row[];
  /** Resolves with the task once it is in one of the states. */
  readonly until: (id: string, ...kinds: Task["state"]["kind"][]) => Promise<Task>;
};

/** Resolves once it is so; rejects after twenty seconds. */
export async function waitUntil(what: string, isSo: () => boolean): Promise<void> {
  const endMs = Date.now() + 20_000;
  while (!isSo()) {
    if (Date.now() > endMs) throw new Error(`It never came to this: ${what}`);
    await delay(20);
  }
}

/** A text that is a plain string: a Markdown one would be an object. */
export function toText(text: unknown): string {
  if (typeof text !== "string") throw new TypeError("This is no plain text.");
  return text;
}

/** A row's description without the time at its end, which it must have. */
function toState(item: vscode.TreeItem): string {
  const [state, time] = toText(item.description).split(" · ");
  if (state === undefined || time === undefined || !/\d/.test(time))
    throw new TypeError("This row has no time.");
  return state;
}

const toRow = (group: string, item: vscode.TreeItem): Row => ({
  id: toText(item.id),
  group,
  label: toText(item.label),
  description: toState(item),
  tooltip: toText(item.tooltip),
  spoken: toText(item.accessibilityInformation?.label),
  icon: item.iconPath instanceof vscode.ThemeIcon ? item.iconPath.id : "",
  context: toText(item.contextValue),
});

const toTarget = (example: Simulator["examples"]["running"]): TaskTarget => ({
  accountId: "account",
  regionId: example?.regionId ?? "",
  instanceId: example?.instanceId ?? "",
  instanceName: example?.name ?? "",
});

/** A simulator, a folder and the parts for the time of one test; without `polls` nothing asks how the tasks stand, nor fetches results. */
export async function withTaskBed(
  run: (bed: TaskBed) => Promise<void>,
  { polls = true, ...options }: SimulatorOptions & { readonly polls?: boolean } = {},
): Promise<void> {
  const simulator = await startSimulator({ engine: "synthetic", ...options });
  const folder = await mkdtemp(join(tmpdir(), "eci-host-tasks-"));
  const ledger = await TaskLedger.open(join(folder, "tasks"), Date.now());
  const clients = new Map<string, EciClient>();
  const clientAt = (endpoint: string): EciClient => {
    const known = clients.get(endpoint);
    if (known) return known;
    const credentials = simulator.identities.full;
    const client = createEciClient({ credentials, endpoint: () => endpoint, stsEndpoint: endpoint });
    clients.set(endpoint, client);
    return client;
  };
  const accounts = new Set(["account"]);
  const timerSeconds: number[] = [];
  const hasAccount = (accountId: string) => accounts.has(accountId);
  const startTimer: StartTimer = (callback, delayMs) => {
    timerSeconds.push(delayMs / 1000);
    if (!polls) return () => undefined;
    const timer = setTimeout(callback, delayMs / 20);
    return () => clearTimeout(timer);
  };
  const runner = new TaskRunner({
    ledger,
    clientFor: (accountId) =>
      hasAccount(accountId)
        ? Promise.resolve(clientAt(bed.endpoint))
        : Promise.reject(new UserError("The account was removed.", "Add it again.")),
    hasAccount,
    clock: { nowMs: Date.now, elapsedMs: () => performance.now() },
    startTimer,
  });
  const downloads = new ResultDownloads({
    ledger,
    hasAccount,
    freshLink: (taskId, signal) => runner.freshLink(taskId, signal),
    isLoopback: () => Promise.resolve(true),
    rootFolder: () => join(folder, "results"),
    fetch: (input, init) => bed.fetch(input, init),
    download: downloadResult,
    readFormat: readFileFormat,
    nowMs: Date.now,
  });
  const tree = new TasksTree({ ledger, runner, downloads });
  const editor = recordEditor();
  const log = openLog();
  const errors: unknown[] = [];
  const tell = createShowError(log);
  const showError: typeof tell = (error, context) => {
    errors.push(error);
    return tell(error, context);
  };
  const gone = () => Promise.resolve(undefined);
  const findInstance = async (_accountId: string, regionId: string, instanceId: string) => {
    const page = await clientAt(simulator.endpoint).describeInstances({ regionId, ids: [instanceId] });
    return page.instances[0];
  };
  const deps = { ledger, runner, downloads, showError, log, pickInstance: gone, findInstance };
  const taskDownloads = polls ? registerTaskDownloads({ ...deps, startTimer }) : undefined;
  const registrations = vscode.Disposable.from(
    registerTaskStatusBar(ledger),
    registerTaskDetails(ledger),
    registerTaskCommands(deps),
    registerResultCommands(deps),
    registerTaskNotifications(
      ledger,
      log,
      () => bed.reportCapture(),
      (task) => taskDownloads?.isRetry(task) ?? false,
    ),
    ...(taskDownloads ? [taskDownloads] : []),
    tree,
    log,
  );
  const bed: TaskBed = {
    simulator,
    ledger,
    runner,
    downloads,
    tree,
    editor,
    errors,
    timerSeconds,
    accounts,
    endpoint: simulator.endpoint,
    fetch,
    reportCapture: () => Promise.resolve({ packets: 3412, findings: 2 }),
    running: toTarget(simulator.examples.running),
    crashing: toTarget(simulator.examples.crashing),
    colleague: clientAt(simulator.endpoint),
    rows: () =>
      tree.getChildren().flatMap((group) => {
        const { label } = tree.getTreeItem(group);
        return tree.getChildren(group).map((node) => toRow(toText(label), tree.getTreeItem(node)));
      }),
    until: async (id, ...kinds) => {
      await waitUntil(`${kinds.join(" or ")}, not ${ledger.get(id)?.state.kind ?? "nothing"}`, () =>
        kinds.some((kind) => ledger.get(id)?.state.kind === kind),
      );
      return ledger.get(id) as Task;
    },
  };
  try {
    await run(bed);
  } finally {
    registrations.dispose();
    editor.restore();
    await Promise.all([runner.dispose(), downloads.dispose()]);
    await ledger.dispose();
    for (const client of clients.values()) client.dispose();
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  }
}
