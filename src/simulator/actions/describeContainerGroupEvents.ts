import { invalidParameter } from "../rpc/rpcError.ts";
import { type InstanceEvent, buildEvents } from "../world/events.ts";
import type { InstanceRow } from "../world/instanceRow.ts";
import type { Action, Answer } from "./action.ts";
import { toPod } from "./describeContainerGroupStatus.ts";
import { readInteger } from "./readParameter.ts";
import { selectPage, selectRows } from "./selectRows.ts";

function toWire(row: InstanceRow, event: InstanceEvent): Answer {
  const component = event.source === "EciService" ? "eci-controller" : "kubelet";
  const name = `${row.name}.${event.reason}`;
  return {
    Type: event.type,
    Reason: event.reason,
    Message: event.message,
    Count: event.count,
    FirstTimestamp: event.firstTimestamp,
    LastTimestamp: event.lastTimestamp,
    ReportingComponent: component,
    ReportingInstance: row.zoneId,
    Source: { Component: component, Host: row.zoneId },
    Metadata: { Name: name, Namespace: "default" },
    involvedObject: { ApiVersion: "v1", Kind: "Pod", Name: row.name, Namespace: "default", Uid: row.id },
  };
}

/** DescribeContainerGroupEvents: the events of up to 200 instances a page. */
export const describeContainerGroupEvents: Action = {
  run({ params, now }, { world }) {
    const limit = readInteger(params, "Limit", 1, 200) ?? 200;
    const sinceSeconds = readInteger(params, "SinceSecond", 1, 86_400);
    const source = params.get("EventSource") ?? "";
    if (source !== "" && source !== "EciService" && source !== "K8sAgent") {
      throw invalidParameter("EventSource", "it must be EciService or K8sAgent");
    }
    const rows = selectRows(params, world);
    const page = selectPage(params, rows, limit);
    const isWanted = (event: InstanceEvent) =>
      (source === "" || event.source === source) &&
      (sinceSeconds === undefined || now - Date.parse(event.lastTimestamp) <= sinceSeconds * 1000);
    return {
      TotalCount: rows.length,
      ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
      Data: page.rows.map((row) => ({
        ...toPod(row),
        Events: buildEvents(row)
          .filter(isWanted)
          .map((event) => toWire(row, event)),
      })),
    };
  },
  whenDenied: { TotalCount: 0, Data: [] },
};
