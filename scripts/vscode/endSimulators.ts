import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

/** Ends the demo's simulators that run from this bundle (they outlive their editor on purpose), and resolves when they are gone. */
export async function endSimulators(scriptPath: string): Promise<void> {
  for (let round = 0; ; round += 1) {
    const running = findProcesses(scriptPath);
    if (running.length === 0) return;
    if (round === 50) throw new Error(`The simulator of ${scriptPath} does not end (${running.join(", ")}).`);
    if (round === 0) for (const id of running) process.kill(id, "SIGTERM");
    await sleep(100);
  }
}

function findProcesses(scriptPath: string): readonly number[] {
  if (process.platform === "win32") return [];
  const lines = execFileSync("ps", ["-axo", "pid=,args="], { encoding: "utf8" }).split("\n");
  return lines.flatMap((line) => {
    const [, id, command] = /^\s*(\d+) (.*)$/.exec(line) ?? [];
    return command?.includes(` ${scriptPath} `) === true ? [Number(id)] : [];
  });
}
