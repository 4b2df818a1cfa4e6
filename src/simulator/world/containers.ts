import {
  type StateOfContainer,
  type WireState,
  initState,
  mainState,
  sidecarState,
} from "./containerState.ts";
import type { InstanceRow } from "./instanceRow.ts";
import { createKeyedRandom } from "./keyedRandom.ts";
import { type Service, toService } from "./service.ts";

/** A container as DescribeContainerGroups writes it. */
export type WireContainer = {
  readonly Name: string;
  readonly Image: string;
  readonly ImagePullPolicy: string;
  readonly Cpu: number;
  readonly Memory: number;
  readonly Gpu: number;
  readonly Ready: boolean;
  readonly RestartCount: number;
  readonly WorkingDir: string;
  readonly Ports: readonly { readonly Port: number; readonly Protocol: string }[];
  readonly EnvironmentVars: readonly { readonly Key: string; readonly Value: string }[];
  readonly VolumeMounts: readonly {
    readonly Name: string;
    readonly MountPath: string;
    readonly ReadOnly: boolean;
  }[];
  readonly CurrentState: WireState;
  readonly PreviousState?: WireState;
};

const sidecarImages = {
  envoy: "registry-vpc.cn-hangzhou.aliyuncs.com/library/envoy:1.31",
  logtail: "registry-vpc.cn-hangzhou.aliyuncs.com/log-service/logtail:1.8",
};

/** Environment values that look like secrets and are none: a client must keep them to itself all the same. */
function environment(row: InstanceRow, service: Service): WireContainer["EnvironmentVars"] {
  const env = row.tags.find((tag) => tag.key === "env")?.value ?? "staging";
  return [
    { Key: "APP_ENV", Value: env },
    { Key: "LOG_LEVEL", Value: "info" },
    ...service.environment.map((Key) => {
      const secret = `fake-${createKeyedRandom(row.id, Key).text(24)}`;
      return { Key, Value: Key.endsWith("_URL") ? `mysql://shop:${secret}@mysql-orders:3306/shop` : secret };
    }),
  ];
}

function container(
  { name, image, cpu, memoryGib, state }: ContainerFacts,
  rest: Partial<Pick<WireContainer, "Ports" | "EnvironmentVars" | "VolumeMounts">>,
): WireContainer {
  return {
    Name: name,
    Image: image,
    ImagePullPolicy: "IfNotPresent",
    Cpu: cpu,
    Memory: memoryGib,
    Gpu: 0,
    Ready: state.ready,
    RestartCount: state.restartCount,
    WorkingDir: "/app",
    Ports: [],
    EnvironmentVars: [],
    VolumeMounts: [],
    ...rest,
    CurrentState: state.current,
    ...(state.previous === undefined ? {} : { PreviousState: state.previous }),
  };
}

/** What a container is and does, without what its making takes most of the time for: its environment. */
export type ContainerFacts = {
  readonly name: string;
  readonly image: string;
  readonly cpu: number;
  readonly memoryGib: number;
  readonly state: StateOfContainer;
};

/** The containers of an instance: its service's own first, then a sidecar where it has one. */
export function toContainers(row: InstanceRow): readonly [ContainerFacts, ...ContainerFacts[]] {
  const { name, image, cpu, memoryGib, sidecar } = toService(row.service);
  const main = {
    name,
    image: row.plot === "imagePull" ? image.replace(/:[^:]*$/u, ":9.9.9-canary") : image,
    cpu,
    memoryGib,
    state: mainState[row.plot](row),
  };
  if (sidecar === undefined) return [main];
  const state = sidecarState(row);
  return [main, { name: sidecar, image: sidecarImages[sidecar], cpu: 0.5, memoryGib: 1, state }];
}

/** The same containers as DescribeContainerGroups writes them. */
export function buildContainers(row: InstanceRow): readonly WireContainer[] {
  const service = toService(row.service);
  const [main, ...sidecars] = toContainers(row);
  return [
    container(main, {
      Ports: service.port === undefined ? [] : [{ Port: service.port, Protocol: "TCP" }],
      EnvironmentVars: environment(row, service),
      VolumeMounts: [{ Name: "config", MountPath: "/etc/app", ReadOnly: true }],
    }),
    ...sidecars.map((sidecar) => container(sidecar, {})),
  ];
}

/** The init containers of an instance, in the order they run. */
export function buildInitContainers(row: InstanceRow): readonly WireContainer[] {
  const service = toService(row.service);
  if (service.init === undefined) return [];
  const { init: name, image } = service;
  const facts = { name, image, cpu: 0.5, memoryGib: 1, state: initState(row) };
  return [container(facts, { EnvironmentVars: environment(row, service) })];
}
