import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import type { FormInstance } from "../../../src/protocol/captureForm.ts";
import type { Row } from "../../../src/protocol/captureView.ts";
import { startFormBrowser, type FormBrowser } from "../../e2e/formPage.ts";
import { toSampleCapture, toSamplePacket, toSampleRow } from "../../e2e/sampleCapture.ts";
import { useViewBrowser, type FakeCapture } from "../../e2e/viewPage.ts";
import { createCountedRow } from "../countedRow.ts";
import { formSetup } from "../messages/pageSamples.ts";
import { pickSome } from "../tries.ts";
import { hostileTexts } from "./hostileTexts.ts";
import { inspectShown } from "./inspectShown.ts";

/** As long as the contract lets a text be, and as JSON can carry it. */
const texts = pickSome(hostileTexts, 24).map(({ text }) => text.slice(0, 1_000).toWellFormed());
const toText = (at: number): string => texts[at % texts.length] ?? "";
/** What turns, hides or ends text never stands on a page. */
const hidden = /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

async function assertNothingHidden(page: Page): Promise<void> {
  assert.doesNotMatch(await page.evaluate<string>(`document.body.innerText + document.title`), hidden);
}

/** A capture in which every text of the packets is hostile, each row with the next one. */
function toHostileCapture(): FakeCapture {
  const sample = toSampleCapture(texts.length);
  const row = (number: number): Row => ({
    ...toSampleRow(number),
    ...{ source: toText(number + 1), destination: toText(number + 2), protocol: toText(number + 3) },
    info: toText(number),
  });
  const packet = (number: number) => {
    const good = toSamplePacket(number);
    const layers = good.layers.map((layer, index) => ({
      ...{ ...layer, label: toText(number + index), summary: toText(number + index + 1) },
      fields: layer.fields.map((field, at) => ({
        ...{ ...field, label: toText(number + at + 2), value: toText(number + at + 3) },
      })),
    }));
    return { ...good, layers };
  };
  const findings = sample.overview.findings.map((finding, index) => ({
    ...finding,
    params: Object.fromEntries(
      Object.entries(finding.params).map(([key, value], at) => [
        key,
        typeof value === "string" ? toText(index + at) : value,
      ]),
    ),
  }));
  const conversations = sample.conversations.map((conversation, index) => ({
    ...conversation,
    ...{ a: { address: toText(index), port: 1 }, b: { address: toText(index + 1), port: 2 } },
  }));
  const damage = { offset: 7, reason: toText(0) };
  return {
    ...sample,
    ...{ fileName: toText(1), names: { "192.168.0.12": toText(2) }, row, packet, conversations },
    overview: { ...sample.overview, findings, damage, linkTypes: [toText(3)] },
  };
}

describe("hostile text on a capture's page", () => {
  const suite = useViewBrowser();

  it("stays text in rows, layers, findings, conversations and the head", async (test) => {
    const view = await suite.open(test, toHostileCapture());
    const { page } = view;
    const row = createCountedRow("Hostile text", "on a capture's page");
    const list = page.locator("#packet-list");
    await list.focus();
    for (const [at, text] of texts.entries()) {
      await row.attempt(JSON.stringify(text.slice(0, 60)), async () => {
        await list.press(at === 0 ? "Home" : "ArrowDown");
        await page.locator(`#row-${at}[aria-selected=true]`).waitFor();
        await page.locator("#packet-layers [role=treeitem]").first().waitFor();
        await inspectShown(page.mainFrame());
        await assertNothingHidden(page);
        return 0;
      });
    }
    row.end("");
    assert.deepEqual(view.complaints, []);
  });
});

describe("hostile text on the form's page", () => {
  let browser: FormBrowser;
  before(async () => {
    browser = await startFormBrowser();
  });
  after(() => browser.dispose());

  it("stays text in the head, presets, notes and failures", async () => {
    const form = await browser.open(formSetup);
    const { page } = form;
    await page.locator("#start").waitFor();
    const row = createCountedRow("Hostile text", "on the form's page");
    const { input } = formSetup;
    assert.ok(input);
    for (const [at, text] of texts.entries()) {
      await row.attempt(JSON.stringify(text.slice(0, 60)), async () => {
        const instance: FormInstance = {
          ...{ name: text, id: toText(at + 1), regionName: toText(at + 2), accountName: toText(at + 3) },
          ...{ isDemo: true, regionWithoutTcpdump: true, ip: text },
        };
        // Of several each stands in a list, and beneath an address the instance that has it.
        const isOne = at % 2 === 0;
        form.answer("whose", { type: "done", value: text });
        await form.tell({
          ...formSetup,
          instances: isOne ? [instance] : [instance, { ...instance, regionName: toText(at + 4) }],
          leftOut: [text],
          presets: { own: [{ name: text, input }] },
          input: { ...input, destIp: `10.0.0.${at}` },
        });
        form.answer("start", { type: "failed", message: text, hasMore: true } as never);
        await page.locator("#start").click();
        await page.locator(".outcome [role=alert]").waitFor();
        if (isOne) assert.equal(await page.locator("h1 .name").textContent(), text);
        else await page.evaluate(`document.querySelector("#which").open = true`);
        assert.equal(await page.locator(".left-out").textContent(), text);
        assert.equal((await page.locator("#note-destIp").textContent())?.trim(), text.trim());
        // A failure without words gets some.
        const shown = text === "" ? "The answer could not be read. Reload the window if this goes on." : text;
        assert.equal(await page.locator(".outcome [role=alert]").textContent(), shown);
        await inspectShown(page.mainFrame());
        return 0;
      });
    }
    row.end("");
    assert.deepEqual(form.complaints, []);
  });
});
