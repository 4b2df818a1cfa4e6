import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { outFolder, projectFolder } from "../../scripts/paths.ts";
import { runInVscode } from "../../scripts/vscode/runInVscode.ts";
import type { Activation } from "./measureActivation.ts";

/** Activates the built extension and an empty one in `runs` fresh editors, one after the other. */
export async function benchActivation(runs: number): Promise<readonly Activation[]> {
  const folder = path.join(outFolder, "bench");
  const resultFile = path.join(folder, "activations.jsonl");
  await rm(folder, { recursive: true, force: true });
  const ours = await copyExtension(path.join(folder, "ours"));
  const installed = await installEmptyExtension(path.join(folder, "installed"));
  const testsPath = path.join(outFolder, "test/bench/measureActivation.cjs");
  for (let run = 0; run < runs; run += 1) {
    const environment = { ECI_OPS_BENCH_RESULT: resultFile, ECI_OPS_BENCH_EMPTY_FIRST: String(run % 2) };
    await runInVscode(testsPath, ours, environment, installed);
  }
  const lines = (await readFile(resultFile, "utf8")).trim().split("\n");
  return lines.map((line) => JSON.parse(line) as Activation);
}

/** The built extension as it is, but that nothing activates it before it is measured. */
async function copyExtension(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const manifest = JSON.parse(await readFile(path.join(projectFolder, "package.json"), "utf8")) as object;
  await writeFile(path.join(folder, "package.json"), JSON.stringify({ ...manifest, activationEvents: [] }));
  for (const name of ["dist", "media/icons", "l10n", "package.nls.json"])
    await cp(path.join(projectFolder, name), path.join(folder, name), { recursive: true });
  return folder;
}

/** Gives a folder of installed extensions with one that does nothing. */
async function installEmptyExtension(installed: string): Promise<string> {
  const folder = path.join(installed, "eci-ops.empty-0.0.0");
  await mkdir(folder, { recursive: true });
  const manifest = {
    name: "empty",
    publisher: "eci-ops",
    version: "0.0.0",
    engines: { vscode: "^1.100.0" },
    main: "./extension.cjs",
    activationEvents: [],
  };
  await writeFile(path.join(folder, "package.json"), JSON.stringify(manifest));
  await writeFile(path.join(folder, "extension.cjs"), "exports.activate = () => undefined;\n");
  return installed;
}
