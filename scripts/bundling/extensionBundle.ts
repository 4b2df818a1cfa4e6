import * as esbuild from "esbuild";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { nodeBundle } from "./nodeBundle.ts";

/** What the extension loads at its first use; each is imported by src/extension.ts alone. */
export const laterParts: Readonly<Record<string, string>> = {
  cloudParts: "./host/accounts/cloudParts.ts",
  accountActions: "./host/accounts/accountActions.ts",
  instanceDialogs: "./host/instances/instanceDialogs.ts",
  captureFormParts: "./host/captures/captureFormParts.ts",
  detailParts: "./host/details/detailParts.ts",
  logParts: "./host/logs/logParts.ts",
  downloadResult: "./task/download/downloadResult.ts",
  captureView: "./host/captures/view/openCaptureView.ts",
};

const guard: esbuild.Plugin = {
  name: "loadedLater",
  setup: (build) => {
    for (const part of Object.values(laterParts))
      build.onResolve(
        { filter: new RegExp(`/${path.basename(part, ".ts")}\\.ts$`) },
        ({ kind, path: asked }) =>
          kind === "entry-point" || (kind === "dynamic-import" && asked === part)
            ? undefined
            : { errors: [{ text: `${asked}: only src/extension.ts may load this, later` }] },
      );
  },
};

/**
 * Builds dist/extension.cjs, the parts that it loads later, and the chunks of what they share: each module is there
 * once, so that an error is of the same class wherever it is caught. esbuild splits ES modules alone, and the editor
 * lends its proxy to what is required alone; so each file is made a CommonJS one afterwards.
 */
export async function buildExtension(root: string): Promise<esbuild.BuildResult<{ metafile: true }>> {
  const built = await esbuild.build({
    ...nodeBundle,
    absWorkingDir: root,
    format: "esm",
    splitting: true,
    supported: {},
    minify: true,
    sourcemap: "inline",
    legalComments: "none",
    charset: "utf8",
    logLevel: "warning",
    metafile: true,
    write: false,
    entryPoints: {
      extension: "src/extension.ts",
      ...Object.fromEntries(
        Object.entries(laterParts).map(([name, part]) => [name, `./src/${part.slice("./".length)}`]),
      ),
    },
    outdir: "dist",
    chunkNames: "shared-[hash]",
    plugins: [guard],
  });
  await mkdir(path.join(root, "dist"), { recursive: true });
  const outputs: esbuild.Metafile["outputs"] = {};
  for (const { path: file, text } of built.outputFiles) {
    const { code, map } = await esbuild.transform(text, {
      format: "cjs",
      platform: "node",
      target: nodeBundle.target,
      supported: nodeBundle.supported,
      minify: true,
      sourcemap: "external",
      sourcefile: file,
      charset: "utf8",
    });
    await writeFile(file, `${code}//# sourceMappingURL=${path.basename(file)}.map\n`);
    await writeFile(`${file}.map`, map);
    const name = path.relative(root, file);
    const output = built.metafile.outputs[name];
    if (output) outputs[name] = { ...output, bytes: Buffer.byteLength(code) };
  }
  return { ...built, metafile: { ...built.metafile, outputs } };
}

/** The files that loading dist/extension.cjs loads, itself included. */
export function findStartupFiles({ outputs }: esbuild.Metafile): readonly string[] {
  const found = new Set<string>();
  const follow = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    for (const { path: imported, kind } of outputs[file]?.imports ?? [])
      if (kind === "import-statement" && imported in outputs) follow(imported);
  };
  follow("dist/extension.cjs");
  return [...found];
}
