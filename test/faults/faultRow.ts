import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inspect } from "node:util";
import { outFolder } from "../../scripts/paths.ts";
import { startHangWatch } from "./hangWatch.ts";
import { tellRow } from "./tellRow.ts";
import { toTries } from "./tries.ts";

/** One try: what is done to which bytes. The name holds the seed that they come from. */
export type FaultTry = {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** How much there is to be read where that is more than `bytes`: what they are when they are decompressed. */
  readonly plainBytes?: number;
  /** How often `act` goes over them, 1 unless told otherwise. */
  readonly passes?: number;
  readonly act: () => Promise<void> | void;
};

/** Counts the tries of one row of the table of faults. */
export type FaultRow = {
  /** Makes a try; what it throws, or a time over its limit, is kept for the end. */
  attempt(one: FaultTry): Promise<void>;
  /** Prints the row of a full run; throws where a try did not survive, with the first of them. */
  end(): void;
};

const mebibyte = 1 << 20;
const limitMsPerMebibyte = 200;
/**
 * A file of some kilobytes would have less than two milliseconds, which one collection of garbage takes, or the first
 * run of a function that is not compiled yet. So much is always allowed for each pass; a loop that does not end, or work
 * that grows with a length that a file names, is far longer than that. A quick run shares the processor's caches with
 * other tests, and its files are the smallest ones.
 */
const leastLimitMs = toTries(100, 400);
/** A pause of the engine does not come again when the same is done again: the shortest time counts. */
const timedRuns = 4;
const shownFailures = 3;

/**
 * A row that is named as in the table of faults. Times are those of the processor in this thread, so that what else
 * runs on the computer does not count. The bytes of a try that fails are left in out/faults, and those of one that never
 * ends too.
 */
export function createFaultRow(row: string, what: string): FaultRow {
  const folder = path.join(outFolder, "faults");
  const fileName = `${row} ${what}`.replaceAll(/\W+/g, "-");
  const failures: string[] = [];
  let tries = 0;
  let failed = 0;
  let worst = { ms: 0, limitMs: 1 };

  mkdirSync(folder, { recursive: true });
  const watch = startHangWatch(folder);

  const measure = async (act: FaultTry["act"]): Promise<number> => {
    const before = process.threadCpuUsage();
    await act();
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1000;
  };

  const run = async ({ bytes, plainBytes = 0, passes = 1, act }: FaultTry): Promise<void> => {
    const readBytes = Math.max(bytes.length, plainBytes);
    const limitMs = passes * Math.max(leastLimitMs, (limitMsPerMebibyte * readBytes) / mebibyte);
    let ms = await measure(act);
    for (let again = 1; again < timedRuns && ms > limitMs; again += 1) ms = Math.min(ms, await measure(act));
    if (ms / limitMs > worst.ms / worst.limitMs) worst = { ms, limitMs };
    if (ms > limitMs) throw new Error(`took ${ms.toFixed(0)} ms, of ${limitMs.toFixed(0)} that are allowed`);
  };

  return {
    attempt: async (one) => {
      tries += 1;
      watch.begin(`${row}, ${what}: ${one.name}`, one.bytes);
      try {
        await run(one);
      } catch (error) {
        failed += 1;
        if (failed > shownFailures) return;
        const file = path.join(folder, `${fileName}-try-${tries}.bin`);
        writeFileSync(file, one.bytes);
        failures.push(`try ${tries}, ${one.name}, bytes in ${file}: ${inspect(error)}`);
      } finally {
        watch.end();
      }
    },
    end: () => {
      const worstText = `${worst.ms.toFixed(1)} of ${worst.limitMs.toFixed(0)} ms`;
      tellRow({ row, what, tries, survived: tries - failed, worst: worstText });
      if (failed > 0)
        throw new Error(`${row}, ${what}: ${failed} of ${tries} failed.\n${failures.join("\n")}`);
      if (tries === 0) throw new Error(`${row}, ${what}: nothing was tried`);
    },
  };
}
