import { spawn } from "node:child_process";
import { once } from "node:events";
import { globSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { demoRegions } from "../src/account/account.ts";
import { createAccountStore } from "../src/account/accountStore.ts";
import { AccountsFile } from "../src/host/accounts/accountsFile.ts";
import { editorFolder, projectFolder } from "./paths.ts";
import { runCheck } from "./testing/runCheck.ts";
import { endSimulators } from "./vscode/endSimulators.ts";
import { findVscode } from "./vscode/findVscode.ts";
import { installExtension } from "./vscode/installExtension.ts";
import { startServer } from "./vscode/startServer.ts";
import { toWorkbenchUrl } from "./vscode/workbenchUrl.ts";

/*
 * Starts a real VS Code with the extension and with the demo account: a window on the desktop, or a server with the
 * packaged extension installed, whose address it prints. Its data stays in .vscode-test/user; Ctrl+C ends it.
 */
const stop = new AbortController();
const stopped = once(stop.signal, "abort");
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => stop.abort());

const dataFolder = path.join(editorFolder, "user");
const workspaceFolder = path.join(editorFolder, "workspace");
await mkdir(workspaceFolder, { recursive: true });
const vscode = await findVscode();

/** Puts the demo account into the extension's storage, where it is not there yet. */
async function addDemoAccount(userFolder: string): Promise<void> {
  const storageFolder = path.join(userFolder, "globalStorage/eci-ops.eci-ops");
  await mkdir(storageFolder, { recursive: true });
  const file = new AccountsFile(path.join(storageFolder, "accounts.json"));
  const noSecrets = {
    get: () => Promise.resolve(undefined),
    store: () => Promise.resolve(),
    delete: () => Promise.resolve(),
  };
  await createAccountStore(file, noSecrets).add({ kind: "demo", name: "Demo", regions: demoRegions });
  file.dispose();
}

/** Builds, or packs, and ends here when that fails. */
async function make(name: string, script: string, ...args: readonly string[]): Promise<void> {
  const { failed } = await runCheck(name, script, args, stop.signal);
  if (failed > 0) process.exit(1);
}

if (vscode.kind === "desktop") {
  await make("build", "esbuild.mjs");
  await addDemoAccount(path.join(dataFolder, "User"));
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
    { stdio: ["ignore", "ignore", "inherit"], signal: stop.signal },
  );
  console.log(
    "VS Code opens with the extension and the demo account: the hexagon in the bar at the left. Close its window to end.",
  );
  await Promise.race([once(editor, "exit"), stopped]);
  await endSimulators(path.join(projectFolder, "dist/simulator.cjs"));
} else {
  const vsixFile = path.join(editorFolder, "eciOps.vsix");
  await make("package", "scripts/package.ts", vsixFile);
  await installExtension(vscode.folder, dataFolder, vsixFile);
  await addDemoAccount(path.join(dataFolder, "data/User"));
  const server = await startServer(vscode.folder, dataFolder);
  const url = toWorkbenchUrl(server.url, workspaceFolder);
  console.log(`VS Code runs with the extension and the demo account. Open it in a browser:\n\n  ${url}\n`);
  console.log("The hexagon in the bar at the left shows the instances and tasks. Ctrl+C ends it.");
  await stopped;
  await server.dispose();
  for (const folder of globSync("extensions/eci-ops.*", { cwd: dataFolder }))
    await endSimulators(path.join(dataFolder, folder, "dist/simulator.cjs"));
}
