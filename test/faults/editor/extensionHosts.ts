import { readdirSync, readFileSync } from "node:fs";

/** The extension hosts of a VS Code server, by process id: children of its process, one for each window. */
export function findExtensionHosts(serverPid: number): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isHostOf(pid, serverPid));
}

function isHostOf(pid: number, serverPid: number): boolean {
  try {
    // The name in brackets may hold anything; the parent's id is the second field after it (proc(5)).
    const [, parent] = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return (
      Number(parent) === serverPid &&
      readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("--type=extensionHost")
    );
  } catch {
    // It ended while it was looked at.
    return false;
  }
}
