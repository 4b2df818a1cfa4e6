import { corePatternTagKey } from "../world/cast.ts";
import type { WireState } from "../world/containerState.ts";
import { type ContainerFacts, toContainers } from "../world/containers.ts";
import type { InstanceRow } from "../world/instanceRow.ts";
import { isoTime } from "../world/isoTime.ts";
import { type Action, type Answer, JsonRows } from "./action.ts";
import { readInteger } from "./readParameter.ts";
import { createRowJson } from "./rowJson.ts";
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

function toContainerStatus({ name, image, state }: ContainerFacts): Answer {
  return {
    Name: name,
    Image: image,
    ImageID: "",
    Ready: state.ready,
    Started: state.current.State === "Running",
    RestartCount: state.restartCount,
    State: toState(state.current),
    LastState: state.previous === undefined ? {} : toState(state.previous),
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
    Namespace: tagValue("NameSpace") ?? "default",
    Annotations: JSON.stringify(annotations),
    uuid: row.id,
  };
}

function toWire(row: InstanceRow): Answer {
  const containers = toContainers(row);
  const isReady = containers.every(({ state }) => state.ready);
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

const toJson = createRowJson(toWire);

/** DescribeContainerGroupStatus: at most 200 a page; `SinceSecond` leaves those that changed that lately. */
export const describeContainerGroupStatus: Action = {
  run({ params, now }, { world }) {
    const limit = readInteger(params, "Limit", 1, 200) ?? 200;
    const sinceSeconds = readInteger(params, "SinceSecond", 60, 3600);
    const since = sinceSeconds === undefined ? -Infinity : now - sinceSeconds * 1000;
    const rows = selectRows(params, world, sinceSeconds !== undefined && ((row) => row.changedAt >= since));
    const page = selectPage(params, rows, limit);
    return {
      TotalCount: rows.length,
      ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
      Data: new JsonRows(page.rows.map(toJson)),
    };
  },
  whenDenied: { TotalCount: 0, Data: [] },
};
