import { spawnSync } from "node:child_process";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { outFolder, projectFolder } from "../../scripts/paths.ts";
import { createCaptureAnalysis } from "../../src/capture/analysis/createCaptureAnalysis.ts";
import { createRecordReader } from "../../src/capture/recordReader.ts";
import { openFileSource } from "../../src/host/captures/fileSource.ts";
import { writeGeneratedCapture } from "../captures/writeGeneratedCapture.ts";
import { measureProgram, type ProgramRun } from "./measureProgram.ts";
import { median } from "./median.ts";
import type { OpenedCapture } from "./openCapture.ts";

/** One program's figures on one file. */
export type ProgramFigures = {
  readonly program: string;
  readonly runs: number;
  readonly seconds: number;
  readonly peakMiB: number;
};

/** What was measured on one generated capture; `undefined` for a peer that is not installed. */
export type CaptureBench = {
  readonly name: string;
  readonly sizeBytes: number;
  readonly packets: number;
  readonly ours: ProgramFigures;
  readonly peers: readonly ProgramFigures[];
  readonly missing: readonly string[];
  readonly indexBytesPerPacket: number;
  readonly opened: OpenedCapture;
  readonly filters: readonly {
    readonly expression: string;
    readonly packets: number;
    readonly seconds: number;
    readonly tsharkSeconds: number | undefined;
  }[];
};

/** One that looks into headers, and one that looks into what they carry. */
const filters = ["tcp.port == 8080 && tcp.flags.reset == 1", 'http.request.method == "GET"'];
const benchFolder = path.join(outFolder, "test/bench");
const worker = path.join(projectFolder, "dist/captureWorker.cjs");

/** Generates a capture of that size and lets every program read it, the quick ones `runs` times and tshark once. */
export async function benchCapture(name: string, sizeBytes: number, runs: number): Promise<CaptureBench> {
  const folder = path.join(outFolder, "bench/captures");
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${name.replaceAll(" ", "")}.pcap`);
  const generated = writeGeneratedCapture(file, sizeBytes);
  try {
    // Whoever is first would read the file from the disk.
    await measureProgram("cat", [file]);
    const run = async (program: string, command: string, args: readonly string[], times = runs) => {
      const figures: ProgramRun[] = [];
      for (let time = 0; time < times; time += 1) figures.push(await measureProgram(command, args));
      return {
        program,
        runs: times,
        seconds: median(figures.map(({ seconds }) => seconds)),
        peakMiB: median(figures.map(({ peakMiB }) => peakMiB)),
      };
    };
    const built = (script: string, ...args: readonly string[]) =>
      [process.execPath, [path.join(benchFolder, `${script}.cjs`), ...args]] as const;
    const ours = await run("full analysis, ours", ...built("analyseCapture", worker, file));
    const peers = [
      await run("cat", "cat", [file]),
      await run("pcap-parser, packets counted", ...built("countWithPcapParser", file)),
    ];
    const missing: string[] = [];
    const peer = async (program: string, command: string, args: readonly string[], times?: number) => {
      if (isInstalled(command)) peers.push(await run(program, command, args, times));
      else missing.push(program);
    };
    await peer("capinfos", "capinfos", [file]);
    await peer("tshark -z conv,tcp", "tshark", ["-n", "-q", "-z", "conv,tcp", "-r", file], 1);
    const { output } = await measureProgram(...built("openCapture", worker, file, ...filters), true);
    const opened = JSON.parse(output) as OpenedCapture;
    const filtered = [];
    for (const [place, expression] of filters.entries()) {
      const { seconds = NaN, packets = NaN } = opened.filters[place] ?? {};
      const tsharkArgs = ["-n", "-Y", expression, "-r", file];
      const tshark = isInstalled("tshark") ? await measureProgram("tshark", tsharkArgs, true) : undefined;
      const theirs = tshark?.output.split("\n").filter((line) => line !== "").length;
      if (theirs !== undefined && theirs !== packets) {
        throw new Error(`${expression}: ${packets} packets, but tshark has ${theirs}.`);
      }
      filtered.push({ expression, packets, seconds, tsharkSeconds: tshark?.seconds });
    }
    const indexBytesPerPacket = await readIndexBytes(file);
    return { name, ...generated, ours, peers, missing, indexBytesPerPacket, opened, filters: filtered };
  } finally {
    await rm(file, { force: true });
  }
}

function isInstalled(command: string): boolean {
  return spawnSync(command, ["--version"], { stdio: "ignore" }).error === undefined;
}

async function readIndexBytes(capture: string): Promise<number> {
  const file = openFileSource(capture);
  try {
    const analysis = createCaptureAnalysis();
    const reader = createRecordReader((record) => analysis.add(record));
    const next = file.openPass();
    for (let piece = await next(); piece; piece = await next()) reader.push(piece);
    return analysis.packets.sizeBytes / analysis.packets.count;
  } finally {
    file.close();
  }
}
