import type { DownloadBench } from "./benchDownloads.ts";

/** The lines that a bench of downloads is printed as; the ratio is of rates, ours to curl's. */
export function toDownloadBenchLines(bench: DownloadBench): readonly string[] {
  const { name, sizeMiB, runs, curlSeconds, fetchedSeconds, savedSeconds, grownMiB, delayP99Ms } = bench;
  const row = (who: string, seconds: number) =>
    `${who.padEnd(34)} ${seconds.toFixed(2).padStart(6)} ${(sizeMiB / seconds).toFixed(0).padStart(7)} ${(curlSeconds / seconds).toFixed(2).padStart(7)}`;
  return [
    `${`${sizeMiB} MiB, ${name}, median of ${runs}`.padEnd(34)}      s   MiB/s   ratio`,
    row("curl", curlSeconds),
    row("ours, fetched", fetchedSeconds),
    row("ours, checked and on the disk", savedSeconds),
    `memory grows by ${grownMiB.toFixed(0)} MiB, event-loop delay p99 ${delayP99Ms.toFixed(1)} ms`,
  ];
}
