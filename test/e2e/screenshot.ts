import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { Page } from "playwright-core";
import { outFolder } from "../../scripts/paths.ts";

/** A part of the window, in pixels. */
export type Clip = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/** Keeps what the page, or a part of it, looks like as out/screenshots/NAME.png, and gives that path. */
export async function screenshot(page: Page, name: string, clip?: Clip): Promise<string> {
  const folder = path.join(outFolder, "screenshots");
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${name}.png`);
  await page.screenshot({ path: file, ...(clip && { clip }) });
  return file;
}
