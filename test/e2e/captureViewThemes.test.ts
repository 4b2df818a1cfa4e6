import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import { after, before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { toSampleCapture } from "./sampleCapture.ts";
import { screenshot } from "./screenshot.ts";
import { themes } from "./themes.ts";
import { startViewBrowser, type OpenOptions, type ViewBrowser } from "./viewPage.ts";

/** What axe finds within an element. */
const toViolations = async (page: Page, within = "html"): Promise<readonly string[]> => {
  const { violations } = await new AxeBuilder({ page })
    .include(within)
    // One row is like the other, and each takes its time.
    .exclude("#packet-list .window .packet-row:nth-child(n + 12)")
    .exclude("#packet-bytes .byte-row:nth-child(n + 4)")
    .exclude("#conversation-list .window .conversation-row:nth-child(n + 4)")
    .exclude("#stream-lines .stream-line:nth-child(n + 20)")
    // The page has no frames, for which axe would open pages of its own.
    .setLegacyMode()
    .analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, any, all }) =>
      [id, html.slice(0, 160), ...[...any, ...all].map(({ message }) => message)].join(" | "),
    ),
  );
};

describe("the capture's page: themes and widths", () => {
  let browser: ViewBrowser;
  before(async () => {
    browser = await startViewBrowser();
  });
  after(() => browser.dispose());

  const withPage = async (options: OpenOptions, use: (page: Page) => Promise<void>) => {
    const { page } = await browser.open(toSampleCapture(3_412), options);
    await page.locator("#packet-layers [role=treeitem]").first().waitFor();
    await use(page);
    await page.context().close();
  };

  for (const [name, theme] of Object.entries(themes)) {
    it(`has no violation that axe finds, in ${name}`, async () => {
      await withPage({ theme }, async (page) => {
        await page.locator("#packet-layers").focus();
        await page.locator("#conversation-0 .packets").waitFor();
        await page.locator("#filter").fill("tcp.flgas");
        await page.locator("#filter-problem:not([hidden])").waitFor();
        assert.deepEqual(await toViolations(page), []);
        await screenshot(page, `captureView-${name}`);
        await page.locator("#follow").click();
        await page.locator("#stream .stream-line").first().waitFor();
        assert.deepEqual(await toViolations(page, "#stream"), []);
        await screenshot(page, `captureView-${name}-stream`);
      });
    });
  }

  for (const width of [360, 400, 700, 1_000]) {
    it(`scrolls nowhere sideways at ${width} pixels`, async () => {
      await withPage({ width, height: 800, theme: themes.light }, async (page) => {
        const toWidth = () => page.evaluate<number>("document.documentElement.scrollWidth");
        assert.equal(await toWidth(), width);
        await screenshot(page, `captureView-${width}`);
        await page.locator("#tab-overview").click();
        await page.locator("#conversation-0 .packets").waitFor();
        assert.equal(await toWidth(), width);
        await screenshot(page, `captureView-${width}-overview`);
      });
    });
  }

  it("has no violation that axe finds on either tab of a narrow page", async () => {
    await withPage({ width: 400, height: 800, theme: themes.dark }, async (page) => {
      assert.deepEqual(await toViolations(page), []);
      await page.locator("#tab-overview").click();
      await page.locator("#conversation-0 .packets").waitFor();
      assert.deepEqual(await toViolations(page), []);
    });
  });

  it("puts layers above bytes and three lines to a packet where it is narrow", async () => {
    await withPage({ width: 400, height: 800 }, async (page) => {
      const [layers, bytes, row] = await Promise.all(
        ["#packet-layers", "#packet-bytes", "#row-63"].map((part) => page.locator(part).boundingBox()),
      );
      assert.ok(layers && bytes && bytes.y > layers.y + layers.height - 1 && bytes.x === layers.x);
      assert.ok(row && row.height > 50 && row.x + row.width <= 400);
    });
  });

  it("moves the panes' borders by the keyboard", async () => {
    await withPage({}, async (page) => {
      const bar = page.getByRole("separator").first();
      const before = (await page.locator("#overview").boundingBox())!.width;
      await bar.focus();
      await bar.press("ArrowRight");
      assert.ok((await page.locator("#overview").boundingBox())!.width > before + 20);
      assert.equal(await bar.getAttribute("aria-valuenow"), "32");
    });
  });
});
