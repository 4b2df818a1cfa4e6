import { globSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { inspect } from "node:util";

/** What the suite inside the editor writes for the runner outside: the proof that it ran, and how it went. */
export type SuiteResult = {
  passed: number;
  readonly failures: { readonly title: string; readonly error: string }[];
  readonly skipped: string[];
};

/**
 * Runs every `*.test.cjs` of the folder that ECI_OPS_SUITE_FOLDER names and writes a `SuiteResult` to the file that
 * ECI_OPS_SUITE_RESULT names; rejects when a test failed or none ran.
 */
export async function run(): Promise<void> {
  const { ECI_OPS_SUITE_FOLDER: folder, ECI_OPS_SUITE_RESULT: resultFile } = process.env;
  if (folder === undefined || resultFile === undefined) throw new Error("No suite was named.");
  const { default: Mocha } = await import("mocha");
  const mocha = new Mocha({ ui: "bdd", timeout: 30_000, forbidOnly: true });
  for (const file of globSync("**/*.test.cjs", { cwd: folder })) mocha.addFile(path.join(folder, file));
  await mocha.loadFilesAsync();
  const result: SuiteResult = { passed: 0, failures: [], skipped: [] };
  await new Promise<void>((resolve) => {
    mocha
      .run(() => resolve())
      .on("pass", () => (result.passed += 1))
      .on("pending", (test) => result.skipped.push(test.fullTitle()))
      .on("fail", (test, error: unknown) =>
        result.failures.push({ title: test.fullTitle(), error: inspect(error) }),
      );
  });
  await writeFile(resultFile, JSON.stringify(result, undefined, 2));
  if (result.failures.length > 0 || result.passed === 0)
    throw new Error(`${result.passed} passed, ${result.failures.length} failed`);
}
