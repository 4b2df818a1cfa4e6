import type { OpsRecord, OpsType } from "../eci/model.ts";
import { toRecordKey, type Task } from "./task.ts";

/** The tasks and the records of one instance and one type. */
export type MatchInput = {
  readonly opsType: OpsType;
  readonly tasks: readonly Task[];
  readonly records: readonly OpsRecord[];
};

/** Each record goes to one task at most; `unmatched` are the records of tasks begun elsewhere. */
export type RecordMatch = {
  readonly assigned: ReadonlyMap<Task, OpsRecord>;
  readonly unmatched: readonly OpsRecord[];
};

/** How far this computer's clock may be from the service's: the signature's own limit. */
export const skewSeconds = 900;

/**
 * Which record is whose, since neither has an id (DescribeInstanceOpsRecords). A bound task keeps the record
 * of its create time. An unbound one takes the earliest free record that is newer than all records it saw
 * before it was sent; newest task first, so that no task takes the record of a later one. Where several got one, the
 * records are in the order of the tasks.
 */
export function matchRecords({ opsType, tasks, records }: MatchInput): RecordMatch {
  const free = toSiblings(records, opsType);
  const bound = new Map<Task, OpsRecord>();
  for (const task of tasks) {
    const key = toRecordKey(task);
    const record = key && free.get(Date.parse(key.createTime));
    if (!record) continue;
    bound.set(task, record);
    free.delete(toMs(record));
  }
  const guessed = new Map<Task, OpsRecord>();
  for (const task of tasks.filter(isUnbound).sort((a, b) => b.sentTime.localeCompare(a.sentTime))) {
    let own = [...free.values()].find((record) => isPlausible(task, record));
    if (!own) continue;
    free.delete(toMs(own));
    for (const [newer, other] of guessed) {
      if (toMs(other) > toMs(own) || !isPlausible(newer, own) || !isPlausible(task, other)) continue;
      guessed.set(newer, own);
      own = other;
    }
    guessed.set(task, own);
  }
  return { assigned: new Map([...bound, ...guessed]), unmatched: [...free.values()] };
}

function toMs({ createTime }: OpsRecord): number {
  return Date.parse(createTime);
}

/** The records of the type by create time, oldest first; of two with one time the further one stays. */
function toSiblings(records: readonly OpsRecord[], opsType: OpsType): Map<number, OpsRecord> {
  const siblings = new Map<number, OpsRecord>();
  for (const record of records) {
    const timeMs = toMs(record);
    if (Number.isNaN(timeMs) || record.opsType.toLowerCase() !== opsType) continue;
    const other = siblings.get(timeMs);
    if (!other || toProgress(record) > toProgress(other)) siblings.set(timeMs, record);
  }
  return new Map([...siblings].sort(([a], [b]) => a - b));
}

const progress: ReadonlyMap<string, number> = new Map([
  ["ready", 1],
  ["failed", 2],
  ["expired", 2],
  ["closed", 2],
  ["success", 3],
]);

function toProgress(record: OpsRecord): number {
  return (progress.get(record.opsStatus.toLowerCase()) ?? 0) + (record.resultUrl === undefined ? 0 : 0.5);
}

function isUnbound(task: Task): boolean {
  const { kind } = task.state;
  if (task.origin === "found" || toRecordKey(task)) return false;
  return kind === "sending" || kind === "unknownOutcome" || kind === "ready" || kind === "stopping";
}

/** The service confirmed a ready task, so any newer record may be it, however wrong our clock is. */
function isPlausible(task: Task, record: OpsRecord): boolean {
  const createMs = toMs(record);
  if (task.newestBefore !== undefined && createMs <= Date.parse(task.newestBefore)) return false;
  const confirmed = task.state.kind === "ready" || task.state.kind === "stopping";
  const sentMs = Date.parse(task.sentTime) + (task.serviceAheadSeconds ?? 0) * 1000;
  return confirmed || Math.abs(createMs - sentMs) <= skewSeconds * 1000;
}
