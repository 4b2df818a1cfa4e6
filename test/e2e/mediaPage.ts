import * as esbuild from "esbuild";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { chromium, type Browser } from "playwright-core";
import { browserArguments, findBrowser } from "../../scripts/vscode/findBrowser.ts";
import { pageBundle } from "../../scripts/bundling/pageBundle.ts";
import { projectFolder } from "../../scripts/paths.ts";
import { toPageHtml } from "../../src/host/captures/pageHtml.ts";

/** A browser, and a server that gives it one shipped page as the editor would. */
export type MediaBrowser = {
  readonly browser: Browser;
  /** Where the page is. */
  readonly address: string;
  dispose(): Promise<void>;
};

/** The editor keeps a page's state over its reload; the session of the tab does here. */
export const editorApi = `window.acquireVsCodeApi = () => ({
  postMessage: (message) => { tellHost(message); },
  getState: () => JSON.parse(sessionStorage.getItem("state") ?? "null"),
  setState: (state) => { sessionStorage.setItem("state", JSON.stringify(state)); },
});`;

/** Bundles a page of media/ as the product does, serves it, and starts a browser. */
export async function startMediaBrowser(name: string, title: string): Promise<MediaBrowser> {
  const files = await buildPage(name);
  const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArguments });
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    response.setHeader("content-type", toContentType(path));
    response.end(path === "/" ? toHtml(name, title) : files.get(path.slice(1)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    browser,
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    dispose: async () => {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The texts of the host, untranslated: `vscode.l10n.t` gives a literal without arguments back as it is. */
export async function buildHostTexts<Texts>(file: string, exported: string): Promise<Texts> {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: projectFolder,
    entryPoints: [file],
    bundle: true,
    format: "esm",
    write: false,
    plugins: [
      {
        name: "untranslated",
        setup: (build) => {
          build.onResolve({ filter: /^vscode$/ }, () => ({ path: "vscode", namespace: "untranslated" }));
          build.onLoad({ filter: /.*/, namespace: "untranslated" }, () => ({
            contents: "export const l10n = { t: (message) => message };",
          }));
        },
      },
    ],
  });
  const code = outputFiles[0]?.text ?? "";
  const module = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Record<
    string,
    () => Texts
  >;
  const toTexts = module[exported];
  if (!toTexts) throw new Error(`${file} exports no ${exported}.`);
  return toTexts();
}

function toHtml(name: string, title: string): string {
  return toPageHtml({
    scriptUri: `/${name}.js`,
    styleUri: `/${name}.css`,
    cspSource: "'self'",
    nonce: "dGVzdA",
    language: "en",
    title,
  });
}

function toContentType(path: string): string {
  if (path.endsWith(".js")) return "text/javascript";
  return path.endsWith(".css") ? "text/css" : "text/html";
}

async function buildPage(name: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const { outputFiles } = await esbuild.build({
    ...pageBundle,
    absWorkingDir: projectFolder,
    entryPoints: [`media/${name}/${name}.ts`],
    outdir: "dist/media",
    write: false,
  });
  return new Map(outputFiles.map(({ path, contents }) => [path.replace(/^.*[\\/]/, ""), contents]));
}
