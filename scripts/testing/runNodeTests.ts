import { globSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { run } from "node:test";
import { pathToFileURL } from "node:url";
import { inspect } from "node:util";
import { projectFolder } from "../paths.ts";
import type { Tally } from "./tally.ts";

type Outcome = {
  readonly name: string;
  readonly file?: string;
  readonly skip?: string | boolean;
  readonly todo?: string | boolean;
  readonly details: { readonly type?: string; readonly error?: Error };
};

const patience = pathToFileURL(path.join(import.meta.dirname, "yieldProcessors.mjs")).href;

/** All files together: a file that hangs in spite of its own limit must not hold up the rest for ever. */
const wholeLimitSeconds = 600;

/** Runs the files that match under node:test, those of the first pattern first, prints failures and skips with their reasons, and counts; no test at all is a failure. */
export async function runNodeTests(
  name: string,
  pattern: string | readonly string[],
  options: {
    /** How many files run at a time; as many as there are processors unless told. */
    readonly atOnce?: number;
    readonly limitSeconds: number;
    readonly signal: AbortSignal;
    /** Leaves the processors to whatever else wants them. */
    readonly isPatient?: boolean;
    /** Files that match and are left out. */
    readonly except?: readonly string[];
  },
): Promise<Tally> {
  const find = (each: string) =>
    globSync(each, { cwd: projectFolder, exclude: options.except ?? [] }).toSorted();
  const files = [...new Set([pattern].flat().flatMap(find))].map((file) => path.join(projectFolder, file));
  const tally = { passed: 0, failed: 0, skipped: 0 };
  const failedFiles = new Set<string>();
  const finishedFiles = new Set<string>();
  const begin = performance.now();
  const whole = AbortSignal.timeout(Math.max(wholeLimitSeconds, options.limitSeconds) * 1000);
  const events =
    files.length === 0
      ? []
      : run({
          files,
          concurrency: options.atOnce ?? availableParallelism(),
          timeout: options.limitSeconds * 1000,
          ...(options.isPatient === true && { execArgv: ["--import", patience] }),
          signal: AbortSignal.any([options.signal, whole]),
        });
  for await (const { type, data } of events as AsyncIterable<{ type: string; data: unknown }>) {
    if (type === "test:stdout" || type === "test:stderr")
      process.stdout.write((data as { message: string }).message);
    if (type === "test:pass" || type === "test:fail") count(type, data as Outcome);
    if (type === "test:summary") finishedFiles.add((data as { file?: string }).file ?? "");
  }
  function count(type: string, outcome: Outcome): void {
    const { details, skip, todo, file = "" } = outcome;
    const where = `${path.relative(projectFolder, file)}: ${outcome.name}`;
    if (type === "test:fail") {
      failedFiles.add(file);
      // A suite fails with its tests, which are counted; its own hooks fail in it alone.
      if (details.type === "suite" && /subtests? failed/.test(details.error?.message ?? "")) return;
      tally.failed += 1;
      console.log(`FAIL ${where}\n${inspect(details.error?.cause ?? details.error)}\n`);
    } else if (outcome.name === file)
      return; // A file in which no test was seen passes as a whole: see below.
    else if (typeof skip === "string") {
      tally.skipped += 1;
      console.log(`skip ${where}: ${skip}`);
    } else if (skip !== undefined || todo !== undefined) {
      tally.failed += 1;
      console.log(`FAIL ${where}: skipped without a reason`);
    } else if (details.type !== "suite") tally.passed += 1;
  }
  if (!whole.aborted && !options.signal.aborted)
    for (const file of files.filter((name) => !finishedFiles.has(name) && !failedFiles.has(name))) {
      tally.failed += 1;
      console.log(`FAIL ${path.relative(projectFolder, file)}: ended before its tests did, or holds none\n`);
    }
  if (whole.aborted) {
    console.log(`FAIL ${name}: not done in its time`);
    tally.failed += 1;
  }
  if (tally.passed + tally.failed === 0) {
    console.log(`FAIL ${name}: no test ran (${String(pattern)})`);
    tally.failed += 1;
  }
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  console.log(
    `${tally.failed === 0 ? "ok  " : "FAIL"} ${name}: ${tally.passed} of ${tally.passed + tally.failed} (${seconds} s)`,
  );
  return tally;
}
