import { runTests } from "@vscode/test-electron";
import path from "node:path";
import { projectFolder } from "../paths.ts";
import { findVscode } from "./findVscode.ts";

/** Calls `run()` of the module `testsPath` inside a real VS Code with these extensions under development; rejects when it did. */
export async function runInVscode(
  testsPath: string,
  extensionFolders: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const vscode = await findVscode();
  await runTests({
    vscodeExecutablePath:
      vscode.kind === "desktop"
        ? vscode.executablePath
        : path.join(projectFolder, "scripts/vscode/serverEditor.ts"),
    extensionDevelopmentPath: [...extensionFolders],
    extensionTestsPath: testsPath,
    extensionTestsEnv: environment,
  });
}
