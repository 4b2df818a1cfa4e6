import type { BuildOptions } from "esbuild";
import path from "node:path";

const folder = import.meta.dirname;

/** How esbuild makes a program of ours out of what runs in Node: what it stands in for the packages is part of it. */
export const nodeBundle = {
  bundle: true,
  minify: true,
  platform: "node",
  format: "cjs",
  target: "node22",
  external: ["vscode", "mocha"],
  alias: {
    debug: path.join(folder, "silentDebug.cjs"),
    "bignumber.js": path.join(folder, "digits.cjs"),
  },
  outExtension: { ".js": ".cjs" },
  supported: { "dynamic-import": false },
} satisfies BuildOptions;
