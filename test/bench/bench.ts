import { globSync } from "node:fs";
import { mkdir, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { outFolder, projectFolder } from "../../scripts/paths.ts";
import { runCheck } from "../../scripts/testing/runCheck.ts";
import { benchActivation } from "./benchActivation.ts";
import { benchFormPage } from "./benchFormPage.ts";

/* Prints the weight and the speed of the built extension beside peers measured in the same run, and writes out/bench.json. */
const runs = Number(process.argv[2] ?? 10);
const build = await runCheck("build", "esbuild.mjs", ["--tests"], AbortSignal.timeout(120_000));
if (build.failed > 0) process.exit(1);

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle) - 1] ?? NaN)) / 2;
}

const files = globSync("dist/{*.cjs,media/*.{js,css}}", { cwd: projectFolder }).sort();
const sizes = await Promise.all(
  files.map(async (file) => ({ file, bytes: (await stat(path.join(projectFolder, file))).size })),
);
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
const { formMs, emptyMs } = await benchFormPage(runs);
const report = {
  node: process.version,
  sizes,
  activation: { ours, empty },
  firstPaintMs: { samples: formMs.length, form: median(formMs), empty: median(emptyMs) },
};

const limitBytes = 200 * 1024;
console.log("\nbundle                          KiB   of 200 KiB");
for (const { file, bytes } of sizes) {
  const isLimited = file === "dist/extension.cjs" || file.endsWith(".js");
  const share = isLimited ? (bytes / limitBytes).toFixed(2) : "";
  console.log(`${file.padEnd(28)} ${(bytes / 1024).toFixed(1).padStart(6)}   ${share}`);
}
const row = (name: string, own: number, peer: number) =>
  console.log(
    `${name.padEnd(28)} ${own.toFixed(1).padStart(8)} ${peer.toFixed(1).padStart(8)}   ${(own / peer).toFixed(1)}`,
  );
console.log(`\nmedian of ${ours.samples} fresh editors     ours ms empty ms   ratio`);
row("require", ours.requireMs, empty.requireMs);
row("activate", ours.activateMs, empty.activateMs);
row("require and activate", ours.requireMs + ours.activateMs, empty.requireMs + empty.activateMs);
console.log(`\nmedian of ${formMs.length} fresh pages       form ms empty ms   ratio`);
row("first contentful paint", report.firstPaintMs.form, report.firstPaintMs.empty);

await mkdir(outFolder, { recursive: true });
await writeFile(path.join(outFolder, "bench.json"), `${JSON.stringify(report, undefined, 2)}\n`);
