import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { FromView } from "../../src/protocol/captureView.ts";
import { toSampleCapture, toSampleRow } from "./sampleCapture.ts";
import { useViewBrowser, type FakeCapture } from "./viewPage.ts";
import { activeElement, ofType, seenNumbers, until, untilFocused, untilSelected } from "./viewRows.ts";

const calm: Partial<FakeCapture> = {
  overview: { ...toSampleCapture(3_412).overview, findings: [] },
};

describe("the capture's page: filter", () => {
  const suite = useViewBrowser();

  describe("side by side", { concurrency: 2 }, () => {
    it("drops rows of an older filter, however late they come", async (test) => {
      const view = await suite.open(test, { ...toSampleCapture(3_412), ...calm });
      const { page } = view;
      const late = Promise.withResolvers<unknown>();
      view.answer("rows", () => late.promise);
      const list = page.locator("#packet-list");
      await list.focus();
      await list.press("End");
      view.answer("rows", ({ ...request }) => {
        const { from, count } = request as Extract<FromView, { type: "rows" }>;
        const rows = Array.from({ length: Math.min(count, 310 - from) }, (_, index) =>
          toSampleRow((from + index + 1) * 11),
        );
        return { filterId: 1, from, rows };
      });
      await page.locator("#filter").fill("tcp");
      await page.locator("#filter").press("Enter");
      await page.locator("#row-0 .time").waitFor();
      late.resolve({
        filterId: 0,
        from: 3_400,
        rows: Array.from({ length: 12 }, (_, index) => toSampleRow(3_401 + index)),
      });
      // An answer of the host's old filter to a request of the new one is dropped, too.
      const old = Array.from({ length: 110 }, (_, index) => toSampleRow(201 + index));
      view.answer("rows", () => ({ filterId: 0, from: 200, rows: old }));
      const asked = ofType(view, "rows").length;
      await list.focus();
      await list.press("End");
      await page.locator("#row-309.waiting").waitFor();
      while (ofType(view, "rows").length === asked) await page.waitForTimeout(20);
      await page.waitForTimeout(200);
      assert.equal(await page.locator("#row-309.waiting").count(), 1);
      await list.press("Home");
      await page.locator("#row-0 .time").waitFor();
      assert.deepEqual((await seenNumbers(page)).slice(0, 3), [11, 22, 33]);
    });

    it("points at the characters that are wrong in a filter, says what is, and sends nothing", async (test) => {
      const view = await suite.open(test, { ...toSampleCapture(3_412), ...calm });
      const { page } = view;
      const field = page.locator("#filter");
      await field.fill("tcp.port == 443 and tcp.flgas.syn");
      await page.locator(".filter-mirror .wrong").waitFor();
      assert.equal(await page.locator(".filter-mirror .wrong").innerText(), "tcp.flgas.syn");
      // The mark stands right below its characters: 20 characters and then 13 that are wrong.
      const [mark, text] = await Promise.all([
        page.locator(".filter-mirror .wrong").boundingBox(),
        field.boundingBox(),
      ]);
      assert.ok(mark && text && mark.y >= text.y && mark.y + mark.height <= text.y + text.height);
      assert.ok(
        Math.abs((mark.x - text.x - 4) / mark.width - 20 / 13) < 0.05,
        `${mark.x - text.x} ${mark.width}`,
      );
      const words = "At character 21: there is no field or protocol tcp.flgas.syn. Is tcp.flags.syn meant?";
      assert.equal(await page.locator("#filter-problem").innerText(), words);
      assert.equal(await field.getAttribute("aria-invalid"), "true");
      await until(page, `document.querySelector("#announcement").textContent === ${JSON.stringify(words)}`);
      await field.press("Enter");
      await field.fill("tcp.port == ");
      await field.press("Enter");
      const missing = /^\s*At character \d+: a value is missing here\.\s*$/;
      await page.locator("#filter-problem", { hasText: missing }).waitFor();
      assert.equal(ofType(view, "filter").length, 0);
      await field.fill("tcp.port == 443");
      await page.locator(".filter-field.valid").waitFor();
      await field.press("Enter");
      await page.locator("#row-0 .time").waitFor();
      assert.deepEqual(
        ofType(view, "filter").map(({ expression }) => expression),
        ["tcp.port == 443"],
      );
      // The first rows come before the end of the count.
      await until(
        page,
        'document.querySelector("#filter-count").textContent.trim() === "310 of 3,412 packets"',
      );
      await field.press("Escape");
      await until(page, 'document.querySelector("#filter-count").textContent.trim() === "3,412 packets"');
      assert.equal(await field.inputValue(), "");
    });

    it("completes fields by the keyboard and offers what was used before", async (test) => {
      const view = await suite.open(test, { ...toSampleCapture(3_412), ...calm });
      const { page } = view;
      const field = page.locator("#filter");
      await field.pressSequentially("tcp.flags.re");
      await page.locator("#filter-proposals li").first().waitFor();
      assert.equal(await field.getAttribute("aria-expanded"), "true");
      await field.press("ArrowDown");
      await until(
        page,
        `document.querySelector("#filter").getAttribute("aria-activedescendant") === "proposal-0"`,
      );
      assert.equal((await page.locator("#proposal-0").innerText()).trim(), "tcp.flags.reset");
      await field.press("Enter");
      await until(page, 'document.querySelector("#filter").value === "tcp.flags.reset"');
      assert.equal(ofType(view, "filter").length, 0);
      await field.press("Enter");
      await page.locator("#row-0 .time").waitFor();
      await field.fill("");
      await field.press("ArrowDown");
      await page.locator("#filter-proposals li").first().waitFor();
      assert.deepEqual(await page.locator("#filter-proposals li").allInnerTexts(), ["tcp.flags.reset"]);
      await field.press("Escape");
      await page.locator("#filter-proposals").waitFor({ state: "hidden" });
    });

    it("filters by a field and copies its value", async (test) => {
      const view = await suite.open(test, { ...toSampleCapture(3_412), ...calm });
      const { page } = view;
      await page.locator("#row-1").click();
      const tree = page.locator("#packet-layers");
      await tree.locator("[role=treeitem]").first().waitFor();
      await tree.focus();
      for (const key of ["ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight", "ArrowDown"])
        await tree.press(key);
      await page.locator("#copy-field").click();
      await page.locator("#notice-copy").waitFor();
      assert.equal(ofType(view, "copy")[0]?.text, "8080");
      await page.locator("#apply-field").click();
      await page.locator("#filter-count", { hasText: "310" }).waitFor();
      assert.equal(ofType(view, "filter")[0]?.expression, "tcp.dstport == 8080");
    });

    it("leads by the keyboard alone from the filter to a finding and to its packet", async (test) => {
      const { page } = await suite.open(test, toSampleCapture(3_412), { width: 1_000 });
      await page.keyboard.press("Control+f");
      await untilFocused(page, "filter");
      await page.keyboard.type("dns");
      await page.keyboard.press("Enter");
      await page.locator("#filter-count", { hasText: "310" }).waitFor();
      for (let press = 0; press < 20 && (await activeElement(page)) !== "tab-packets"; press += 1)
        await page.keyboard.press("Shift+Tab");
      await page.keyboard.press("ArrowLeft");
      await page.locator("#overview").waitFor();
      const focused = () => page.evaluate<string>("document.activeElement.textContent.trim()");
      for (let press = 0; press < 10 && (await focused()) !== "#75"; press += 1)
        await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.locator("#row-74[aria-selected=true] .time").waitFor();
      await untilFocused(page, "packet-list");
      assert.equal(await page.locator("#filter").inputValue(), "");
      await page.keyboard.press("ArrowDown");
      await untilSelected(page, 76);
    });
  });

  it("did all this under its own content policy and without an error", () => {
    const { pages, complaints } = suite.outcome();
    assert.ok(pages >= 5);
    assert.deepEqual(complaints, []);
  });
});
