import { globSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium, type Page } from "playwright-core";
import { endSimulators } from "../../scripts/vscode/endSimulators.ts";
import { browserArguments, findBrowser } from "../../scripts/vscode/findBrowser.ts";
import { installExtension } from "../../scripts/vscode/installExtension.ts";
import { installServer } from "../../scripts/vscode/installServer.ts";
import { startServer, toMachineSettingsFile, type ServerOptions } from "../../scripts/vscode/startServer.ts";
import { stopMotion } from "../../scripts/vscode/stopMotion.ts";
import { toWorkbenchUrl } from "../../scripts/vscode/workbenchUrl.ts";
import { runCommand } from "./palette.ts";

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
  /** Adds to the settings of the server's machine; `undefined` removes one. The editor takes them up by itself within a second or two. */
  changeSettings(changes: Readonly<Record<string, unknown>>): Promise<void>;
  /** Reloads the window: a new extension host. */
  reload(): Promise<void>;
  /** Ends the browser and the server and removes every file of them. */
  dispose(): Promise<void>;
};

/** Installs `vsixFile` into a fresh VS Code server and opens it in a browser of 1280 by 800. */
export async function startEditor(
  vsixFile: string,
  options: Pick<ServerOptions, "isLean"> = {},
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
    const server = await startServer(serverFolder, dataFolder, {
      ...options,
      environment: { TMPDIR: temporaryFolder },
    });
    disposals.push(() => server.dispose());
    const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArguments });
    disposals.push(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await stopMotion(page);
    const isOpen = async () => {
      await page.locator(".monaco-workbench").waitFor({ timeout: 60_000 });
      await page.locator(".statusbar").waitFor({ timeout: 60_000 });
    };
    await page.goto(toWorkbenchUrl(server.url, workspaceFolder));
    await isOpen();
    return {
      page,
      workspaceFolder,
      dataFolder,
      temporaryFolder,
      globalStorageFolder: path.join(dataFolder, "data/User/globalStorage/eci-ops.eci-ops"),
      changeSettings: (changes) => changeSettings(toMachineSettingsFile(dataFolder), changes),
      reload: async () => {
        // The editor's own command lets it keep what its pages remember; a browser's reload may come before that.
        const loaded = page.waitForEvent("load");
        await runCommand(page, "Developer: Reload Window");
        await loaded;
        await isOpen();
      },
      dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function changeSettings(file: string, changes: Readonly<Record<string, unknown>>): Promise<void> {
  const text = await readFile(file, "utf8").catch(() => "{}");
  const present = JSON.parse(text) as Record<string, unknown>;
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify({ ...present, ...changes }, undefined, 2));
}
