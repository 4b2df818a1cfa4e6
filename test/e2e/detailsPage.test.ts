import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { DetailsToPage } from "../../src/protocol/instanceDetails.ts";
import { detailSamples, startDetailsBrowser, type DetailsBrowser, type DetailsPage } from "./detailsPage.ts";
import { themes } from "./themes.ts";

const { instance, events, metrics } = detailSamples;
const samples = [instance, events, metrics] as unknown as readonly DetailsToPage[];

describe("the details page", () => {
  let browser: DetailsBrowser;
  const complaints: string[] = [];
  before(async () => {
    browser = await startDetailsBrowser();
  });
  after(() => browser.dispose());

  const withPage = async (
    messages: readonly DetailsToPage[],
    width: number,
    run: (details: DetailsPage) => Promise<void>,
  ) => {
    const details = await browser.open(messages, width);
    try {
      await run(details);
    } finally {
      complaints.push(...details.complaints);
      await details.page.close();
    }
  };

  it("shows what is wrong, containers, events and charts, and asks for what is pressed", async () => {
    await withPage(samples, 1_200, async ({ page, requests }) => {
      await page.locator("#chart-network canvas").waitFor();
      assert.match(await page.locator("#ailment").innerText(), /SIGSEGV/u);
      const label = await page.locator("#chart-memory").getAttribute("aria-label");
      assert.match(label ?? "", /2\.9 GiB of 4 GiB, at most 2\.9 GiB/u);
      assert.equal(await page.locator("#events li.warning").count(), 1);
      await page.locator("#ailment button").first().click();
      await page.locator("#ailment button").last().click();
      await page.locator("#containers tr", { hasText: "setup" }).getByRole("button").click();
      await page.locator("#act-capture").click();
      await page.locator("#act-json").click();
      await page.getByRole("button", { name: browser.texts.range3600 }).click();
      assert.deepEqual(
        requests.slice(1).map((request) => ({ ...request, id: 0 })),
        [
          { id: 0, type: "act", what: "coreDump" },
          { id: 0, type: "showLog", containerName: "app", isPrevious: true },
          { id: 0, type: "showLog", containerName: "setup", isPrevious: false },
          { id: 0, type: "act", what: "capture" },
          { id: 0, type: "act", what: "json" },
          { id: 0, type: "range", range: 3_600 },
        ],
      );
      assert.equal(await page.locator("canvas").count(), 0, "the old charts go");
      await page.reload();
      await page.locator("#containers").waitFor();
      const last = requests.at(-1);
      assert.ok(last?.type === "ready" && last.range === 3_600, "it remembers the range");
    });
  });

  it("has every measurement in a table, too", async () => {
    await withPage(samples, 1_200, async ({ page }) => {
      await page.locator("#table-toggle").click();
      const rows = page.locator("#metrics-table tbody tr");
      assert.equal(await rows.count(), 20);
      const cells = await rows.last().locator("td").allInnerTexts();
      assert.deepEqual(cells, ["0.4 cores", "1 GiB", "–", "–"]);
      assert.equal(await page.locator("canvas").count(), 0);
      await page.locator("#table-toggle").click();
      await page.locator("#chart-cpu canvas").waitFor();
    });
  });

  it("keeps what it knew where a part fails, and says why and as of when", async () => {
    await withPage(samples, 1_200, async ({ page, tell, requests }) => {
      await tell({ type: "partFailed", part: "events", message: "It may not. <b>Ask.</b>" });
      const alert = page.getByRole("alert");
      await alert.waitFor();
      assert.ok((await alert.innerText()).includes("It may not. <b>Ask.</b>"));
      assert.equal(await page.locator("#events li").count(), 2);
      await alert.getByRole("button").click();
      assert.equal(requests.at(-1)?.type, "explain");
      for (const message of [null, { type: "events" }, { type: "metrics", range: 7 }]) await tell(message);
      await page.waitForFunction("document.documentElement.dataset.droppedMessages === '3'");
    });
  });

  it("can be used by everybody in each theme, and scrolls nowhere sideways at 320 pixels", async () => {
    for (const [name, theme] of Object.entries(themes))
      await withPage(samples, 320, async ({ page }) => {
        await page.locator("#chart-network canvas").waitFor();
        await page.evaluate(`(() => {
          document.body.className = ${JSON.stringify(theme.bodyClass)};
          for (const [name, value] of Object.entries(${JSON.stringify(theme.variables)}))
            document.documentElement.style.setProperty(name, value);
        })()`);
        assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 320);
        const axe = new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).setLegacyMode();
        // Names, roles and order are the same in all.
        const isFirst = name === "dark";
        const { violations } = await (isFirst ? axe : axe.withRules(["color-contrast"])).analyze();
        assert.deepEqual(
          violations.map(
            ({ id, nodes }) => `${name}: ${id} ${nodes.map(({ target }) => String(target)).join()}`,
          ),
          [],
        );
      });
  });

  it("did all this under its own content policy and without an error", () => {
    assert.deepEqual(complaints, []);
  });
});
