import { RpcError, invalidParameter } from "../rpc/rpcError.ts";
import { buildContainers, buildInitContainers } from "../world/containers.ts";
import type { InstanceRow } from "../world/instanceRow.ts";
import { type LogLine, buildLog, toLastWords } from "../world/log.ts";
import type { Action, Call } from "./action.ts";
import { readBoolean, readInteger, readRequired } from "./readParameter.ts";

const maxLogBytes = 1_048_576;
/** RFC 3339 in UTC; `Date.parse` alone takes much more. */
const timePattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/u;

/** From when on lines are wanted, in milliseconds since 1970. */
function readStart({ params, now }: Call): number {
  const sinceSeconds = readInteger(params, "SinceSeconds", 1, 10_000_000);
  const text = params.get("StartTime") ?? "";
  const startTime = text === "" ? 0 : timePattern.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(startTime)) throw invalidParameter("StartTime", "it must be a time of RFC 3339 in UTC");
  return Math.max(startTime, sinceSeconds === undefined ? 0 : now - sinceSeconds * 1000);
}

function readLines(call: Call, row: InstanceRow, containerName: string, tail: number): readonly LogLine[] {
  const wantsPrevious = readBoolean(call.params, "LastTime");
  const from = readStart(call);
  const container = [...buildContainers(row), ...buildInitContainers(row)].find(
    ({ Name }) => Name === containerName,
  );
  if (container === undefined)
    throw invalidParameter("ContainerName", `there is no container ${containerName}`);
  const state = wantsPrevious ? container.PreviousState : container.CurrentState;
  if (state?.StartTime === undefined) return [];
  const isRunning = state.State === "Running";
  const end = isRunning ? call.now : Date.parse(state.FinishTime ?? state.StartTime);
  const lines = buildLog(row, containerName, Math.max(from, Date.parse(state.StartTime)), end, tail);
  const lastWords = isRunning || containerName !== row.service ? undefined : toLastWords(row);
  return lastWords === undefined || end < from
    ? lines
    : [...lines, { time: end, text: lastWords }].slice(-tail);
}

/** DescribeContainerLog: the newest lines, of the container before the last restart with `LastTime`. */
export const describeContainerLog: Action = {
  run(call, { world }) {
    const { params } = call;
    const instanceId = readRequired(params, "ContainerGroupId");
    const containerName = readRequired(params, "ContainerName");
    const tail = readInteger(params, "Tail", 1, 2000) ?? 500;
    const limitBytes = readInteger(params, "LimitBytes", 1, maxLogBytes) ?? maxLogBytes;
    const withTimes = readBoolean(params, "Timestamps");
    const row = world.find(instanceId);
    const regionId = params.get("RegionId") ?? "";
    if (row === undefined || (regionId !== "" && row.regionId !== regionId)) {
      throw new RpcError(400, "InvalidInstanceId.NotFound", "The specified instanceId does not exist");
    }
    const text = readLines(call, row, containerName, tail)
      .map(({ time, text: line }) => `${withTimes ? `${new Date(time).toISOString()} ` : ""}${line}\n`)
      .join("");
    // The log is ASCII, so a cut never splits a character.
    return { ContainerName: containerName, Content: text.slice(-limitBytes) };
  },
};
