import { mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import type { SuiteResult } from "../../test/host/run.ts";
import { outFolder, projectFolder } from "../paths.ts";
import { runInVscode } from "./runInVscode.ts";

/** Runs the bundled suite of out/test/host inside a real VS Code; rejects when the suite left no result of its own. */
export async function runHostSuite(): Promise<SuiteResult> {
  const resultFile = path.join(outFolder, "suiteResult.json");
  await mkdir(outFolder, { recursive: true });
  await rm(resultFile, { force: true });
  const suiteFolder = path.join(outFolder, "test/host");
  const ended = await runInVscode(path.join(suiteFolder, "run.cjs"), projectFolder, {
    ECI_OPS_SUITE_FOLDER: suiteFolder,
    ECI_OPS_SUITE_RESULT: resultFile,
  }).catch((error: unknown) => error);
  const result = await readFile(resultFile, "utf8").catch(() => undefined);
  if (result === undefined) throw new Error("The suite inside the editor left no result.", { cause: ended });
  const suite = JSON.parse(result) as SuiteResult;
  // A suite that passed in an editor that failed is a failure too.
  if (ended instanceof Error && suite.failures.length === 0 && suite.passed > 0) throw ended;
  return suite;
}
