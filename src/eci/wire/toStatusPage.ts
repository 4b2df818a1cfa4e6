import * as z from "zod/mini";
import type { Container, ContainerState, Instance, InstancePage } from "../model.ts";
import { amount, filledText, flag, lenient, listOf, text } from "./tolerant.ts";

/* StartedAtstartedAt, the one time that a running state has, is left alone: nobody knows how long it keeps that name. */
const stateSchema = lenient(
  z.object({
    Running: lenient(z.object({})),
    Waiting: lenient(z.object({ Reason: filledText, Message: filledText })),
    Terminated: lenient(
      z.object({
        ExitCode: amount,
        Signal: amount,
        Reason: filledText,
        Message: filledText,
        StartedAt: filledText,
        FinishedAt: filledText,
      }),
    ),
  }),
);

const statusSchema = z.object({
  ContainerGroupId: z.string().check(z.minLength(1)),
  Name: text,
  Namespace: filledText,
  Status: text,
  PodStatus: lenient(
    z.object({
      PodIp: filledText,
      StartTime: filledText,
      ContainerStatuses: listOf(
        z.object({
          Name: z.string(),
          Image: text,
          Ready: flag,
          RestartCount: amount,
          State: stateSchema,
          LastState: stateSchema,
        }),
      ),
    }),
  ),
});

/** An answer of DescribeContainerGroupStatus. */
export const statusPageSchema = z.object({
  Data: z.array(z.unknown()),
  NextToken: filledText,
  TotalCount: amount,
});

/** The page as rows of instances that are not whole yet, each id once; a row that is none is counted and left out. */
export function toStatusPage(page: z.infer<typeof statusPageSchema>, regionId: string): InstancePage {
  const rows = page.Data.flatMap((row) => {
    const instance = toRow(row, regionId);
    return instance === undefined ? [] : [instance];
  });
  return {
    // A tree takes no id twice.
    instances: [...new Map(rows.map((instance) => [instance.id, instance])).values()],
    nextToken: page.NextToken,
    totalCount: page.TotalCount,
    unreadable: page.Data.length - rows.length,
  };
}

function toRow(row: unknown, regionId: string): Instance | undefined {
  const parsed = statusSchema.safeParse(row);
  if (!parsed.success) return undefined;
  const {
    ContainerGroupId: id,
    Name: name,
    Namespace: namespace,
    Status: status,
    PodStatus: pod,
  } = parsed.data;
  return {
    id,
    name: name ?? "",
    regionId,
    status: status ?? "",
    isWhole: false,
    namespace,
    privateIp: pod?.PodIp,
    createdAt: pod?.StartTime,
    tags: [],
    containers: (pod?.ContainerStatuses ?? []).map((container): Container => ({
      name: container.Name,
      isInit: false,
      image: container.Image ?? "",
      ready: container.Ready,
      restartCount: container.RestartCount ?? 0,
      currentState: toState(container.State),
      previousState: toState(container.LastState),
      ports: [],
    })),
    events: [],
  };
}

function toState(wire: z.output<typeof stateSchema>): ContainerState | undefined {
  if (wire?.Terminated) {
    const { ExitCode, Signal, Reason, Message, StartedAt, FinishedAt } = wire.Terminated;
    return {
      state: "Terminated",
      reason: Reason,
      message: Message,
      exitCode: ExitCode,
      signal: Signal,
      startTime: StartedAt,
      finishTime: FinishedAt,
    };
  }
  if (wire?.Waiting) return { state: "Waiting", reason: wire.Waiting.Reason, message: wire.Waiting.Message };
  return wire?.Running ? { state: "Running" } : undefined;
}
