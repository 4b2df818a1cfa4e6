import { hostileTexts } from "./hostileTexts.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Texts of megabytes stand in the name alone: an answer has a size that is still one. */
const maxOtherLength = 3_000;

function toText(at: number): string {
  return hostileTexts[at % hostileTexts.length]?.text ?? "";
}

/**
 * What the service would answer for instances whose owner means harm: each has the next hostile text for a name, and
 * those that follow it in its other fields, so that the halves of a split one stand beside each other. `numberOf` tells
 * an instance's number in the list by its id.
 */
export function fillInstances(answer: Fields, numberOf: (id: string) => number, withIds: boolean): Fields {
  const { ContainerGroups: groups, Data: rows } = answer;
  return {
    ...answer,
    ...(Array.isArray(groups) && {
      ContainerGroups: groups.map((group: Fields) => fillInstance(group, numberOf, withIds)),
    }),
    ...(Array.isArray(rows) && { Data: rows.map((row: Fields) => fillRow(row, numberOf)) }),
  };
}

/** A row of DescribeContainerGroupStatus. */
function fillRow(row: Fields, numberOf: (id: string) => number): Fields {
  const first = numberOf(String(row["ContainerGroupId"]));
  let at = first;
  const next = () => toText((at += 1)).slice(0, maxOtherLength);
  const state = () => ({ Terminated: { Reason: next(), Message: next(), ExitCode: 137 } });
  const container = { Name: next(), Image: next(), RestartCount: 3, State: state(), LastState: state() };
  return {
    ...{ ...row, Name: toText(first), Status: next(), Namespace: next() },
    PodStatus: { PodIp: next(), StartTime: next(), ContainerStatuses: [container] },
  };
}

function fillInstance(group: Fields, numberOf: (id: string) => number, withIds: boolean): Fields {
  const id = String(group["ContainerGroupId"]);
  const first = numberOf(id);
  let at = first;
  const next = () => {
    at += 1;
    return toText(at).slice(0, maxOtherLength);
  };
  const state = () => ({ State: "Terminated", Reason: next(), Message: next(), ExitCode: 137 });
  const container = () => ({
    ...{ Name: next(), Image: next(), RestartCount: 3, CurrentState: state(), PreviousState: state() },
    Ports: [{ Port: 80, Protocol: next() }],
    EnvironmentVars: [{ Key: next(), Value: next() }],
  });
  return {
    ...group,
    ContainerGroupName: toText(first),
    ...(withIds && { ContainerGroupId: `${id}${next()}` }),
    ...{ Status: next(), IntranetIp: next(), ZoneId: next(), VSwitchId: next(), SecurityGroupId: next() },
    ...{ RestartPolicy: next(), CreationTime: next() },
    Tags: [
      { Key: next(), Value: next() },
      { Key: "hostile-is", Value: "production" },
    ],
    Events: [{ Type: next(), Reason: next(), Message: next() }],
    Containers: [container()],
    InitContainers: [container()],
  };
}
