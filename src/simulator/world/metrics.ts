import { type ContainerFacts, toContainers } from "./containers.ts";
import type { InstanceRow } from "./instanceRow.ts";
import { toService } from "./service.ts";
import { createWave } from "./wave.ts";

const gib = 1_073_741_824;
/** How long an instance that is killed for its memory takes from a start to the limit. */
const leakMs = 2_400_000;

/** When a container ran, in milliseconds since 1970; undefined for one that never did. */
function toLife(row: InstanceRow, { state: { current, previous } }: ContainerFacts) {
  const ended = current.State === "Terminated" ? current : previous;
  const from = row.createdAt + 15_000;
  if (current.State === "Running") {
    return { from, startedAt: Date.parse(current.StartTime ?? ""), to: Infinity };
  }
  if (ended?.FinishTime === undefined) return undefined;
  return { from, startedAt: from, to: Date.parse(ended.FinishTime) };
}

/** The share of its limit that a container's memory takes. */
function toMemoryShare(row: InstanceRow, name: string, time: number): number {
  if (row.plot === "oomKilled" && name === toService(row.service).name) {
    const sinceMs = (((time - row.changedAt) % leakMs) + leakMs) % leakMs;
    return 0.4 + (0.55 * sinceMs) / leakMs;
  }
  return 0.25 + 0.5 * createWave(row.id, name, "memory").at(time);
}

function toContainerUsage(row: InstanceRow, container: ContainerFacts, time: number) {
  const life = toLife(row, container);
  if (life === undefined || time < life.from || time > life.to) return undefined;
  const wave = createWave(row.id, container.name, "cpu");
  const from = time < life.startedAt ? life.from : life.startedAt;
  const limitBytes = container.memoryGib * gib;
  const rss = Math.round(limitBytes * toMemoryShare(row, container.name, time));
  const cache = Math.round(limitBytes * 0.04);
  const workingSet = rss + Math.round(cache / 2);
  return {
    Name: container.name,
    CPU: {
      Limit: container.cpu * 1000,
      Load: Math.round(wave.at(time) * container.cpu),
      UsageNanoCores: Math.round(wave.at(time) * container.cpu * 1e9),
      UsageCoreNanoSeconds: Math.round(wave.sum(from, time) * container.cpu * 1e9),
    },
    Memory: {
      AvailableBytes: limitBytes - workingSet,
      Cache: cache,
      Rss: rss,
      UsageBytes: rss + cache,
      WorkingSet: workingSet,
    },
  };
}

type Sums = Readonly<Record<string, number>>;

function addUp(parts: readonly Sums[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const part of parts) {
    for (const [name, value] of Object.entries(part)) sums[name] = (sums[name] ?? 0) + value;
  }
  return sums;
}

/** Counters since the instance was created. */
function toNetwork(row: InstanceRow, time: number) {
  const isBusy = toService(row.service).port !== undefined;
  const count = (direction: string, bytesPerSecond: number) =>
    Math.round(createWave(row.id, direction).sum(row.createdAt, time) * bytesPerSecond);
  const rxBytes = count("rx", isBusy ? 400_000 : 30_000);
  const txBytes = count("tx", isBusy ? 1_600_000 : 12_000);
  return {
    Name: "eth0",
    RxBytes: rxBytes,
    RxPackets: Math.ceil(rxBytes / 420),
    RxErrors: 0,
    RxDrops: 0,
    TxBytes: txBytes,
    TxPackets: Math.ceil(txBytes / 910),
    TxErrors: 0,
    TxDrops: 0,
  };
}

/** What an instance used at a time (milliseconds since 1970), as the metric calls write it; undefined while nothing of it ran. */
export function buildMetrics(row: InstanceRow, time: number) {
  const containers = toContainers(row).flatMap((container) => toContainerUsage(row, container, time) ?? []);
  if (containers.length === 0) return undefined;
  const disk = createWave(row.id, "disk").sum(row.createdAt, time);
  const usedBytes = Math.min(20 * gib, 2 * gib + Math.round(disk * 20_000));
  return {
    Timestamp: new Date(time).toISOString(),
    CPU: addUp(containers.map(({ CPU }) => CPU)),
    Memory: addUp(containers.map(({ Memory }) => Memory)),
    Network: { Interfaces: [toNetwork(row, time)] },
    Disk: [
      {
        Device: "vda",
        ReadBytes: Math.round(disk * 9_000),
        ReadIO: Math.round(disk * 2),
        WriteBytes: Math.round(disk * 40_000),
        WriteIO: Math.round(disk * 7),
      },
    ],
    Filesystem: [
      { FsName: "/dev/vda1", Capacity: 30 * gib, Usage: usedBytes, Available: 30 * gib - usedBytes },
    ],
    Containers: containers,
  };
}
