import { leavesCore } from "./linuxSignals.ts";
import type { Container, ContainerState, Instance } from "./model.ts";

/** What is wrong with a container, and what would show why. */
export type Ailment = {
  readonly kind: "restarted" | "oomKilled" | "crashLoop" | "failed";
  readonly container: Container;
  /** How it ended last, or why it cannot begin; absent where the service does not say. */
  readonly state?: ContainerState | undefined;
  /** The signal that ended it, by the service's word or by the exit code (128 + signal). */
  readonly signal?: number | undefined;
  readonly wasOutOfMemory: boolean;
  /** What helps to find the cause: a core dump after a crash by signal, a capture where the network may be to blame. */
  readonly helps: "coreDump" | "capture" | undefined;
};

const networkWords =
  /connection (?:refused|reset|closed)|timed? ?out|unreachable|no route|no such host|name resolution|broken pipe|handshake|probe failed|ECONN|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND/iu;

/** Instances whose containers end because the instance does. */
const endingStatuses = new Set(["Terminating", "Expired", "Succeeded"]);

/** So many restarts, the last of them so lately, are a loop: a kubelet forgets its back-off after ten minutes. */
const loopRestarts = 3;
const loopMs = 600_000;

const ranks = ["crashLoop", "oomKilled", "failed", "restarted"] as const;

/** The state in which a container ended last: of this run when it has ended, else of the run before. */
export function findLastExit({ currentState, previousState }: Container): ContainerState | undefined {
  return [currentState, previousState].find((state) => state?.state === "Terminated");
}

/** The worst that ails an instance's containers; undefined where nothing does. Needs no more than a status row. */
export function toAilment(instance: Instance, nowMs: number): Ailment | undefined {
  return instance.containers
    .flatMap((container) => toContainerAilment(container, instance.status, nowMs) ?? [])
    .sort((left, right) => ranks.indexOf(left.kind) - ranks.indexOf(right.kind))[0];
}

/** What ails one container of an instance of this status; undefined where nothing does. */
export function toContainerAilment(container: Container, status: string, nowMs: number): Ailment | undefined {
  const { currentState: current, restartCount } = container;
  const exit = findLastExit(container);
  const code = exit?.exitCode;
  const signal = toSignal(exit);
  const wasOutOfMemory = /oom|out of memory/iu.test(`${exit?.reason ?? ""} ${exit?.message ?? ""}`);
  const waits = current?.state === "Waiting" ? (current.reason ?? "") : "";
  const endedLately = nowMs - Date.parse(exit?.finishTime ?? "") < loopMs;
  const hasFailed = code !== undefined && code !== 0;

  const kind =
    waits === "CrashLoopBackOff" || (restartCount >= loopRestarts && endedLately && hasFailed)
      ? "crashLoop"
      : wasOutOfMemory
        ? "oomKilled"
        : /backoff|err|invalid/iu.test(waits) ||
            (current?.state === "Terminated" && hasFailed && !endingStatuses.has(status))
          ? "failed"
          : restartCount > 0
            ? "restarted"
            : undefined;
  if (kind === undefined) return undefined;
  // An image that cannot be pulled waits for ever; how an earlier run ended is not why.
  const state = kind === "failed" && waits !== "" ? current : exit;
  const words = [current, exit].map((each) => `${each?.reason ?? ""} ${each?.message ?? ""}`).join(" ");
  const isOwnExit = hasFailed && signal === undefined;
  const mayBeNetwork = !wasOutOfMemory && (networkWords.test(words) || (kind === "crashLoop" && isOwnExit));
  const helps = leavesCore(signal) ? "coreDump" : mayBeNetwork ? "capture" : undefined;
  return { kind, container, state, signal, wasOutOfMemory, helps };
}

function toSignal(exit: ContainerState | undefined): number | undefined {
  if (exit?.signal !== undefined && exit.signal > 0) return exit.signal;
  const code = exit?.exitCode ?? 0;
  return code > 128 && code <= 128 + 64 ? code - 128 : undefined;
}
