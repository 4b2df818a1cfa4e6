import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";

/** How many programs named tcpdump the demo's simulator of the editor of that data folder has running. */
export function countDemoTcpdumps(dataFolder: string): number {
  const lines = execFileSync("ps", ["-axo", "pid=,ppid=,comm=,args="], { encoding: "utf8" }).split("\n");
  const rows = lines.map((line) => line.trim().split(/\s+/u));
  const isDemo = (row: readonly string[]) => {
    const script = row.find((word) => word.endsWith("/dist/simulator.cjs"));
    return script?.startsWith(dataFolder) === true;
  };
  const [demo] = rows.find(isDemo) ?? [];
  assert.ok(demo !== undefined, "the demo's simulator runs");
  return rows.filter(([, parent, command]) => parent === demo && command === "tcpdump").length;
}
