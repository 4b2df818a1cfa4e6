import { downloadAndUnzipVSCode } from "@vscode/test-electron";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { editorFolder } from "../paths.ts";
import { installServer } from "./installServer.ts";

/** A desktop VS Code, or the folder of a VS Code server whose workbench runs in a browser. */
export type Vscode =
  | { readonly kind: "desktop"; readonly executablePath: string }
  | { readonly kind: "server"; readonly folder: string };

const updateServer = "https://update.code.visualstudio.com/api/releases/stable";
const memoryFile = path.join(editorFolder, "desktop.json");
const memoryHours = 24;

/** The desktop VS Code that is installed or can be downloaded, where there is a display to show it; else the server. */
export async function findVscode(): Promise<Vscode> {
  const executablePath = hasDisplay() ? (findInstalledDesktop() ?? (await downloadDesktop())) : undefined;
  return executablePath === undefined
    ? { kind: "server", folder: await installServer() }
    : { kind: "desktop", executablePath };
}

function hasDisplay(): boolean {
  if (process.platform !== "linux") return true;
  return process.env["DISPLAY"] !== undefined || process.env["WAYLAND_DISPLAY"] !== undefined;
}

function findInstalledDesktop(): string | undefined {
  return [
    "/usr/share/code/code",
    "/opt/visual-studio-code/code",
    "/Applications/Visual Studio Code.app/Contents/MacOS/Electron",
    path.join(process.env["LOCALAPPDATA"] ?? "/", "Programs/Microsoft VS Code/Code.exe"),
    path.join(process.env["PROGRAMFILES"] ?? "/", "Microsoft VS Code/Code.exe"),
  ].find((file) => existsSync(file));
}

/** Asks the update server for at most a few seconds, and not again on the same day: an offline machine does not wait each time. */
async function downloadDesktop(): Promise<string | undefined> {
  const remembered = await readMemory();
  if (remembered?.executablePath !== undefined && existsSync(remembered.executablePath))
    return remembered.executablePath;
  if (remembered !== undefined && Date.now() - remembered.checkedTime < memoryHours * 3_600_000)
    return undefined;
  const executablePath = (await isReachable())
    ? await downloadAndUnzipVSCode({ cachePath: editorFolder, version: "stable" })
    : undefined;
  await mkdir(editorFolder, { recursive: true });
  await writeFile(memoryFile, JSON.stringify({ checkedTime: Date.now(), executablePath }));
  return executablePath;
}

async function isReachable(): Promise<boolean> {
  const response = await fetch(updateServer, { signal: AbortSignal.timeout(4000) }).catch(() => undefined);
  await response?.body?.cancel();
  return response?.ok ?? false;
}

async function readMemory(): Promise<{ checkedTime: number; executablePath?: string } | undefined> {
  try {
    return JSON.parse(await readFile(memoryFile, "utf8")) as { checkedTime: number; executablePath?: string };
  } catch {
    return undefined;
  }
}
