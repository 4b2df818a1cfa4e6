import type { Plot } from "./cast.ts";
import type { InstanceRow } from "./instanceRow.ts";
import { isoTime } from "./isoTime.ts";
import { toService } from "./service.ts";

/** An event of an instance, in the fields that both event calls share. */
export type InstanceEvent = {
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  readonly source: "EciService" | "K8sAgent";
  /** ISO 8601, UTC. */
  readonly firstTimestamp: string;
  /** ISO 8601, UTC. */
  readonly lastTimestamp: string;
};

type Line = readonly [InstanceEvent["type"], string, string, number, InstanceEvent["source"]];

const started = (service: string): readonly Line[] => [
  [
    "Normal",
    "SuccessfulHitImageCache",
    "[eci.imagecache]Successfully hit image cache imc-bp1shop",
    1,
    "EciService",
  ],
  ["Normal", "Pulled", `Container image for ${service} already present on machine`, 1, "K8sAgent"],
  ["Normal", "Created", `Created container ${service}`, 1, "K8sAgent"],
  ["Normal", "Started", `Started container ${service}`, 1, "K8sAgent"],
];

const backOff = (service: string, count: number): Line => [
  "Warning",
  "BackOff",
  `Back-off restarting failed container ${service}`,
  count,
  "K8sAgent",
];

const canary = "registry.cn-hangzhou.aliyuncs.com/tide-shop/search:9.9.9-canary";

const lines: Readonly<Record<Plot, (service: string) => readonly Line[]>> = {
  steady: started,
  oomKilled: (service) => [
    ...started(service),
    [
      "Warning",
      "OOMKilled",
      `Memory cgroup out of memory: container ${service} was killed (exit code 137)`,
      4,
      "EciService",
    ],
  ],
  crashLoop: (service) => [...started(service), backOff(service, 212)],
  segfault: (service) => [
    ...started(service),
    [
      "Warning",
      "ContainerCrashed",
      `Container ${service} was terminated by signal 11 (SIGSEGV)`,
      9,
      "EciService",
    ],
    backOff(service, 31),
  ],
  imagePull: () => [
    ["Normal", "Pulling", `Pulling image "${canary}"`, 6, "K8sAgent"],
    [
      "Warning",
      "Failed",
      `Failed to pull image "${canary}": rpc error: code = NotFound desc = failed to resolve reference: not found`,
      6,
      "K8sAgent",
    ],
    ["Warning", "Failed", "Error: ImagePullBackOff", 21, "K8sAgent"],
    ["Normal", "BackOff", `Back-off pulling image "${canary}"`, 21, "K8sAgent"],
  ],
  finished: started,
  failedJob: started,
  scheduling: () => [["Normal", "Scheduling", "Looking for a place to run", 1, "EciService"]],
  noStock: () => [
    [
      "Warning",
      "ScheduleFailed",
      "Create ECI failed: OperationDenied.NoStock, the resource is out of stock in the specified zone",
      3,
      "EciService",
    ],
  ],
  restarting: (service) => [
    ...started(service),
    ["Normal", "Restarting", "Instance restart was requested", 1, "EciService"],
  ],
  updating: (service) => [
    ...started(service),
    ["Normal", "Updating", "Instance update was requested", 1, "EciService"],
  ],
  terminating: (service) => [
    ...started(service),
    ["Normal", "Killing", `Stopping container ${service}`, 1, "K8sAgent"],
  ],
  expired: (service) => [
    ...started(service),
    ["Normal", "Expired", "The active deadline was exceeded", 1, "EciService"],
  ],
};

/** The events of an instance, oldest first. */
export function buildEvents(row: InstanceRow): readonly InstanceEvent[] {
  return lines[row.plot](toService(row.service).name).map(([type, reason, message, count, source], index) => {
    const firstAt = row.createdAt + (index + 1) * 3000;
    return {
      type,
      reason,
      message,
      count: reason === "ContainerCrashed" ? count + row.crashes : count,
      source,
      firstTimestamp: isoTime(firstAt),
      lastTimestamp: isoTime(count > 1 ? Math.max(firstAt, row.changedAt) : firstAt),
    };
  });
}
