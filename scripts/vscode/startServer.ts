import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { projectFolder } from "../paths.ts";

/** A running VS Code server; `dispose` ends it and resolves when its process is gone. */
export type VscodeServer = {
  readonly url: string;
  /** The server's own process; the extension hosts are children of it. */
  readonly pid: number;
  dispose(): Promise<void>;
};

const quietSettings = {
  "workbench.startupEditor": "none",
  "chat.disableAIFeatures": true,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "telemetry.telemetryLevel": "off",
};

export type ServerOptions = {
  /** The user's settings of a new data folder. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly extensionsFolder?: string;
  /** Leaves out all of the editor's own extensions but its usual themes: it starts sooner. */
  readonly isLean?: boolean;
  /** Trusts no folder until the user does; without it every folder is trusted. */
  readonly asksForTrust?: boolean;
  /** Lets the address of the workbench name an extension under development. Such a workbench shows no notifications. */
  readonly isForDevelopment?: boolean;
};

/** Starts the server in `folder` on a free loopback port with its data under `dataFolder`. */
export async function startServer(
  folder: string,
  dataFolder: string,
  options: ServerOptions = {},
): Promise<VscodeServer> {
  const { settings = {}, environment = {}, extensionsFolder, isForDevelopment = false } = options;
  const { isLean = false, asksForTrust = false } = options;
  const settingsFile = toSettingsFile(dataFolder);
  if (!existsSync(settingsFile)) {
    await mkdir(path.dirname(settingsFile), { recursive: true });
    await writeFile(settingsFile, JSON.stringify({ ...quietSettings, ...settings }, undefined, 2));
  }
  const watch = pathToFileURL(path.join(projectFolder, "scripts/parentWatch.mjs")).href;
  const server = spawn(
    process.execPath,
    [
      "--import",
      watch,
      ...serverArguments(dataFolder, extensionsFolder).filter(
        (argument) => !asksForTrust || argument !== "--disable-workspace-trust",
      ),
      ...(isLean ? ["--builtin-extensions-dir", await linkThemes(folder, dataFolder)] : []),
      ...(isForDevelopment ? ["--enable-smoke-test-driver"] : []),
    ],
    {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...environment },
    },
  );
  const exited = once(server, "exit");
  const dispose = async () => {
    server.kill("SIGTERM");
    await exited;
  };
  try {
    const url = await readAddress(server.stdout, server.stderr, exited);
    // A process that has said where it listens has an id.
    return { url, pid: server.pid ?? 0, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function linkThemes(folder: string, dataFolder: string): Promise<string> {
  const builtins = path.join(dataFolder, "builtins");
  await mkdir(builtins, { recursive: true });
  for (const name of ["theme-defaults", "theme-seti"])
    await symlink(path.join(folder, "extensions", name), path.join(builtins, name), "junction");
  return builtins;
}

/** The file that holds the settings of the server's machine: the only one from which those of machine scope are read. */
export function toMachineSettingsFile(dataFolder: string): string {
  return path.join(dataFolder, "data/Machine/settings.json");
}

/** The file that holds the user's settings. */
function toSettingsFile(dataFolder: string): string {
  return path.join(dataFolder, "data/User/settings.json");
}

/** The arguments by which the server finds its data and extensions; installing an extension needs the same. */
export function serverArguments(
  dataFolder: string,
  extensionsFolder = path.join(dataFolder, "extensions"),
): readonly string[] {
  return [
    "out/server-main.js",
    "--host",
    "127.0.0.1",
    "--port",
    "0",
    "--without-connection-token",
    "--accept-server-license-terms",
    "--telemetry-level",
    "off",
    "--disable-workspace-trust",
    "--server-data-dir",
    dataFolder,
    "--extensions-dir",
    extensionsFolder,
  ];
}

async function readAddress(
  stdout: NodeJS.ReadableStream,
  stderr: NodeJS.ReadableStream,
  exited: Promise<unknown>,
): Promise<string> {
  let output = "";
  const address = new Promise<string>((resolve) => {
    const read = (chunk: Buffer) => {
      if (output.length > 100_000) return;
      output += chunk.toString();
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    };
    stdout.on("data", read);
    stderr.on("data", read);
  });
  const ended = exited.then(() => {
    throw new Error(`The VS Code server ended before it was ready:\n${output}`);
  });
  return Promise.race([address, ended]);
}
