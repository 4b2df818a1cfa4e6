import { getL10nJson } from "@vscode/l10n-dev";
import { globSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { projectFolder } from "./paths.ts";

/*
 * Writes l10n/bundle.l10n.json: every text that the host gives to `vscode.l10n.t`, for translators.
 * With --check it writes nothing and fails when the file is not up to date.
 */
const bundleFile = path.join(projectFolder, "l10n/bundle.l10n.json");
const files = globSync("src/{extension.ts,host/**/*.ts}", { cwd: projectFolder }).sort();
const sources = await Promise.all(
  files.map(async (file) => ({
    extension: ".ts" as const,
    contents: await readFile(path.join(projectFolder, file), "utf8"),
  })),
);
const bundle = await getL10nJson(sources);
const ordered = Object.fromEntries(Object.entries(bundle).sort(([a], [b]) => (a < b ? -1 : 1)));
const text = `${JSON.stringify(ordered, undefined, 2)}\n`;
if (process.argv.includes("--check")) {
  const present = await readFile(bundleFile, "utf8").catch(() => "");
  if (present !== text) {
    console.error("l10n/bundle.l10n.json is not up to date: run `npm run l10n`.");
    process.exitCode = 1;
  }
} else {
  await mkdir(path.dirname(bundleFile), { recursive: true });
  await writeFile(bundleFile, text);
}
