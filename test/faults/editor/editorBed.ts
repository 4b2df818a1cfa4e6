import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium, type Browser } from "playwright-core";
import { outFolder } from "../../../scripts/paths.ts";
import { browserArguments, findBrowser } from "../../../scripts/vscode/findBrowser.ts";
import { installExtension } from "../../../scripts/vscode/installExtension.ts";
import { installServer } from "../../../scripts/vscode/installServer.ts";
import { startServer, toMachineSettingsFile } from "../../../scripts/vscode/startServer.ts";
import { stopMotion } from "../../../scripts/vscode/stopMotion.ts";
import { toWorkbenchUrl } from "../../../scripts/vscode/workbenchUrl.ts";
import type { CaptureEngine } from "../../../src/simulator/engine.ts";
import { startSimulator, type Simulator } from "../../../src/simulator/startSimulator.ts";
import { openEditorWindow, type EditorWindow } from "./editorWindow.ts";
import { writeShortcuts } from "./shortcuts.ts";
import { createWire, type Wire } from "./wire.ts";

/** An editor server of its own, with the packaged extension, its own storage and its own simulator. */
export type EditorServer = {
  readonly simulator: Simulator;
  readonly wire: Wire;
  /** The server's process; the extension hosts are children of it. */
  readonly pid: number;
  /** Everything that the editor keeps lies below it. */
  readonly dataFolder: string;
  /** What the extension keeps: `ExtensionContext.globalStorageUri`. */
  readonly storageFolder: string;
  /** What the editor's console says of the extension: promises that nobody awaited, events whose listener threw. */
  readonly complaints: readonly string[];
  /** Opens a window; all windows of a server share the browser's storage and with it the secrets. */
  openWindow(): Promise<EditorWindow>;
};

/** A browser, and as many servers as a test wants. */
export type EditorBed = {
  startServer(engine?: CaptureEngine): Promise<EditorServer>;
  /** Ends the browser, the servers and their extension hosts, and removes every file of them. */
  dispose(): Promise<void>;
};

const region = "cn-hangzhou";

/** Installs out/eciOps.vsix once; the servers that follow share it. */
export async function startEditorBed(): Promise<EditorBed> {
  const scratch = await mkdtemp(path.join(tmpdir(), "eciOps-faults-"));
  const disposals: (() => Promise<unknown>)[] = [
    () => rm(scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }),
  ];
  const dispose = async () => {
    for (const step of disposals.splice(0).reverse()) await step();
  };
  let browser: Browser;
  const installed = path.join(scratch, "installed");
  try {
    const serverFolder = await installServer();
    await installExtension(serverFolder, installed, path.join(outFolder, "eciOps.vsix"));
    browser = await chromium.launch({ executablePath: findBrowser(), args: browserArguments });
    disposals.push(() => browser.close());
    let servers = 0;
    return {
      startServer: async (engine) => {
        servers += 1;
        const dataFolder = path.join(scratch, `data${servers}`);
        const workspaceFolder = path.join(scratch, `workspace${servers}`);
        await mkdir(workspaceFolder);
        const wire = createWire();
        const simulator = await startSimulator({
          engine: engine ?? "synthetic",
          regions: [region],
          folder: scratch,
          fault: wire.fault,
          ops: { intervalSeconds: 0 },
        });
        disposals.push(() => simulator.close());
        const settingsFile = toMachineSettingsFile(dataFolder);
        await mkdir(path.dirname(settingsFile), { recursive: true });
        await writeFile(settingsFile, JSON.stringify({ "eciOps.endpoint": simulator.endpoint }));
        await writeShortcuts(dataFolder);
        const server = await startServer(serverFolder, dataFolder, {
          extensionsFolder: path.join(installed, "extensions"),
          isLean: true,
        });
        disposals.push(() => server.dispose());
        const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
        await stopMotion(context);
        // The key that the browser's secret storage is sealed with; the server by itself has none to give.
        const key = Buffer.alloc(32, servers);
        await context.route("**/mint-key", (route) => route.fulfill({ body: key }));
        const complaints: string[] = [];
        context.on("console", (line) => {
          const text = line.text();
          const isOurs = text.includes("eci-ops") && !text.includes("terminated unexpectedly");
          if (isOurs && ["error", "warning"].includes(line.type())) complaints.push(text);
        });
        return {
          complaints,
          simulator,
          wire,
          pid: server.pid,
          dataFolder,
          storageFolder: path.join(dataFolder, "data/User/globalStorage/eci-ops.eci-ops"),
          openWindow: async () =>
            openEditorWindow(
              await context.newPage(),
              toWorkbenchUrl(server.url, workspaceFolder),
              server.pid,
            ),
        };
      },
      dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}
