import { spawn } from "node:child_process";
import { once } from "node:events";
import { serverArguments } from "./startServer.ts";

/** Installs a packaged extension into the VS Code server of `serverFolder`, under `dataFolder`; an older one of the same name is replaced. */
export async function installExtension(
  serverFolder: string,
  dataFolder: string,
  vsixFile: string,
): Promise<void> {
  const args = [...serverArguments(dataFolder), "--install-extension", vsixFile, "--force"];
  const installer = spawn(process.execPath, args, { cwd: serverFolder, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  installer.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  installer.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(installer, "close")) as [number | null];
  if (code !== 0 || !output.includes("successfully installed"))
    throw new Error(`The extension could not be installed:\n${output}`);
}
