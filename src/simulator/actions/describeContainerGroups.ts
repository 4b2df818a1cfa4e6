import { invalidParameter } from "../rpc/rpcError.ts";
import { plotStatus } from "../world/cast.ts";
import { buildContainers, buildInitContainers } from "../world/containers.ts";
import { buildEvents } from "../world/events.ts";
import type { InstanceRow } from "../world/instanceRow.ts";
import { isoTime } from "../world/isoTime.ts";
import { type Action, type Answer, JsonRows } from "./action.ts";
import { readBoolean, readInteger } from "./readParameter.ts";
import { createRowJson } from "./rowJson.ts";
import { selectPage, selectRows } from "./selectRows.ts";

const statuses: ReadonlySet<string> = new Set(Object.values(plotStatus));

function toWire(row: InstanceRow, withEvents: boolean): Answer {
  const containers = buildContainers(row);
  const sum = (field: "Cpu" | "Memory") =>
    containers.reduce((total, container) => total + container[field], 0);
  const hasPlace = row.plot !== "scheduling" && row.plot !== "noStock";
  const time = isoTime(row.changedAt);
  return {
    ContainerGroupId: row.id,
    ContainerGroupName: row.name,
    RegionId: row.regionId,
    ZoneId: row.zoneId,
    Status: row.status,
    VpcId: row.vpcId,
    VSwitchId: row.vSwitchId,
    SecurityGroupId: row.securityGroupId,
    ResourceGroupId: row.resourceGroupId,
    ...(hasPlace ? { IntranetIp: row.ip, EniInstanceId: row.id.replace("eci-", "eni-") } : {}),
    Cpu: sum("Cpu"),
    Memory: sum("Memory"),
    InstanceType: "",
    RestartPolicy: row.plot === "finished" || row.plot === "failedJob" ? "Never" : "Always",
    EphemeralStorage: 30,
    Discount: 0,
    SpotStrategy: "NoSpot",
    CreationTime: isoTime(row.createdAt),
    ...(row.plot === "finished" ? { SucceededTime: time } : {}),
    ...(row.plot === "failedJob" ? { FailedTime: time } : {}),
    ...(row.plot === "expired" ? { ExpiredTime: time } : {}),
    Tags: row.tags.map(({ key, value }) => ({ Key: key, Value: value })),
    Containers: containers,
    InitContainers: buildInitContainers(row),
    Volumes: [
      {
        Name: "config",
        Type: "ConfigFileVolume",
        ConfigFileVolumeConfigFileToPaths: [{ Path: "app.yaml", Content: btoa(`token: fake-${row.id}`) }],
      },
    ],
    Events: withEvents
      ? buildEvents(row).map((event) => ({
          Type: event.type,
          Reason: event.reason,
          Message: event.message,
          Count: event.count,
          Name: `${row.name}.${event.reason}`,
          FirstTimestamp: event.firstTimestamp,
          LastTimestamp: event.lastTimestamp,
        }))
      : [],
  };
}

const toJson = createRowJson((row) => toWire(row, false));
const toJsonWithEvents = createRowJson((row) => toWire(row, true));

/** DescribeContainerGroups: at most 20 a page, pages in order. */
export const describeContainerGroups: Action = {
  run({ params }, { world }) {
    const limit = readInteger(params, "Limit", 1, 20) ?? 20;
    const withEvents = readBoolean(params, "WithEvent");
    const status = params.get("Status") ?? "";
    if (status !== "" && !statuses.has(status))
      throw invalidParameter("Status", `there is no status ${status}`);
    const name = params.get("ContainerGroupName") ?? "";
    const securityGroupId = params.get("SecurityGroupId") ?? "";
    const rows = selectRows(
      params,
      world,
      status !== "" && ((row) => row.status === status),
      name !== "" && ((row) => row.name === name),
      securityGroupId !== "" && ((row) => row.securityGroupId === securityGroupId),
    );
    const page = selectPage(params, rows, limit);
    return {
      TotalCount: rows.length,
      ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
      ContainerGroups: new JsonRows(page.rows.map(withEvents ? toJsonWithEvents : toJson)),
    };
  },
  whenDenied: { TotalCount: 0, ContainerGroups: [] },
};
