import { readFileFormat } from "../../src/capture/fileFormat.ts";
import { downloadResult } from "../../src/task/download/downloadResult.ts";
import { watchLoad, type Load } from "../faults/downloads/loadWatch.ts";

/** What one download took, in a process of its own. */
export type DownloadRun = Load & {
  /** Until the last byte was written, and until the file was checked, on the disk and had its name. */
  readonly fetchedSeconds: number;
  readonly savedSeconds: number;
  readonly sha256: string;
};

/* Downloads an address into a folder as the extension does, and prints a DownloadRun: downloadOnce.ts URL FOLDER. */
const [url, folder = ""] = process.argv.slice(2);
let fetchedMs = NaN;
let savedMs = NaN;
let sha256 = "";
const load = await watchLoad(async (update) => {
  const begin = performance.now();
  ({ sha256 } = await downloadResult({
    freshUrl: () => Promise.resolve(url),
    folder,
    stem: "bench",
    allowLoopback: true,
    fetch,
    readFormat: readFileFormat,
    signal: new AbortController().signal,
    onProgress: () => {
      fetchedMs = performance.now() - begin;
      update();
    },
  }));
  savedMs = performance.now() - begin;
});
const run: DownloadRun = {
  ...load,
  fetchedSeconds: fetchedMs / 1000,
  savedSeconds: savedMs / 1000,
  sha256,
};
console.log(JSON.stringify(run));
