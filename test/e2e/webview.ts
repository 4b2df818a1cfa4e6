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
    if (Date.now() > end) throw new Error(`No webview shows ${selector} after ${limitSeconds} s.`);
    await sleep(200);
  }
}
