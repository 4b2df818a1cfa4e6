import { createVSIX, listFiles, PackageManager } from "@vscode/vsce";
import { readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { buildNotices } from "./buildNotices.ts";
import { outFolder, projectFolder } from "./paths.ts";
import { runCheck } from "./testing/runCheck.ts";

/* Builds, writes the third-party notices and packs the extension: eci-ops-VERSION.vsix, or the file that the argument names. */
const limitBytes = 1024 * 1024;
const allowed = [
  /^package\.json$/,
  /^package\.nls(\.[a-z-]+)?\.json$/i,
  /^(README\.md|CHANGELOG\.md|SECURITY\.md|LICENSE(\.txt)?|THIRD-PARTY-NOTICES\.txt)$/i,
  /^dist\/(extension|cloudParts|accountActions|instanceDialogs|captureFormParts|detailParts|logParts|downloadResult|captureView|captureWorker|simulator|shared-[A-Z0-9]{8})\.cjs$/,
  /^dist\/media\/[A-Za-z]+\.(js|css|ttf|svg)$/,
  /^l10n\/bundle\.l10n(\.[a-z-]+)?\.json$/,
  /^media\/icons\/(eciOps\.svg|marketplace\.png)$/,
];

const manifest = JSON.parse(await readFile(path.join(projectFolder, "package.json"), "utf8")) as {
  readonly name: string;
  readonly version: string;
};
const packagePath = path.resolve(process.argv[2] ?? `${manifest.name}-${manifest.version}.vsix`);

const build = await runCheck("build", "esbuild.mjs", [], AbortSignal.timeout(120_000));
if (build.failed > 0) process.exit(1);
const bundledFiles = JSON.parse(
  await readFile(path.join(outFolder, "bundledFiles.json"), "utf8"),
) as readonly string[];
await writeFile(
  path.join(projectFolder, "THIRD-PARTY-NOTICES.txt"),
  await buildNotices(projectFolder, bundledFiles),
);

const files = await listFiles({ cwd: projectFolder, packageManager: PackageManager.None });
const strangers = files.filter((file) => !allowed.some((pattern) => pattern.test(file)));
if (strangers.length > 0)
  throw new Error(`These files do not belong in the package: ${strangers.join(", ")}`);
await createVSIX({
  cwd: projectFolder,
  packagePath,
  dependencies: false,
  allowMissingRepository: true,
  skipLicense: false,
  // There is no public repository yet that the pictures of the README could be linked to.
  rewriteRelativeLinks: false,
});
const { size } = await stat(packagePath);
if (size > limitBytes) throw new Error(`${packagePath} has ${size} bytes: over ${limitBytes}.`);
console.log(`${packagePath}: ${files.length} files, ${(size / 1024).toFixed(0)} KiB`);
