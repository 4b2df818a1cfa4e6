#!/usr/bin/env node
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { chromium, type Page } from "playwright-core";
import { browserArguments, findBrowser } from "./findBrowser.ts";
import { installServer } from "./installServer.ts";
import "../parentWatch.mjs";
import { startServer } from "./startServer.ts";
import { stopMotion } from "./stopMotion.ts";
import { toWorkbenchUrl } from "./workbenchUrl.ts";

/*
 * Takes the place of a desktop VS Code for `runTests` of @vscode/test-electron: the same arguments, the same
 * exit code. It exits with 0 only after the workbench itself reported a suite that passed.
 */
const limitSeconds = 240;
const { values } = parseArgs({
  strict: false,
  options: {
    extensionDevelopmentPath: { type: "string" },
    extensionTestsPath: { type: "string" },
    "extensions-dir": { type: "string" },
  },
});
const { extensionDevelopmentPath: extensionFolder, extensionTestsPath: testsPath } = values;
const extensionsFolder = values["extensions-dir"];
if (
  typeof extensionFolder !== "string" ||
  typeof testsPath !== "string" ||
  typeof extensionsFolder !== "string"
)
  throw new Error(
    "usage: serverEditor.ts --extensionDevelopmentPath=… --extensionTestsPath=… --extensions-dir=…",
  );

process.exitCode = 1;
const scratch = await mkdtemp(path.join(tmpdir(), "eciOps-host-"));
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop.abort());
try {
  const server = await startServer(await installServer(), scratch, {
    extensionsFolder,
    isForDevelopment: true,
    isLean: true,
  });
  try {
    const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArguments });
    try {
      const page = await browser.newPage();
      await stopMotion(page);
      process.exitCode = await runSuite(
        page,
        toWorkbenchUrl(server.url, scratch, { extensionFolder, testsPath }),
      );
    } finally {
      await browser.close();
    }
  } finally {
    await server.dispose();
  }
} finally {
  await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
}

/** Opens the workbench and resolves with the code that it reports; rejects when the page crashes, a signal asks to stop, or the time is up. */
async function runSuite(page: Page, url: string): Promise<number> {
  // The editor logs much of its own here; only an error that comes from the suite's own file is ours.
  await page.exposeFunction("codeAutomationLog", (type: string, args: readonly unknown[]) => {
    const text = args.map(String).join(" ");
    if (type === "error" && text.includes(String(testsPath))) console.error(text);
  });
  let limit: NodeJS.Timeout | undefined;
  try {
    return await new Promise<number>((resolve, reject) => {
      const giveUp = (reason: string) => () => reject(new Error(reason));
      limit = setTimeout(giveUp(`The suite did not end within ${limitSeconds} s.`), limitSeconds * 1000);
      stop.signal.addEventListener("abort", giveUp("Interrupted."));
      page.on("crash", giveUp("The browser's page crashed."));
      page
        .exposeFunction("codeAutomationExit", resolve)
        .then(() => page.goto(url))
        .catch(reject);
    });
  } finally {
    clearTimeout(limit);
  }
}
