import { globSync } from "node:fs";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { outFolder, projectFolder } from "../../scripts/paths.ts";
import { runCheck } from "../../scripts/testing/runCheck.ts";
import { benchActivation } from "./benchActivation.ts";
import { benchCapture, type CaptureBench } from "./benchCapture.ts";
import { benchDownloads, type DownloadBench } from "./benchDownloads.ts";
import { benchEditor } from "./benchEditor.ts";
import { benchFormPage } from "./benchFormPage.ts";
import { benchListing, type ListingBench } from "./benchListing.ts";
import { benchTree } from "./benchTree.ts";
import { median } from "./median.ts";
import { toCaptureBenchLines } from "./toCaptureBenchLines.ts";
import { listingHead, toListingBenchLine } from "./toListingBenchLines.ts";
import { toDownloadBenchLines } from "./toDownloadBenchLines.ts";

/*
 * Prints the weight and the speed of the built extension beside peers measured in the same run, and writes out/bench.json:
 * npm run bench [-- --only captures|downloads|listing|tree|editor] [--runs N]
 */
const { values } = parseArgs({ options: { only: { type: "string" }, runs: { type: "string" } } });
const runs = Number(values.runs ?? 10);
const isWanted = (part: string) => values.only === undefined || values.only === part;
const build = await runCheck("build", "esbuild.mjs", ["--tests"], AbortSignal.timeout(120_000));
if (build.failed > 0) process.exit(1);

const limitBytes = 200 * 1024;
const row = (name: string, own: number, peer: number) =>
  console.log(
    `${name.padEnd(28)} ${own.toFixed(1).padStart(8)} ${peer.toFixed(1).padStart(8)}   ${(own / peer).toFixed(1)}`,
  );
const report: Record<string, unknown> = { node: process.version };

if (isWanted("captures")) {
  const captures: CaptureBench[] = [];
  for (const [name, sizeBytes, times] of [
    ["100 MiB", 100 * 2 ** 20, Math.min(runs, 5)],
    ["1 GiB", 2 ** 30, Math.min(runs, 3)],
  ] as const) {
    const bench = await benchCapture(name, sizeBytes, times);
    captures.push(bench);
    console.log(["", ...toCaptureBenchLines(bench)].join("\n"));
  }
  report["captures"] = captures;
}

if (isWanted("downloads")) {
  const downloads: DownloadBench[] = [];
  for (const [name, sizeMiB, mibPerSecond] of [
    ["full speed", 1024, undefined],
    // 1 Gbit/s.
    ["120 MiB/s", 256, 120],
  ] as const) {
    const bench = await benchDownloads(name, sizeMiB, Math.min(runs, 3), mibPerSecond);
    downloads.push(bench);
    console.log(["", ...toDownloadBenchLines(bench)].join("\n"));
  }
  report["downloads"] = downloads;
}

if (isWanted("listing")) {
  const listings: ListingBench[] = [];
  console.log(`\n${listingHead}`);
  for (const latencyMs of [50, 150]) {
    for (const regions of [1, 4, 20]) {
      // The peer's time is that of its 500 pages, in whatever regions they are.
      const bench = await benchListing(regions, latencyMs, Math.min(runs, 3), regions === 1);
      listings.push(bench);
      console.log(toListingBenchLine(bench));
    }
  }
  report["listings"] = listings;
}

if (isWanted("tree")) {
  const steps = await benchTree();
  console.log("\n10,000 instances in the editor   window block ms");
  for (const { name, windowBlockMs } of steps)
    console.log(`${name.padEnd(32)} ${windowBlockMs.toFixed(0).padStart(15)}`);
  report["tree"] = steps;
}

if (isWanted("editor")) {
  const openings = await benchEditor(2 ** 30, 5);
  const [oursFirst = NaN, ...oursLater] = openings.ours;
  const [emptyFirst = NaN, ...emptyLater] = openings.empty;
  console.log(`\n1 GiB opened in the editor    first rows ms  empty custom editor ms  ratio`);
  row("the first time", oursFirst, emptyFirst);
  row(`then, median of ${oursLater.length}`, median(oursLater), median(emptyLater));
  report["openings"] = openings;
}

if (values.only === undefined) {
  const files = globSync("dist/{*.cjs,media/*.{js,css}}", { cwd: projectFolder }).sort();
  const startup = JSON.parse(await readFile(path.join(outFolder, "startup.json"), "utf8")) as {
    readonly bytes: number;
  };
  const sizes = await Promise.all(
    files.map(async (file) => ({ file, bytes: (await stat(path.join(projectFolder, file))).size })),
  );
  console.log("\nbundle                          KiB   of 200 KiB");
  for (const { file, bytes } of sizes) {
    const isLimited = file.endsWith(".js");
    const share = isLimited ? (bytes / limitBytes).toFixed(2) : "";
    console.log(`${file.padEnd(28)} ${(bytes / 1024).toFixed(1).padStart(6)}   ${share}`);
  }
  const startupShare = (startup.bytes / limitBytes).toFixed(2);
  console.log(
    `${"loaded at start".padEnd(28)} ${(startup.bytes / 1024).toFixed(1).padStart(6)}   ${startupShare}`,
  );
  report["sizes"] = [...sizes, { file: "loaded at start", bytes: startup.bytes }];

  const activations = await benchActivation(runs);
  const toActivation = (name: "ours" | "empty") => {
    const own = activations.filter((activation) => activation.name === name);
    return {
      samples: own.length,
      requireMs: median(own.map(({ requireMs }) => requireMs)),
      activateMs: median(own.map(({ activateMs }) => activateMs)),
    };
  };
  const ours = toActivation("ours");
  const empty = toActivation("empty");
  console.log(`\nmedian of ${ours.samples} fresh editors     ours ms empty ms   ratio`);
  row("require", ours.requireMs, empty.requireMs);
  row("activate", ours.activateMs, empty.activateMs);
  row("require and activate", ours.requireMs + ours.activateMs, empty.requireMs + empty.activateMs);
  report["activation"] = { ours, empty };

  const { formMs, emptyMs } = await benchFormPage(runs);
  console.log(`\nmedian of ${formMs.length} fresh pages       form ms empty ms   ratio`);
  row("first contentful paint", median(formMs), median(emptyMs));
  report["firstPaintMs"] = { samples: formMs.length, form: median(formMs), empty: median(emptyMs) };
}

await mkdir(outFolder, { recursive: true });
await writeFile(path.join(outFolder, "bench.json"), `${JSON.stringify(report, undefined, 2)}\n`);
