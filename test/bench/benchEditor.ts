import { createVSIX } from "@vscode/vsce";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import { outFolder } from "../../scripts/paths.ts";
import { runCheck } from "../../scripts/testing/runCheck.ts";
import { writeGeneratedCapture } from "../captures/writeGeneratedCapture.ts";
import { startEditor } from "../e2e/editor.ts";
import { chooseItem, quickInput, runCommand } from "../e2e/palette.ts";

/** From choosing the file in the editor to what stands in the page, in milliseconds: the first opening, then others. */
export type EditorOpenings = {
  /** Our extension: the first row of packets. */
  readonly ours: readonly number[];
  /** An extension whose custom editor shows one word: that word. */
  readonly empty: readonly number[];
};

const fileName = "opened.pcap";
const firstRow = "#packet-list .time";

/** Opens a generated capture of that size in the packaged extension and in an empty custom editor, `runs` times each. */
export async function benchEditor(sizeBytes: number, runs: number): Promise<EditorOpenings> {
  const folder = path.join(outFolder, "bench/editor");
  await mkdir(folder, { recursive: true });
  const ours = path.join(folder, "ours.vsix");
  const packing = await runCheck("package", "scripts/package.ts", [ours], AbortSignal.timeout(180_000));
  if (packing.failed > 0) throw new Error("The extension could not be packed.");
  const empty = await packEmptyExtension(folder);
  try {
    return {
      ours: await measureOpenings(ours, firstRow, sizeBytes, runs),
      empty: await measureOpenings(empty, "#word", sizeBytes, runs),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureOpenings(
  vsix: string,
  selector: string,
  sizeBytes: number,
  runs: number,
): Promise<readonly number[]> {
  const editor = await startEditor(vsix);
  try {
    const { page, workspaceFolder } = editor;
    writeGeneratedCapture(path.join(workspaceFolder, fileName), sizeBytes);
    const openings: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      await page.keyboard.press("Control+P");
      await quickInput(page).locator("input.input").fill(fileName);
      await quickInput(page)
        .locator(".monaco-list-row", { hasText: fileName })
        .first()
        .waitFor({ timeout: 30_000 });
      const begin = performance.now();
      await chooseItem(page, fileName);
      await waitForFrame(page, selector);
      openings.push(performance.now() - begin);
      await runCommand(page, "View: Close All Editors");
    }
    return openings;
  } finally {
    await editor.dispose();
  }
}

async function waitForFrame(page: Page, selector: string): Promise<void> {
  const end = performance.now() + 60_000;
  while (performance.now() < end) {
    for (const frame of page.frames()) {
      // A frame may go while it is asked.
      if (
        await frame
          .locator(selector)
          .first()
          .isVisible()
          .catch(() => false)
      )
        return;
    }
    await sleep(5);
  }
  throw new Error(`No page shows ${selector}.`);
}

async function packEmptyExtension(folder: string): Promise<string> {
  const source = path.join(folder, "empty");
  await mkdir(source, { recursive: true });
  const manifest = {
    name: "empty-editor",
    publisher: "eci-ops",
    version: "0.0.0",
    engines: { vscode: "^1.100.0" },
    main: "./extension.cjs",
    contributes: {
      customEditors: [
        { viewType: "emptyEditor", displayName: "Empty", selector: [{ filenamePattern: "*.pcap" }] },
      ],
    },
  };
  await writeFile(path.join(source, "package.json"), JSON.stringify(manifest));
  await writeFile(path.join(source, "LICENSE"), "This package is never published.\n");
  await writeFile(
    path.join(source, "extension.cjs"),
    `const { window } = require("vscode");
exports.activate = ({ subscriptions }) => {
  const provider = {
    openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
    resolveCustomEditor: (_document, { webview }) => {
      webview.html = '<p id="word">word</p>';
    },
  };
  subscriptions.push(window.registerCustomEditorProvider("emptyEditor", provider));
};
`,
  );
  const packagePath = path.join(folder, "empty.vsix");
  await createVSIX({ cwd: source, packagePath, dependencies: false, allowMissingRepository: true });
  return packagePath;
}
