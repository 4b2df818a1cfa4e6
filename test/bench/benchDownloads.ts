import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { outFolder } from "../../scripts/paths.ts";
import { startLargeObject } from "../faults/downloads/startLargeObject.ts";
import type { DownloadRun } from "./downloadOnce.ts";
import { measureProgram } from "./measureProgram.ts";
import { median } from "./median.ts";

/** Medians of the downloads of one object from one server, ours and curl's by turns. */
export type DownloadBench = {
  readonly name: string;
  readonly sizeMiB: number;
  readonly runs: number;
  readonly curlSeconds: number;
  readonly fetchedSeconds: number;
  readonly savedSeconds: number;
  readonly grownMiB: number;
  readonly delayP99Ms: number;
};

const program = fileURLToPath(new URL("./downloadOnce.ts", import.meta.url));

/** Downloads an object of that size several times from a server that sends it at full speed or at a rate. */
export async function benchDownloads(
  name: string,
  sizeMiB: number,
  runs: number,
  mibPerSecond?: number,
): Promise<DownloadBench> {
  const folder = path.join(outFolder, "bench/downloads");
  await mkdir(folder, { recursive: true });
  await using object = await startLargeObject(sizeMiB, mibPerSecond);
  const curlSeconds: number[] = [];
  const ours: DownloadRun[] = [];
  try {
    for (let run = 0; run < runs; run += 1) {
      const file = path.join(folder, "curl.pcap");
      const curl = await measureProgram("curl", ["-s", "-S", "-f", "-o", file, object.url]);
      curlSeconds.push(curl.seconds);
      await rm(file);
      const { output } = await measureProgram(process.execPath, [program, object.url, folder], true);
      const one = JSON.parse(output) as DownloadRun;
      if (one.sha256 !== object.sha256) throw new Error("What was downloaded is not what was served.");
      ours.push(one);
      await rm(path.join(folder, "bench.pcap"));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const toMedian = (of: (run: DownloadRun) => number) => median(ours.map(of));
  return {
    name,
    sizeMiB,
    runs,
    curlSeconds: median(curlSeconds),
    fetchedSeconds: toMedian((run) => run.fetchedSeconds),
    savedSeconds: toMedian((run) => run.savedSeconds),
    grownMiB: toMedian((run) => run.grownMiB),
    delayP99Ms: toMedian((run) => run.delayP99Ms),
  };
}
