import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { posix, win32 } from "node:path";

export type WiresharkSearch = {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The setting `eciOps.wiresharkPath`: when it is not empty, nothing else counts. */
  readonly setting: string;
};

/** The Wireshark program of this computer; undefined when there is none. */
export async function findWireshark(search: WiresharkSearch): Promise<string | undefined> {
  for (const path of search.setting === "" ? toCandidates(search) : [search.setting]) {
    if (await isProgram(path)) return path;
  }
  return undefined;
}

function toCandidates({ platform, env }: WiresharkSearch): string[] {
  const onPath = (path: typeof posix, program: string) =>
    (env["PATH"] ?? env["Path"] ?? "")
      .split(path.delimiter)
      // A relative folder on the PATH would run what lies in the workspace.
      .filter((folder) => path.isAbsolute(folder))
      .map((folder) => path.join(folder, program));
  if (platform === "win32") {
    const folders = [env["ProgramW6432"], env["ProgramFiles"], env["ProgramFiles(x86)"]];
    return [
      ...onPath(win32, "Wireshark.exe"),
      ...folders.flatMap((folder) =>
        folder === undefined ? [] : [win32.join(folder, "Wireshark", "Wireshark.exe")],
      ),
    ];
  }
  if (platform !== "darwin") return onPath(posix, "wireshark");
  const bundle = "Applications/Wireshark.app/Contents/MacOS/Wireshark";
  return [`/${bundle}`, posix.join(env["HOME"] ?? "/", bundle), ...onPath(posix, "wireshark")];
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
