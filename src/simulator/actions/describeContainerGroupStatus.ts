import { corePatternTagKey } from "../world/cast.ts";
import type { WireState } from "../world/containerState.ts";
import { type WireContainer, buildContainers } from "../world/containers.ts";
import type { InstanceRow } from "../world/instanceRow.ts";
import { isoTime } from "../world/isoTime.ts";
import type { Action, Answer } from "./action.ts";
import { readInteger } from "./readParameter.ts";
import { selectPage, selectRows } from "./selectRows.ts";

const phases: Readonly<Record<string, string>> = {
  Running: "Running",
  Succeeded: "Succeeded",
  Failed: "Failed",
  Terminating: "Running",
  Expired: "Failed",
  Updating: "Running",
};

function toState(state: WireState): Answer {
  if (state.State === "Running") {
    // The field's name is the service's own (response of DescribeContainerGroupStatus).
    return { Running: { StartedAtstartedAt: state.StartTime } };
  }
  if (state.State === "Waiting") return { Waiting: { Reason: state.Reason, Message: state.Message } };
  return {
    Terminated: {
      ExitCode: state.ExitCode,
      Signal: state.Signal,
      Reason: state.Reason,
      StartedAt: state.StartTime,
      FinishedAt: state.FinishTime,
    },
  };
}

function toContainerStatus(container: WireContainer): Answer {
  return {
    Name: container.Name,
    Image: container.Image,
    ImageID: "",
    Ready: container.Ready,
    Started: container.CurrentState.State === "Running",
    RestartCount: container.RestartCount,
    State: toState(container.CurrentState),
    LastState: container.PreviousState === undefined ? {} : toState(container.PreviousState),
  };
}

/** The namespace and annotations that a virtual node would have given the instance. */
export function toPod(row: InstanceRow): Answer {
  const tagValue = (key: string) => row.tags.find((tag) => tag.key === key)?.value;
  const corePattern = tagValue(corePatternTagKey);
  const annotations = corePattern === undefined ? {} : { "k8s.aliyun.com/eci-core-pattern": corePattern };
  return {
    ContainerGroupId: row.id,
    Name: row.name,
    Namespace: tagValue("k8s.io/namespace") ?? "default",
    Annotations: JSON.stringify(annotations),
    uuid: row.id,
  };
}

function toWire(row: InstanceRow): Answer {
  const containers = buildContainers(row);
  const isReady = containers.every(({ Ready }) => Ready);
  return {
    ...toPod(row),
    Status: row.status,
    PodStatus: {
      Phase: phases[row.status] ?? "Pending",
      PodIp: row.ip,
      PodIps: [{ Ip: row.ip }],
      HostIp: row.ip,
      QosClass: "Guaranteed",
      StartTime: isoTime(row.createdAt),
      Conditions: [
        { type: "Ready", status: isReady ? "True" : "False", lastTransitionTime: isoTime(row.changedAt) },
      ],
      ContainerStatuses: containers.map(toContainerStatus),
    },
  };
}

/** DescribeContainerGroupStatus: at most 200 a page; `SinceSecond` leaves those that changed that lately. */
export const describeContainerGroupStatus: Action = {
  run({ params, now }, { world }) {
    const limit = readInteger(params, "Limit", 1, 200) ?? 200;
    const sinceSeconds = readInteger(params, "SinceSecond", 60, 3600);
    const rows = selectRows(params, world).filter(
      (row) => sinceSeconds === undefined || now - row.changedAt <= sinceSeconds * 1000,
    );
    const page = selectPage(params, rows, limit);
    return {
      TotalCount: rows.length,
      ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
      Data: page.rows.map(toWire),
    };
  },
  whenDenied: { TotalCount: 0, Data: [] },
};
