import type { Page } from "playwright-core";
import { startFormBrowser } from "../e2e/formPage.ts";

/** First contentful paint of the form page and of a page with one word, in milliseconds, each in a fresh browser context. */
export async function benchFormPage(
  runs: number,
): Promise<{ readonly formMs: readonly number[]; readonly emptyMs: readonly number[] }> {
  const browser = await startFormBrowser();
  const formMs: number[] = [];
  const emptyMs: number[] = [];
  try {
    for (let run = 0; run < runs; run += 1) {
      const { page } = await browser.open({
        type: "setup",
        targets: [{ accountId: "a", regionId: "cn-hangzhou", instanceId: "eci-1" }],
        instances: [
          {
            ...{ name: "web", id: "eci-1", regionName: "China (Hangzhou)", accountName: "Bench" },
            ...{ isDemo: false, regionWithoutTcpdump: false },
          },
        ],
        leftOut: [],
        presets: { own: [] },
      });
      formMs.push(await readFirstPaintMs(page));
      const empty = await page.context().browser()!.newPage();
      await empty.goto("data:text/html,<p>word</p>");
      emptyMs.push(await readFirstPaintMs(empty));
      await empty.close();
      await page.close();
    }
  } finally {
    await browser.dispose();
  }
  return { formMs, emptyMs };
}

/** Evaluated by the debugger, which the page's policy does not hold back. */
const firstPaint = `new Promise((resolve) =>
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntriesByName("first-contentful-paint")) resolve(startTime);
  }).observe({ type: "paint", buffered: true }))`;

async function readFirstPaintMs(page: Page): Promise<number> {
  return Number(await page.evaluate(firstPaint));
}
