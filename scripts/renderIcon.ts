import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { chromium } from "playwright-core";
import { browserArguments, findBrowser } from "./vscode/findBrowser.ts";

/* Draws media/icons/marketplace.svg as the 256 px PNG that the Marketplace asks for: `node scripts/run.mjs scripts/renderIcon.ts`. */
const icons = path.join(import.meta.dirname, "../media/icons");
const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArguments });
try {
  const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
  const svg = await readFile(path.join(icons, "marketplace.svg"), "utf8");
  await page.setContent(`<body style="margin:0">${svg}</body>`);
  await writeFile(path.join(icons, "marketplace.png"), await page.screenshot({ omitBackground: true }));
} finally {
  await browser.close();
}
