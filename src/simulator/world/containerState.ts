import type { Plot } from "./cast.ts";
import type { InstanceRow } from "./instanceRow.ts";
import { isoTime } from "./isoTime.ts";

/** A container's state as DescribeContainerGroups writes it. */
export type WireState = {
  readonly State: "Waiting" | "Running" | "Terminated";
  readonly DetailStatus: string;
  readonly Reason?: string;
  readonly Message?: string;
  readonly ExitCode?: number;
  readonly Signal?: number;
  readonly StartTime?: string;
  readonly FinishTime?: string;
};

export type StateOfContainer = {
  readonly current: WireState;
  readonly previous?: WireState;
  readonly restartCount: number;
  readonly ready: boolean;
};

const running = (startedAt: number): WireState => ({
  State: "Running",
  DetailStatus: "",
  StartTime: isoTime(startedAt),
});

const waiting = (Reason: string, Message: string): WireState => ({
  State: "Waiting",
  DetailStatus: Reason,
  Reason,
  Message,
});

function terminated(row: InstanceRow, Reason: string, ExitCode: number, Signal = 0): WireState {
  return {
    State: "Terminated",
    DetailStatus: Reason,
    Reason,
    ExitCode,
    Signal,
    StartTime: isoTime(row.createdAt + 15_000),
    FinishTime: isoTime(Math.max(row.changedAt, row.createdAt + 16_000)),
  };
}

const notYet = (reason: string): StateOfContainer => ({
  current: waiting(reason, ""),
  restartCount: 0,
  ready: false,
});

/** The state of the main container of an instance, as its plot tells. */
export const mainState: Readonly<Record<Plot, (row: InstanceRow) => StateOfContainer>> = {
  steady: (row) =>
    row.crashes === 0
      ? { current: running(row.createdAt + 15_000), restartCount: 0, ready: true }
      : {
          current: running(row.changedAt),
          previous: terminated(row, "Error", 139, 11),
          restartCount: row.crashes,
          ready: true,
        },
  oomKilled: (row) => ({
    current: running(row.changedAt),
    previous: terminated(row, "OOMKilled", 137, 9),
    restartCount: 4 + row.crashes,
    ready: true,
  }),
  crashLoop: (row) => ({
    current: waiting("CrashLoopBackOff", "back-off 5m0s restarting failed container"),
    previous: terminated(row, "Error", 1),
    restartCount: 17 + row.crashes,
    ready: false,
  }),
  segfault: (row) => ({
    current: running(row.changedAt),
    previous: terminated(row, "Error", 139, 11),
    restartCount: 9 + row.crashes,
    ready: true,
  }),
  imagePull: () => ({
    current: waiting("ImagePullBackOff", "Back-off pulling image"),
    restartCount: 0,
    ready: false,
  }),
  finished: (row) => ({ current: terminated(row, "Completed", 0), restartCount: 0, ready: false }),
  failedJob: (row) => ({ current: terminated(row, "Error", 1), restartCount: 0, ready: false }),
  scheduling: () => notYet("Scheduling"),
  noStock: () => notYet("ScheduleFailed"),
  restarting: (row) => ({
    ...notYet("Restarting"),
    previous: terminated(row, "Error", 143, 15),
    restartCount: 1,
  }),
  updating: () => notYet("Updating"),
  terminating: (row) => ({ current: terminated(row, "Completed", 143, 15), restartCount: 0, ready: false }),
  expired: (row) => ({ current: terminated(row, "Completed", 0), restartCount: 0, ready: false }),
};

/** The state of a sidecar: it runs wherever the instance has a place to run. */
export function sidecarState(row: InstanceRow): StateOfContainer {
  const isUp = row.status === "Running" || row.status === "Restarting" || row.status === "Updating";
  return isUp
    ? { current: running(row.createdAt + 12_000), restartCount: 0, ready: true }
    : mainState[row.plot](row);
}

/** The state of an init container: done, unless the instance has no place to run yet. */
export function initState(row: InstanceRow): StateOfContainer {
  if (row.plot === "scheduling" || row.plot === "noStock") return notYet("PodInitializing");
  const current: WireState = {
    ...terminated(row, "Completed", 0),
    StartTime: isoTime(row.createdAt + 5_000),
    FinishTime: isoTime(row.createdAt + 11_000),
  };
  return { current, restartCount: 0, ready: true };
}
