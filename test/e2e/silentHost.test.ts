import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { toSampleCapture } from "./sampleCapture.ts";
import { useViewBrowser } from "./viewPage.ts";
import { startFormBrowser, type FormBrowser, type FormPage } from "./formPage.ts";

const never = new Promise<never>(() => undefined);

describe("the form page and a host that is gone", () => {
  let browser: FormBrowser;
  before(async () => {
    browser = await startFormBrowser();
  });
  after(() => browser.dispose());

  /** A form whose capture is being sent, and whose clock the test moves. */
  async function openSending(): Promise<FormPage> {
    const form = await browser.open({
      type: "setup",
      targets: [{ accountId: "a", regionId: "cn-hangzhou", instanceId: "eci-1" }],
      instances: [
        {
          ...{ name: "web-1", id: "eci-1", regionName: "China (Hangzhou)", accountName: "Mine" },
          ...{ isDemo: false, regionWithoutTcpdump: false },
        },
      ],
      leftOut: [],
      presets: { own: [] },
    });
    await form.page.locator("#start").waitFor();
    form.answer("start", never);
    await form.page.clock.install();
    await form.page.locator("#start").click();
    return form;
  }
  const countPings = ({ requests }: FormPage) => requests.filter(({ type }) => type === "ping").length;

  it("says so, and can be used again", async () => {
    const form = await openSending();
    form.answer("ping", never);
    await form.page.clock.runFor(4_000);
    assert.equal(countPings(form), 0);
    await form.page.clock.runFor(12_000);
    assert.equal(countPings(form), 1);
    assert.equal(await form.page.getByText(browser.texts.hostSilent).count(), 0);
    await form.page.clock.runFor(5_000);
    await form.page.getByText(browser.texts.hostSilent).first().waitFor();
    form.answer("start", { type: "done", value: "task" });
    await form.page.locator("#start").click();
    await form.page.getByText(browser.texts.sent).first().waitFor();
    assert.equal(form.requests.filter(({ type }) => type === "start").length, 2);
    assert.deepEqual(form.complaints, []);
    await form.page.close();
  });

  it("is not taken for gone while it answers, however long a request takes", async () => {
    const form = await openSending();
    for (let seconds = 0; seconds < 60; seconds += 1) await form.page.clock.runFor(1_000);
    assert.ok(countPings(form) >= 5, `${countPings(form)} pings`);
    assert.equal(await form.page.getByText(browser.texts.hostSilent).count(), 0);
    await form.page.close();
  });
});

describe("the capture's page and a host that is gone", () => {
  const suite = useViewBrowser();

  it("says so, and asks again when the user does", async (test) => {
    const view = await suite.open(test, toSampleCapture(3_412));
    const { page } = view;
    await page.locator("#packet-layers [role=treeitem]").first().waitFor();
    for (const type of ["packet", "ping"] as const) view.answer(type, () => never);
    await page.clock.install();
    const list = page.locator("#packet-list");
    await list.focus();
    await list.press("ArrowDown");
    await page.clock.runFor(19_000);
    const notice = page.locator(".notice", { hasText: suite.texts().hostSilent });
    assert.equal(await notice.count(), 0);
    await page.clock.runFor(3_000);
    await notice.waitFor();
    const asked = view.requests.filter(({ type }) => type === "packet").length;
    await list.press("ArrowDown");
    await page.clock.runFor(1_000);
    assert.equal(view.requests.filter(({ type }) => type === "packet").length, asked + 1);
    assert.deepEqual(view.complaints, []);
  });
});
