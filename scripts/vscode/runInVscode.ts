import { runTests } from "@vscode/test-electron";
import path from "node:path";
import { editorFolder, projectFolder } from "../paths.ts";
import { findVscode } from "./findVscode.ts";

/**
 * Calls `run()` of the module `testsPath` inside a real VS Code with the extension of `extensionFolder` under
 * development, and those installed in `installedFolder`; rejects when it did.
 */
export async function runInVscode(
  testsPath: string,
  extensionFolder: string,
  environment: Readonly<Record<string, string>>,
  installedFolder = path.join(editorFolder, "extensions"),
): Promise<void> {
  const vscode = await findVscode();
  await runTests({
    vscodeExecutablePath:
      vscode.kind === "desktop"
        ? vscode.executablePath
        : path.join(projectFolder, "scripts/vscode/serverEditor.ts"),
    extensionDevelopmentPath: extensionFolder,
    extensionTestsPath: testsPath,
    extensionTestsEnv: environment,
    launchArgs: [`--extensions-dir=${installedFolder}`],
  });
}
