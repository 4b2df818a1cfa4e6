import type { BuildOptions, Plugin } from "esbuild";
import { readFile } from "node:fs/promises";
import path from "node:path";

const media = path.join(import.meta.dirname, "../../media");

/** Takes the indentation out of our pages' sources: in their templates it is text that nobody sees, and weighs. */
const flatTemplates: Plugin = {
  name: "flatTemplates",
  setup: (build) => {
    build.onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
      if (!file.startsWith(media + path.sep)) return undefined;
      return { contents: (await readFile(file, "utf8")).replaceAll(/^[ \t]+/gm, ""), loader: "ts" };
    });
  },
};

/** How esbuild makes a page's script and stylesheet out of what runs in the browser. */
export const pageBundle = {
  bundle: true,
  minify: true,
  platform: "browser",
  format: "iife",
  target: "es2022",
  plugins: [flatTemplates],
} satisfies BuildOptions;
