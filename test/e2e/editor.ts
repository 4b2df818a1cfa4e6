import { spawn } from "node:child_process";
import { once } from "node:events";
import { globSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium, type Page } from "playwright-core";
import { endSimulators } from "../../scripts/vscode/endSimulators.ts";
import { browserArguments, findBrowser } from "../../scripts/vscode/findBrowser.ts";
import { installServer } from "../../scripts/vscode/installServer.ts";
import { serverArguments, startServer, toSettingsFile } from "../../scripts/vscode/startServer.ts";
import { toWorkbenchUrl } from "../../scripts/vscode/workbenchUrl.ts";

/** A VS Code server with the packaged extension installed, open in one browser page. */
export type Editor = {
  readonly page: Page;
  /** The folder that is open in the editor. */
  readonly workspaceFolder: string;
  /** The extensions, the settings, the logs and the state of the editor lie below it. */
  readonly dataFolder: string;
  /** What the extension keeps: `ExtensionContext.globalStorageUri`. */
  readonly globalStorageFolder: string;
  /** Where the editor's processes, the demo's simulator among them, keep what is temporary. */
  readonly temporaryFolder: string;
  /** Adds to the user's settings; `undefined` removes one. The editor takes them up by itself within a second or two. */
  changeSettings(changes: Readonly<Record<string, unknown>>): Promise<void>;
  /** Reloads the window: a new extension host. */
  reload(): Promise<void>;
  /** Ends the browser and the server and removes every file of them. */
  dispose(): Promise<void>;
};

/** Installs `vsixFile` into a fresh VS Code server and opens it in a browser of 1280 by 800. */
export async function startEditor(
  vsixFile: string,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<Editor> {
  const scratch = await mkdtemp(path.join(tmpdir(), "eciOps-e2e-"));
  const disposals: (() => Promise<void>)[] = [
    () => rm(scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }),
  ];
  const dispose = async () => {
    for (const step of disposals.splice(0).reverse()) await step();
  };
  try {
    const dataFolder = path.join(scratch, "data");
    const workspaceFolder = path.join(scratch, "workspace");
    const temporaryFolder = path.join(scratch, "tmp");
    await mkdir(workspaceFolder);
    await mkdir(temporaryFolder);
    const serverFolder = await installServer();
    await installExtension(serverFolder, dataFolder, vsixFile);
    const [installed = ""] = globSync("extensions/eci-ops.*", { cwd: dataFolder });
    disposals.push(() => endSimulators(path.join(dataFolder, installed, "dist/simulator.cjs")));
    const server = await startServer(serverFolder, dataFolder, settings, { TMPDIR: temporaryFolder });
    disposals.push(() => server.dispose());
    const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArguments });
    disposals.push(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const open = async () => {
      await page.goto(toWorkbenchUrl(server.url, workspaceFolder));
      await page.locator(".monaco-workbench").waitFor({ timeout: 60_000 });
      await page.locator(".statusbar").waitFor({ timeout: 60_000 });
    };
    await open();
    return {
      page,
      workspaceFolder,
      dataFolder,
      temporaryFolder,
      globalStorageFolder: path.join(dataFolder, "data/User/globalStorage/eci-ops.eci-ops"),
      changeSettings: (changes) => changeSettings(toSettingsFile(dataFolder), changes),
      reload: open,
      dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function installExtension(serverFolder: string, dataFolder: string, vsixFile: string): Promise<void> {
  const args = [...serverArguments(dataFolder), "--install-extension", vsixFile];
  const installer = spawn(process.execPath, args, { cwd: serverFolder, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  installer.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  installer.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(installer, "close")) as [number | null];
  if (code !== 0 || !output.includes("successfully installed"))
    throw new Error(`The extension could not be installed:\n${output}`);
}

async function changeSettings(file: string, changes: Readonly<Record<string, unknown>>): Promise<void> {
  const present = JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
  await writeFile(file, JSON.stringify({ ...present, ...changes }, undefined, 2));
}
