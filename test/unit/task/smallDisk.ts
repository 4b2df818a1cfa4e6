import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Runs with a file system of 1 MiB in memory; gives the reason where none can be mounted. */
export async function withSmallDisk(
  run: (folder: string, remount: (flags: string) => void) => Promise<void>,
): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "eci-small-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], { stdio: "ignore" });
  } catch {
    await rm(folder, { recursive: true });
    return "no tmpfs can be mounted here (Linux as root is needed)";
  }
  try {
    await run(folder, (flags) =>
      execFileSync("mount", ["-o", `remount,${flags}`, folder], { stdio: "ignore" }),
    );
  } finally {
    execFileSync("umount", [folder]);
    await rm(folder, { recursive: true });
  }
  return undefined;
}
