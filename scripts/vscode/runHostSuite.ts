import { runTests } from "@vscode/test-electron";
import { mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import type { SuiteResult } from "../../test/host/run.ts";
import { outFolder, projectFolder } from "../paths.ts";
import { findVscode } from "./findVscode.ts";

/** Runs the bundled suite of `suiteFolder` inside a real VS Code; rejects when the suite left no result of its own. */
export async function runHostSuite(
  suiteFolder: string,
  extensionFolders: readonly string[] = [projectFolder],
): Promise<SuiteResult> {
  const resultFile = path.join(outFolder, "suiteResult.json");
  await mkdir(outFolder, { recursive: true });
  await rm(resultFile, { force: true });
  const vscode = await findVscode();
  const ended = await runTests({
    vscodeExecutablePath:
      vscode.kind === "desktop"
        ? vscode.executablePath
        : path.join(projectFolder, "scripts/vscode/serverEditor.ts"),
    extensionDevelopmentPath: [...extensionFolders],
    extensionTestsPath: path.join(outFolder, "test/host/run.cjs"),
    extensionTestsEnv: { ECI_OPS_SUITE_FOLDER: suiteFolder, ECI_OPS_SUITE_RESULT: resultFile },
  }).catch((error: unknown) => error);
  const result = await readFile(resultFile, "utf8").catch(() => undefined);
  if (result === undefined) throw new Error("The suite inside the editor left no result.", { cause: ended });
  const suite = JSON.parse(result) as SuiteResult;
  // A suite that passed in an editor that failed is a failure too.
  if (ended instanceof Error && suite.failures.length === 0 && suite.passed > 0) throw ended;
  return suite;
}
