import assert from "node:assert/strict";
import { after, before, describe, it, type TestContext } from "node:test";
import type { Page } from "playwright-core";
import type { FormInstance, ToPage } from "../../src/protocol/captureForm.ts";
import { toFormInput } from "../../src/task/tcpdump/formInput.ts";
import type { TcpdumpField } from "../../src/task/tcpdump/options.ts";
import { startFormBrowser, type FormBrowser } from "./formPage.ts";

const instance: FormInstance = {
  name: "checkout-api",
  id: "eci-1",
  regionName: "China (Hangzhou)",
  accountName: "Somebody",
  isDemo: false,
  regionWithoutTcpdump: false,
  ip: "192.168.0.12",
};
const target = { accountId: "a1", regionId: "cn-hangzhou", instanceId: "eci-1" };
const setup: Extract<ToPage, { type: "setup" }> = {
  type: "setup",
  targets: [target],
  instances: [instance],
  leftOut: [],
  presets: { own: [] },
};
/** Two instances of which one is where captures are not offered, and a third that has ended. */
const several: Partial<typeof setup> = {
  targets: [target, { ...target, instanceId: "eci-2" }, { ...target, instanceId: "eci-3" }],
  instances: [
    instance,
    {
      ...{ ...instance, name: "payments", id: "eci-2", regionName: "China (Ulanqab)", ip: "10.9.0.1" },
      regionWithoutTcpdump: true,
    },
  ],
  leftOut: ["Left out (status Succeeded): batch-3."],
};

const field = (page: Page, name: TcpdumpField) => page.locator(`#field-${name} input`);
const note = (page: Page, name: TcpdumpField) => page.locator(`#note-${name}`);

describe(
  "the capture form's page for several instances, and what it knows of addresses",
  { concurrency: 2 },
  () => {
    let browser: FormBrowser;
    before(async () => {
      browser = await startFormBrowser();
    });
    after(() => browser.dispose());

    const open = async (test: TestContext, more: Partial<typeof setup> = {}, width = 1200) => {
      const form = await browser.open({ ...setup, ...more }, width);
      test.after(() => form.page.close());
      await form.page.locator("#start").waitFor();
      return form;
    };

    it("is for several instances at once: names them, warns of some, sums up, and says how many run", async (test) => {
      const form = await open(test, {
        ...several,
        input: toFormInput({ packetCount: 1000, sourceIp: "10.1.1.1" }),
      });
      const { page } = form;
      const { texts } = browser;
      assert.equal(await page.locator("h1 .name").textContent(), texts.titleCount.replace("{count}", "2"));
      assert.match(await page.locator("header dl").innerText(), /Hangzhou\): 1.*Ulanqab\): 1/s);
      assert.equal(await page.locator("#which li").first().isVisible(), false);
      await page.locator("#which summary").click();
      assert.match(await page.locator("#which ul").innerText(), /checkout-api.*payments.*eci-2.*Ulanqab/s);
      assert.equal(await page.locator(".left-out").textContent(), several.leftOut?.[0]);
      const advice = await page.locator(".advice").innerText();
      assert.ok(advice.includes("China (Ulanqab)") && advice.includes("payments"), advice);
      assert.match(await page.locator("#estimate").innerText(), /62\.5 MiB.*125 MiB/s);
      form.answer("start", { type: "done", value: "Captures running: 2 of 3." });
      await page.locator("#start", { hasText: texts.startAll.replace("{count}", "2") }).click();
      await page.getByText("Captures running: 2 of 3.").waitFor();
      assert.equal(form.requests.filter(({ type }) => type === "start").length, 1);
      assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 1200);
    });

    it("says beneath an address which instance has it, while it is typed", async (test) => {
      const form = await open(test);
      const { page } = form;
      form.answer("whose", { type: "done", value: "payments (cn-hangzhou)" });
      await field(page, "destIp").fill("192.168.0.7");
      await note(page, "destIp").getByText("payments (cn-hangzhou)").waitFor();
      await field(page, "destIp").fill("192.168.0.7.");
      await note(page, "destIp").getByText(browser.texts["issue.notIpv4"]).waitFor();
      const asked = form.requests.filter(({ type }) => type === "whose");
      assert.deepEqual(
        asked.map((request) => "address" in request && request.address),
        ["192.168.0.7"],
      );
    });
  },
);
