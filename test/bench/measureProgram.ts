import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";

/** One run of a program. */
export type ProgramRun = {
  /** From its start to its end. */
  readonly seconds: number;
  /** The most memory that it had at once (VmHWM of proc(5)); NaN where the system has no /proc. */
  readonly peakMiB: number;
  /** What it wrote to its standard output, where that was asked for. */
  readonly output: string;
};

/** Often enough for programs that run a tenth of a second, too seldom to slow them down. */
const pollMs = 10;

/** Runs a program to its end; rejects when it cannot be started or fails. */
export async function measureProgram(
  command: string,
  args: readonly string[],
  keepsOutput = false,
): Promise<ProgramRun> {
  const begin = performance.now();
  const program = spawn(command, args, { stdio: ["ignore", keepsOutput ? "pipe" : "ignore", "pipe"] });
  const output: Buffer[] = [];
  const complaints: Buffer[] = [];
  program.stdout?.on("data", (chunk: Buffer) => output.push(chunk));
  program.stderr?.on("data", (chunk: Buffer) => complaints.push(chunk));
  let peakMiB = NaN;
  const poll = setInterval(() => (peakMiB = readPeakMiB(program.pid) ?? peakMiB), pollMs);
  try {
    const [code] = (await once(program, "close")) as [number | null];
    const seconds = (performance.now() - begin) / 1000;
    if (code !== 0) throw new Error(`${command} ended with ${code}: ${Buffer.concat(complaints).toString()}`);
    return { seconds, peakMiB, output: Buffer.concat(output).toString() };
  } finally {
    clearInterval(poll);
  }
}

function readPeakMiB(pid: number | undefined): number | undefined {
  try {
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return kibibytes === undefined ? undefined : Number(kibibytes) / 1024;
  } catch {
    return undefined;
  }
}
