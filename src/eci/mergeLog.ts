import { maxLogBytes } from "./detailCalls.ts";

/** What is known of a container's log, oldest line first. */
export type KnownLog = {
  readonly lines: readonly string[];
  /** Whether the last line may go on: no line feed has ended it. */
  readonly isOpen: boolean;
  /** How many lines were known once and were dropped at the beginning. */
  readonly dropped: number;
};

export type MergeOptions = {
  /** How much is kept, in UTF-16 units; beyond it a fifth is dropped at once, oldest first. */
  readonly maxLength: number;
  /** Stands where the log does not go on from what was known: the container began anew, or lines are missing. */
  readonly gapLine: string;
};

export const emptyLog: KnownLog = { lines: [], isOpen: false, dropped: 0 };

/** The time that a line begins with, in milliseconds since 1970; undefined where it begins with none. */
export function toLineTime(line: string): number | undefined {
  const [text] = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)(?= |$)/u.exec(line) ?? [];
  const timeMs = Date.parse(text ?? "");
  return Number.isNaN(timeMs) ? undefined : timeMs;
}

/** The time of the newest line that has one. */
export function findLastTime({ lines }: KnownLog): number | undefined {
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    const timeMs = toLineTime(lines[index] ?? "");
    if (timeMs !== undefined) return timeMs;
  }
  return undefined;
}

/**
 * What is known after one more answer of DescribeContainerLog, whose lines reach up to now from wherever it began. No
 * clock of ours is asked: the answer is laid over what is known where the lines are the same. Where they are not, lines
 * up to the newest time known are taken for known, and without any such line the rest stands behind the gap line. Of
 * lines that are alike to the letter, as only lines without times can be, some may be taken for known.
 */
export function mergeLog(known: KnownLog, content: string, options: MergeOptions): KnownLog {
  if (content === "") return known;
  const isOpen = !content.endsWith("\n");
  const answered = (isOpen ? content : content.slice(0, -1)).split("\n");
  // At the service's limit the first line may have lost its beginning.
  const isCut =
    content.length * 3 >= maxLogBytes && new TextEncoder().encode(content).length > maxLogBytes - 4;
  const batch = isCut ? answered.slice(1) : answered;
  const start = findOverlap(known, batch);
  if (start !== undefined) {
    const lines = [...known.lines.slice(0, Math.max(start, 0)), ...batch.slice(Math.max(-start, 0))];
    return trim({ lines, isOpen, dropped: known.dropped }, options.maxLength);
  }
  const newestMs = findLastTime(known);
  const lastKnown = batch.findLastIndex((line) => {
    const timeMs = toLineTime(line);
    return timeMs !== undefined && newestMs !== undefined && timeMs <= newestMs;
  });
  const fresh = batch.slice(lastKnown + 1);
  if (fresh.length === 0) return known;
  const gap = lastKnown < 0 && known.lines.length > 0 ? [options.gapLine] : [];
  return trim(
    { lines: [...known.lines, ...gap, ...fresh], isOpen, dropped: known.dropped },
    options.maxLength,
  );
}

/**
 * Where the batch begins in what is known, so that they are the same from there to the end of what is known; negative
 * where it begins before. The longest overlap is taken; undefined where there is none.
 */
function findOverlap({ lines, isOpen }: KnownLog, batch: readonly string[]): number | undefined {
  const last = lines.length - 1;
  const isSame = (index: number, line: string | undefined) =>
    line !== undefined &&
    (lines[index] === line || (isOpen && index === last && line.startsWith(lines[index] ?? "")));
  for (let start = lines.length - batch.length; start <= last; start += 1) {
    let index = Math.max(start, 0);
    while (index <= last && isSame(index, batch[index - start])) index += 1;
    if (index > last && last >= 0) return start;
  }
  return undefined;
}

function trim(log: KnownLog, maxLength: number): KnownLog {
  let length = log.lines.reduce((sum, line) => sum + line.length + 1, 0);
  if (length <= maxLength) return log;
  let count = 0;
  while (length > maxLength * 0.8 && count < log.lines.length - 1) {
    length -= (log.lines[count]?.length ?? 0) + 1;
    count += 1;
  }
  return { ...log, lines: log.lines.slice(count), dropped: log.dropped + count };
}
