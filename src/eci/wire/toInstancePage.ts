import * as z from "zod/mini";
import type { Container, ContainerState, Instance, InstanceEvent, InstancePage } from "../model.ts";
import { instanceSchema, type WireContainer, type WireEvent, type WireState } from "./instanceSchema.ts";
import { amount, filledText } from "./tolerant.ts";

/** An answer of DescribeContainerGroups. */
export const instancePageSchema = z.object({
  ContainerGroups: z.array(z.unknown()),
  NextToken: filledText,
  TotalCount: amount,
});

/** The page in our own words, each id once; a row that is no instance is counted and left out, the others stay. */
export function toInstancePage(page: z.infer<typeof instancePageSchema>, regionId: string): InstancePage {
  const rows = page.ContainerGroups.flatMap((row) => {
    const instance = toInstance(row, regionId);
    return instance === undefined ? [] : [instance];
  });
  return {
    // A tree takes no id twice.
    instances: [...new Map(rows.map((instance) => [instance.id, instance])).values()],
    nextToken: page.NextToken,
    totalCount: page.TotalCount,
    unreadable: page.ContainerGroups.length - rows.length,
  };
}

function toInstance(row: unknown, regionId: string): Instance | undefined {
  const parsed = instanceSchema.safeParse(row);
  if (!parsed.success) return undefined;
  const wire = parsed.data;
  return {
    id: wire.ContainerGroupId,
    name: wire.ContainerGroupName ?? "",
    regionId: wire.RegionId ?? regionId,
    status: wire.Status ?? "",
    isWhole: true,
    zoneId: wire.ZoneId,
    vpcId: wire.VpcId,
    vSwitchId: wire.VSwitchId,
    securityGroupId: wire.SecurityGroupId,
    resourceGroupId: wire.ResourceGroupId,
    privateIp: wire.IntranetIp,
    internetIp: wire.InternetIp,
    ipv6Address: wire.Ipv6Address,
    cpu: wire.Cpu,
    memoryGib: wire.Memory,
    instanceType: wire.InstanceType,
    restartPolicy: wire.RestartPolicy,
    createdAt: wire.CreationTime,
    tags: wire.Tags.map((tag) => ({ key: tag.Key, value: tag.Value ?? "" })),
    containers: [
      ...wire.InitContainers.map((container) => toContainer(container, true)),
      ...wire.Containers.map((container) => toContainer(container, false)),
    ],
    events: wire.Events.map(toEvent),
  };
}

/** The event in our own words. */
export function toEvent(wire: WireEvent): InstanceEvent {
  return {
    type: wire.Type ?? "",
    reason: wire.Reason ?? "",
    message: wire.Message ?? "",
    count: wire.Count ?? 1,
    firstTime: wire.FirstTimestamp,
    lastTime: wire.LastTimestamp,
  };
}

function toContainer(wire: WireContainer, isInit: boolean): Container {
  return {
    name: wire.Name,
    isInit,
    image: wire.Image ?? "",
    cpu: wire.Cpu,
    memoryGib: wire.Memory,
    ready: wire.Ready,
    restartCount: wire.RestartCount ?? 0,
    currentState: toState(wire.CurrentState),
    previousState: toState(wire.PreviousState),
    ports: wire.Ports.map((port) => ({ port: port.Port, protocol: port.Protocol ?? "" })),
  };
}

function toState(wire: WireState): ContainerState | undefined {
  if (wire === undefined || wire.State === "") return undefined;
  return {
    state: wire.State,
    reason: wire.Reason,
    message: wire.Message,
    exitCode: wire.ExitCode,
    signal: wire.Signal,
    startTime: wire.StartTime,
    finishTime: wire.FinishTime,
  };
}
