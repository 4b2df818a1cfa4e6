import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import { describe, it, type TestContext } from "node:test";
import type { Page } from "playwright-core";
import { toSampleCapture } from "./sampleCapture.ts";
import { screenshot } from "./screenshot.ts";
import { themes } from "./themes.ts";
import { useViewBrowser, type OpenOptions } from "./viewPage.ts";

/** Rules whose outcome depends on a theme; names, roles and order are the same in all. */
const colourRules = ["color-contrast", "link-in-text-block"];

/** What axe finds within an element. */
const toViolations = async (
  page: Page,
  { within = "html", rules }: { readonly within?: string; readonly rules?: string[] | undefined } = {},
): Promise<readonly string[]> => {
  const axe = new AxeBuilder({ page })
    // What passes is not looked at, and to describe it takes half of the time.
    .options({ resultTypes: ["violations"] })
    .include(within)
    // One row is like the other, and each takes its time.
    .exclude("#packet-list .window .packet-row:nth-child(n + 12)")
    .exclude("#packet-bytes .byte-row:nth-child(n + 4)")
    .exclude("#conversation-list .window .conversation-row:nth-child(n + 4)")
    .exclude("#stream-lines .stream-line:nth-child(n + 20)")
    // The page has no frames, for which axe would open pages of its own.
    .setLegacyMode();
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, any, all }) =>
      [id, html.slice(0, 160), ...[...any, ...all].map(({ message }) => message)].join(" | "),
    ),
  );
};

/** What reaches out of the page, where it can be neither seen nor scrolled to; what a box within the page cuts off by itself is that box's matter. */
const cutOff = `[...document.querySelectorAll("body *")].filter((element) => {
  const { left, right, width } = element.getBoundingClientRect();
  if (width === 0 || element.closest(".visually-hidden") || (left >= -1 && right <= innerWidth + 1)) return false;
  for (let box = element.parentElement; box && box !== document.body; box = box.parentElement)
    if (getComputedStyle(box).overflowX !== "visible" && box.getBoundingClientRect().right <= innerWidth + 1) return false;
  return true;
}).map((element) => element.outerHTML.slice(0, 80))`;

// Most of the time goes into axe, which keeps one of the browser's processes busy for each page.
describe("the capture's page: themes and widths", { concurrency: 2 }, () => {
  const suite = useViewBrowser();
  const open = async (test: TestContext, options: OpenOptions): Promise<Page> => {
    const { page } = await suite.open(test, toSampleCapture(3_412), options);
    await page.locator("#packet-layers [role=treeitem]").first().waitFor();
    return page;
  };

  for (const [name, theme] of Object.entries(themes)) {
    it(`has no violation that axe finds, in ${name}`, async (test) => {
      const rules = name === "dark" ? undefined : colourRules;
      const page = await open(test, { theme });
      await page.locator("#packet-layers").focus();
      await page.locator("#conversation-0 .packets").waitFor();
      await page.locator("#filter").fill("tcp.flgas");
      await page.locator("#filter-problem:not([hidden])").waitFor();
      assert.deepEqual(await toViolations(page, { rules }), []);
      await screenshot(page, `captureView-${name}`);
      await page.locator("#follow").click();
      await page.locator("#stream .stream-line").first().waitFor();
      assert.deepEqual(await toViolations(page, { within: "#stream", rules }), []);
      await screenshot(page, `captureView-${name}-stream`);
    });
  }

  it("scrolls nowhere sideways at 360, 400, 700 and 1,000 pixels", async (test) => {
    const page = await open(test, { width: 360, height: 800, theme: themes.light });
    for (const width of [360, 400, 700, 1_000]) {
      await page.setViewportSize({ width, height: 800 });
      for (const [tab, part] of [
        ["packets", "#packet-list .window .time"],
        ["overview", "#conversation-0 .packets"],
      ] as const) {
        await page.locator(`#tab-${tab}`).click();
        await page.locator(part).first().waitFor();
        assert.equal(await page.evaluate("document.documentElement.scrollWidth"), width);
        assert.deepEqual(await page.evaluate<readonly string[]>(cutOff), []);
        await screenshot(page, `captureView-${width}-${tab}`);
      }
    }
  });

  it("has no violation that axe finds on either tab of a narrow page", async (test) => {
    const page = await open(test, { width: 400, height: 800, theme: themes.dark });
    assert.deepEqual(await toViolations(page), []);
    await page.locator("#tab-overview").click();
    await page.locator("#conversation-0 .packets").waitFor();
    assert.deepEqual(await toViolations(page), []);
  });

  it("puts layers above bytes and three lines to a packet where it is narrow", async (test) => {
    const page = await open(test, { width: 400, height: 800 });
    const [layers, bytes, row] = await Promise.all(
      ["#packet-layers", "#packet-bytes", "#row-63"].map((part) => page.locator(part).boundingBox()),
    );
    assert.ok(layers && bytes && bytes.y > layers.y + layers.height - 1 && bytes.x === layers.x);
    assert.ok(row && row.height > 50 && row.x + row.width <= 400);
  });

  it("moves the panes' borders by the keyboard", async (test) => {
    const page = await open(test, {});
    const bar = page.getByRole("separator").first();
    const before = (await page.locator("#overview").boundingBox())!.width;
    await bar.focus();
    await bar.press("ArrowRight");
    assert.ok((await page.locator("#overview").boundingBox())!.width > before + 20);
    assert.equal(await bar.getAttribute("aria-valuenow"), "32");
  });
});
