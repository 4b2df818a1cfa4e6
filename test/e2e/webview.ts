import { setTimeout as sleep } from "node:timers/promises";
import type { Frame, Page } from "playwright-core";

/** The frame of a webview (an iframe in an iframe) that shows something for `selector`; waits for it. */
export async function findFrame(page: Page, selector: string, limitSeconds = 30): Promise<Frame> {
  const end = Date.now() + limitSeconds * 1000;
  for (;;) {
    for (const frame of page.frames()) {
      if (frame === page.mainFrame()) continue;
      // A frame may go while it is asked.
      const visible = await frame
        .locator(selector)
        .first()
        .isVisible()
        .catch(() => false);
      if (visible) return frame;
    }
    if (Date.now() > end) {
      throw new Error(
        `No webview shows ${selector} after ${limitSeconds} s. The window shows ${await describeEditors(page)}.`,
      );
    }
    await sleep(200);
  }
}

/** The titles of the editors and the beginning of what each page says: on another machine this is all that one sees. */
async function describeEditors(page: Page): Promise<string> {
  const tabs = await page.locator(".tabs-container .tab").allInnerTexts();
  const texts = await Promise.all(
    page
      .frames()
      .filter((frame) => frame !== page.mainFrame())
      .map((frame) =>
        frame
          .locator("body")
          .innerText({ timeout: 2_000 })
          .catch((error: unknown) => String(error)),
      ),
  );
  return JSON.stringify({ tabs, pages: texts.map((text) => text.slice(0, 200)) });
}
