/* Builds everything that runs into dist/, and with --tests also what runs inside the editor for tests and benchmarks into out/test/. */
import * as esbuild from "esbuild";
import { existsSync, globSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { nodeBundle } from "./scripts/bundling/nodeBundle.ts";
import { pageBundle } from "./scripts/bundling/pageBundle.ts";

const root = import.meta.dirname;
const limitBytes = 200 * 1024;
const withTests = process.argv.includes("--tests");

const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  sourcemap: "linked",
  legalComments: "none",
  charset: "utf8",
  metafile: true,
  logLevel: "warning",
};
const node = { ...shared, ...nodeBundle };

const pages = globSync("media/*/*.ts", { cwd: root }).filter(
  (file) => path.basename(file, ".ts") === path.basename(path.dirname(file)),
);
const styles = pages
  .map((file) => file.replace(/\.ts$/, ".css"))
  .filter((file) => existsSync(path.join(root, file)));

/** Bundles of their own, which the extension loads at their first use. */
const laterParts = {
  captureFormParts: "host/captures/captureFormParts.ts",
  captureView: "host/captures/view/openCaptureView.ts",
  detailParts: "host/details/detailParts.ts",
  logParts: "host/logs/logParts.ts",
};
const loadedLater = {
  name: "loadedLater",
  setup: ({ onResolve }) => {
    for (const [bundle, part] of Object.entries(laterParts))
      onResolve({ filter: new RegExp(`/${path.basename(part, ".ts")}\\.ts$`) }, ({ kind, path: asked }) => {
        if (kind !== "dynamic-import" || asked !== `./${part}`)
          return { errors: [{ text: `${asked}: only src/extension.ts may load this, later` }] };
        return { path: `./${bundle}.cjs`, external: true };
      });
  },
};

rmSync(path.join(root, "dist"), { recursive: true, force: true });
const builds = [
  esbuild.build({ ...node, entryPoints: ["src/extension.ts"], outdir: "dist", plugins: [loadedLater] }),
  esbuild.build({
    ...node,
    entryPoints: {
      ...Object.fromEntries(Object.entries(laterParts).map(([bundle, part]) => [bundle, `src/${part}`])),
      captureWorker: "src/host/captures/worker/captureWorker.ts",
    },
    outdir: "dist",
  }),
  // The demo account runs it as a process of its own.
  esbuild.build({ ...node, entryPoints: { simulator: "src/simulator/main.ts" }, outdir: "dist" }),
];
if (pages.length > 0) {
  builds.push(
    esbuild.build({
      ...shared,
      ...pageBundle,
      entryPoints: [...pages, ...styles].map((file) => ({
        in: file,
        out: path.basename(file, path.extname(file)),
      })),
      outdir: "dist/media",
      loader: { ".ttf": "file", ".svg": "file" },
      assetNames: "[name]",
    }),
  );
}
const product = await Promise.all(builds);
if (withTests) {
  // A suite whose source is gone must not run on.
  rmSync(path.join(root, "out/test/host"), { recursive: true, force: true });
  await esbuild.build({
    ...node,
    minify: false,
    // mocha is an ES module.
    supported: {},
    entryPoints: [
      ...globSync("test/host/**/*.ts", { cwd: root }),
      ...["measureActivation", "analyseCapture", "countWithPcapParser", "openCapture"].map(
        (name) => `test/bench/${name}.ts`,
      ),
    ],
    outdir: "out/test",
    outbase: "test",
  });
}

const inputs = new Set(product.flatMap(({ metafile }) => Object.keys(metafile.inputs)));
mkdirSync(path.join(root, "out"), { recursive: true });
writeFileSync(path.join(root, "out/bundledFiles.json"), JSON.stringify([...inputs].sort(), undefined, 1));

const outputs = product
  .flatMap(({ metafile }) => Object.keys(metafile.outputs))
  .filter((file) => !file.endsWith(".map"));
for (const file of outputs) {
  const { size } = statSync(path.join(root, file));
  const limited = file === "dist/extension.cjs" || /^dist\/media\/.*\.js$/.test(file);
  const over = limited && size > limitBytes;
  const verdict = over ? `: over the ${limitBytes / 1024} KiB allowed` : "";
  process.stderr.write(`${file}  ${(size / 1024).toFixed(1)} KiB${verdict}\n`);
  if (over) process.exitCode = 1;
}
