import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { editorFolder } from "../paths.ts";
import { withLock } from "./withLock.ts";

const codeServer = "code-server@4.139.1";

/**
 * The folder of a VS Code server with the web workbench, installed from the npm registry when first asked for.
 * Nothing is compiled: without its native modules the server logs warnings and works.
 */
export async function installServer(): Promise<string> {
  const folder = path.join(editorFolder, codeServer);
  const server = path.join(folder, "node_modules/code-server/lib/vscode");
  if (existsSync(folder)) return server;
  await withLock(path.join(editorFolder, "install.lock"), async () => {
    if (existsSync(folder)) return;
    console.error(`Installing a VS Code server (${codeServer} from the npm registry)…`);
    await mkdir(editorFolder, { recursive: true });
    const scratch = await mkdtemp(path.join(editorFolder, "install-"));
    try {
      await writeFile(path.join(scratch, "package.json"), '{ "private": true }\n');
      await runNpm(["install", codeServer], scratch);
      await runNpm(["install", "--omit=dev"], path.join(scratch, "node_modules/code-server/lib/vscode"));
      await rename(scratch, folder);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  });
  return server;
}

async function runNpm(args: readonly string[], folder: string): Promise<void> {
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const npm = spawn("npm", [...args, ...quiet], {
    cwd: folder,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  const [code] = (await once(npm, "exit")) as [number | null];
  if (code !== 0) throw new Error(`npm ${args.join(" ")} failed: see its messages above.`);
}
