import type { Task } from "../task.ts";
import { toFileName } from "./fileName.ts";

/** Names for a task's folder and the file in it: the instance, the time in UTC, and for the folder enough of the id to be its own. */
export function toResultNames(task: Task): { readonly folder: string; readonly stem: string } {
  const time = task.sentTime.replace(/[-:]|\..*$/g, "").replace("T", "-");
  const stem = toFileName(`${task.target.instanceName.slice(0, 30)}-${time.replace(/Z$/, "")}`);
  return { folder: `${stem}-${task.id.slice(0, 8)}`, stem };
}

/** The text of `task.json`, which stands beside a result and says what made it; no address, no secret. */
export function toResultNote(task: Task, savedMs: number): string {
  const { target, opsType, options, origin, sentTime, state } = task;
  const record = "record" in state ? state.record : undefined;
  const note = {
    opsType,
    origin,
    regionId: target.regionId,
    instanceId: target.instanceId,
    instanceName: target.instanceName,
    instanceIp: target.instanceIp,
    options,
    sentTime,
    createTime: record?.createTime,
    expireTime: record?.expireTime,
    savedTime: new Date(savedMs).toISOString(),
    ...(state.kind === "downloaded" && {
      sizeBytes: state.file.sizeBytes,
      sha256: state.file.sha256,
      format: state.file.format,
    }),
  };
  return `${JSON.stringify(note, undefined, 2)}\n`;
}
