import { spawn } from "node:child_process";
import { once } from "node:events";
import { projectFolder } from "../paths.ts";
import type { Tally } from "./tally.ts";

/** Runs a program of node_modules/.bin, or a script of ours, as one check: its output is shown when it fails. */
export async function runCheck(
  name: string,
  script: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<Tally> {
  const begin = performance.now();
  const program = spawn(process.execPath, [script, ...args], {
    cwd: projectFolder,
    stdio: ["ignore", "pipe", "pipe"],
    signal,
  });
  const output: Buffer[] = [];
  program.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  program.stderr.on("data", (chunk: Buffer) => output.push(chunk));
  const [code] = (await once(program, "close")) as [number | null];
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  console.log(`${code === 0 ? "ok  " : "FAIL"} ${name} (${seconds} s)`);
  if (code !== 0) console.log(Buffer.concat(output).toString());
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}
