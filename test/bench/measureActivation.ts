import { appendFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import * as vscode from "vscode";

/** How long an extension took in a fresh extension host: to load its file, and to activate. */
export type Activation = {
  readonly name: "ours" | "empty";
  readonly requireMs: number;
  readonly activateMs: number;
};

/** Adds one line of JSON for each of the two extensions to the file that ECI_OPS_BENCH_RESULT names. */
export async function run(): Promise<void> {
  const resultFile = process.env["ECI_OPS_BENCH_RESULT"];
  if (resultFile === undefined) throw new Error("ECI_OPS_BENCH_RESULT does not name a file.");
  const ids = [
    ["ours", "eci-ops.eci-ops"],
    ["empty", "eci-ops.empty"],
  ] as const;
  // Every other editor begins with the other one, so that neither always runs in the colder process.
  if (process.env["ECI_OPS_BENCH_EMPTY_FIRST"] === "1") await measureAll([...ids].reverse(), resultFile);
  else await measureAll(ids, resultFile);
}

async function measureAll(
  ids: readonly (readonly [Activation["name"], string])[],
  resultFile: string,
): Promise<void> {
  for (const [name, id] of ids) {
    const extension = vscode.extensions.getExtension(id);
    if (extension === undefined) throw new Error(`${id} is absent.`);
    if (extension.isActive) throw new Error(`${id} is active before it is measured.`);
    const { main } = extension.packageJSON as { readonly main: string };
    const file = path.join(extension.extensionPath, main);
    const begin = performance.now();
    createRequire(file)(file);
    const loaded = performance.now();
    await extension.activate();
    const activation: Activation = {
      name,
      requireMs: loaded - begin,
      activateMs: performance.now() - loaded,
    };
    await appendFile(resultFile, `${JSON.stringify(activation)}\n`);
  }
}
