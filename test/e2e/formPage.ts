import * as esbuild from "esbuild";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { chromium, type Browser, type Page } from "playwright-core";
import { browserArguments, findBrowser } from "../../scripts/vscode/findBrowser.ts";
import { projectFolder } from "../../scripts/paths.ts";
import { toCaptureFormHtml } from "../../src/host/captures/captureFormHtml.ts";
import { toHostSchema, type ToHost, type ToPage } from "../../src/protocol/captureForm.ts";
import type { TextKey } from "../../src/protocol/captureFormTextKeys.ts";

type Texts = Record<TextKey, string>;
type Answer = { readonly type: "done" | "failed"; readonly [key: string]: unknown };

/** The shipped form page in a browser, with a host in place of the editor that answers as a test says. */
export type FormPage = {
  readonly page: Page;
  /** Every request so far; each has passed the contract. */
  readonly requests: readonly ToHost[];
  /** What the host answers to requests of a type from now on; a promise leaves the page waiting. */
  readonly answer: (type: ToHost["type"], answer: Answer | Promise<Answer>) => void;
  /** Says anything to the page, in the contract or not. */
  readonly tell: (message: unknown) => Promise<void>;
  /** Scripts and styles that the page's policy refused, and errors that nobody caught. */
  readonly complaints: readonly string[];
};

/** A browser that opens form pages; one for a whole suite. */
export type FormBrowser = {
  readonly texts: Texts;
  open(setup: Extract<ToPage, { type: "setup" }>, width?: number): Promise<FormPage>;
  dispose(): Promise<void>;
};

/** Bundles the page and the host's texts as the product does, and starts a browser. */
export async function startFormBrowser(): Promise<FormBrowser> {
  const [files, texts] = await Promise.all([buildPage(), buildTexts()]);
  const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArguments });
  const server = createServer((request, response) => {
    const name = request.url ?? "";
    response.setHeader("content-type", toContentType(name));
    response.end(name === "/" ? toHtml() : files.get(name.slice(1)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    texts,
    open: (setup, width = 1200) => openPage(browser, server, texts, setup, width),
    dispose: async () => {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function openPage(
  browser: Browser,
  server: Server,
  texts: Texts,
  setup: Extract<ToPage, { type: "setup" }>,
  width: number,
): Promise<FormPage> {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  const requests: ToHost[] = [];
  const answers = new Map<string, Answer | Promise<Answer>>();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  const tell = async (message: unknown) => {
    await page.evaluate(`window.postMessage(${JSON.stringify(message)})`);
  };
  await page.exposeFunction("tellHost", async (data: unknown) => {
    const request = toHostSchema.parse(data);
    requests.push(request);
    if (request.type === "ready") {
      await tell({ type: "texts", texts });
      if (!answers.has("ready")) await tell(setup);
    }
    const answer = await (answers.get(request.type) ?? { type: "done", value: "value" });
    await tell({ ...answer, id: request.id });
  });
  await page.addInitScript({ content: editorApi });
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return { page, requests, complaints, tell, answer: (type, answer) => answers.set(type, answer) };
}

/** The editor keeps a page's state over its reload; the session of the tab does here. */
const editorApi = `window.acquireVsCodeApi = () => ({
  postMessage: (message) => { tellHost(message); },
  getState: () => JSON.parse(sessionStorage.getItem("state") ?? "null"),
  setState: (state) => { sessionStorage.setItem("state", JSON.stringify(state)); },
});`;

function toHtml(): string {
  return toCaptureFormHtml({
    scriptUri: "/captureForm.js",
    styleUri: "/captureForm.css",
    cspSource: "'self'",
    nonce: "dGVzdA",
    language: "en",
    title: "Capture",
  });
}

function toContentType(name: string): string {
  if (name.endsWith(".js")) return "text/javascript";
  return name.endsWith(".css") ? "text/css" : "text/html";
}

async function buildPage(): Promise<ReadonlyMap<string, Uint8Array>> {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: projectFolder,
    entryPoints: ["media/captureForm/captureForm.ts"],
    outdir: "dist/media",
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    write: false,
  });
  return new Map(outputFiles.map(({ path, contents }) => [path.replace(/^.*[\\/]/, ""), contents]));
}

/** The texts of the host, untranslated: `vscode.l10n.t` gives a literal without arguments back as it is. */
async function buildTexts(): Promise<Texts> {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: projectFolder,
    entryPoints: ["src/host/captures/captureFormTexts.ts"],
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
  const module = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
    toCaptureFormTexts: () => Texts;
  };
  return module.toCaptureFormTexts();
}
