import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { editorFolder, projectFolder } from "./paths.ts";
import { runCheck } from "./testing/runCheck.ts";
import { endSimulators } from "./vscode/endSimulators.ts";
import { findVscode } from "./vscode/findVscode.ts";
import { startServer } from "./vscode/startServer.ts";
import { toWorkbenchUrl } from "./vscode/workbenchUrl.ts";

/*
 * Builds the extension and starts a real VS Code with it and with the demo account: a window on the desktop, or
 * a server whose address it prints. Its data stays in .vscode-test/user; Ctrl+C ends it.
 */
const stop = new AbortController();
const stopped = once(stop.signal, "abort");
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => stop.abort());

const build = await runCheck("build", "esbuild.mjs", [], stop.signal);
if (build.failed > 0) process.exit(1);
const vscode = await findVscode();
const dataFolder = path.join(editorFolder, "user");
const workspaceFolder = path.join(editorFolder, "workspace");
await mkdir(workspaceFolder, { recursive: true });
const environment = { ECI_OPS_DEMO: "1" };

if (vscode.kind === "desktop") {
  const editor = spawn(
    vscode.executablePath,
    [
      `--extensionDevelopmentPath=${projectFolder}`,
      `--user-data-dir=${dataFolder}`,
      `--extensions-dir=${path.join(dataFolder, "extensions")}`,
      "--skip-welcome",
      "--disable-workspace-trust",
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      workspaceFolder,
    ],
    { stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, ...environment }, signal: stop.signal },
  );
  console.log("VS Code opens with the extension and the demo account. Close its window to end.");
  await Promise.race([once(editor, "exit"), stopped]);
} else {
  const server = await startServer(vscode.folder, dataFolder, {}, environment);
  const url = toWorkbenchUrl(server.url, workspaceFolder, { extensionFolder: projectFolder });
  console.log(`VS Code runs with the extension and the demo account. Open it in a browser:\n\n  ${url}\n`);
  console.log("Ctrl+C ends it.");
  await stopped;
  await server.dispose();
}
await endSimulators(path.join(projectFolder, "dist/simulator.cjs"));
