import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

/** Why a test that needs these programs is skipped, or false where all of them are. */
export function whyToolsMissing(...names: readonly string[]): string | false {
  // Only looked for: to start tshark takes half a second.
  const folders = (process.env["PATH"] ?? "").split(path.delimiter);
  const missing = names.filter((name) => !folders.some((folder) => existsSync(path.join(folder, name))));
  return missing.length > 0 ? `not installed on this computer: ${missing.join(", ")}` : false;
}

/** What a program prints on its standard output; fails the test when the program fails. */
export function readToolOutput(name: string, ...args: readonly string[]): string {
  const run = spawnSync(name, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  assert.equal(run.status, 0, `${name} ${args.join(" ")}: ${run.error?.message ?? run.stderr}`);
  return run.stdout;
}
