import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { Page } from "playwright-core";
import { outFolder } from "../../scripts/paths.ts";

/** Keeps what the page looks like as out/screenshots/NAME.png, and gives that path. */
export async function screenshot(page: Page, name: string): Promise<string> {
  const folder = path.join(outFolder, "screenshots");
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${name}.png`);
  await page.screenshot({ path: file });
  return file;
}
