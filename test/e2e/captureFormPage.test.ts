import assert from "node:assert/strict";
import { after, before, describe, it, type TestContext } from "node:test";
import type { Page } from "playwright-core";
import type { FormInstance, ToHost, ToPage } from "../../src/protocol/captureForm.ts";
import { toFormInput } from "../../src/task/tcpdump/formInput.ts";
import { toOpsValue } from "../../src/task/tcpdump/opsValue.ts";
import type { TcpdumpField } from "../../src/task/tcpdump/options.ts";
import { presets } from "../../src/task/tcpdump/presets.ts";
import { startFormBrowser, type FormBrowser, type FormPage } from "./formPage.ts";

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
const field = (page: Page, name: TcpdumpField) => page.locator(`#field-${name} input`);
const note = (page: Page, name: TcpdumpField) => page.locator(`#note-${name}`);
const started = ({ requests }: FormPage): readonly ToHost[] =>
  requests.filter(({ type }) => type === "start");

describe("the capture form's page", () => {
  let browser: FormBrowser;
  const pages: FormPage[] = [];
  before(async () => {
    browser = await startFormBrowser();
  });
  after(() => browser.dispose());

  const openBare = async (test: TestContext, ...given: Parameters<FormBrowser["open"]>) => {
    const form = await browser.open(...given);
    pages.push(form);
    test.after(() => form.page.close());
    return form;
  };
  const open = async (test: TestContext, more: Partial<typeof setup> = {}) => {
    const form = await openBare(test, { ...setup, ...more });
    await form.page.locator("#start").waitFor();
    return form;
  };

  describe("side by side", { concurrency: 2 }, () => {
    it("says of each wrong value what is wrong with it, at its field, to eyes and to screen readers", async (test) => {
      const { page } = await open(test);
      const { texts } = browser;
      const wrong: readonly (readonly [TcpdumpField, string, string])[] = [
        ["sourceIp", "10.0.0.300", texts["issue.notIpv4"]],
        ["sourceCidr", "10.0.0.0", texts["issue.cidrWithoutLength"]],
        ["sourcePort", "65536", texts["issue.portRange"]],
        ["destIp", "fe80::1", texts["issue.ipv6NotSupported"]],
        ["destCidr", "10.0.0.0/33", texts["issue.cidrLengthRange"]],
        ["destPort", "80,443", texts["issue.portListNotSupported"]],
        ["interfaceName", "eth 0", texts["issue.badInterface"]],
        ["snaplenBytes", "0", texts["issue.notPositive"]],
        ["durationSeconds", "5 weeks", texts["issue.unknownUnit"].replace("{unit}", "weeks")],
        ["packetCount", "1.5", texts["issue.notWhole"]],
        ["fileSizeBytes", "2 GiB", texts["issue.tooLarge"].replace("{max}", "1 GiB")],
      ];
      for (const [name, text] of wrong) await field(page, name).fill(text);
      await page.locator("#note-fileSizeBytes.error").waitFor();
      for (const [name, , words] of wrong) assert.equal((await note(page, name).innerText()).trim(), words);
      const announced = await page.locator("#announcement").textContent();
      for (const [, , words] of wrong) assert.ok(announced?.includes(words), words);
      for (const [name, , words] of wrong) {
        const [described = "", invalid] = await page.evaluate<readonly string[]>(`(() => {
        const input = document.querySelector("#field-${name}").shadowRoot.querySelector("input");
        const words = input.ariaDescribedByElements.map((element) => element.textContent.trim());
        return [words.join(" "), input.ariaInvalid];
      })()`);
        assert.ok(described.endsWith(words), `${name}: ${described}`);
        assert.equal(invalid, "true");
      }
      await field(page, "sourcePort").fill("443");
      await page.locator("#note-sourcePort:not(.error)").waitFor();
    });

    it("sends nothing that is wrong: leads to the first wrong field and names them all", async (test) => {
      const form = await open(test);
      const { page } = form;
      await field(page, "destPort").fill("x");
      await field(page, "packetCount").fill("-1");
      await page.locator("#start").click();
      const alert = page.locator("footer [role=alert]");
      await alert.waitFor();
      assert.match(await alert.innerText(), /Destination port, Packets$/);
      assert.equal(await page.evaluate("document.activeElement.id"), "field-destPort");
      assert.equal(started(form).length, 0);
    });

    it("shows what would be sent, caught and missed, while typing", async (test) => {
      const { page } = await open(test);
      await field(page, "destPort").fill("443");
      const shown = page.locator("#previewOpsValue");
      assert.equal(await shown.textContent(), toOpsValue({ destPort: 443, durationSeconds: 30 }));
      assert.equal(await page.locator("#previewFilter").textContent(), "(tcp or udp) and dst port 443");
      const advice = await page.locator(".advice li.warning").allInnerTexts();
      assert.deepEqual(
        advice.map((text) =>
          text.includes(browser.texts["advice.repliesFromPortMissing"].replace("{port}", "443")),
        ),
        [true],
      );
      await field(page, "durationSeconds").fill("5 min");
      assert.equal((await note(page, "durationSeconds").innerText()).trim(), "= 300 seconds");
      await field(page, "packetCount").fill("1000");
      assert.match(await page.locator("#estimate").innerText(), /^62\.5 MiB/);
    });

    it("sends once, by Ctrl+Enter and not by Enter, however often it is pressed", async (test) => {
      const form = await open(test, { input: toFormInput(presets.https) });
      const { page } = form;
      const answer = Promise.withResolvers<{ type: "done"; value: string }>();
      form.answer("start", answer.promise);
      await field(page, "destPort").press("Enter");
      await field(page, "destPort").press("Control+Enter");
      await page.locator("#start[disabled]").waitFor();
      await field(page, "destPort").press("Control+Enter");
      answer.resolve({ type: "done", value: "task-1" });
      await page.getByText(browser.texts.sent).waitFor();
      assert.deepEqual(
        started(form).map((request) => "input" in request && request.input),
        [toFormInput(presets.https)],
      );
      await page.getByRole("button", { name: browser.texts.showTasks }).click();
      assert.equal(form.requests.at(-1)?.type, "showTasks");
      await page.locator("#start:not([disabled])").waitFor();
    });

    it("counts down where the service wants a pause, then offers to try again", async (test) => {
      const form = await open(test);
      const { page } = form;
      form.answer("start", { type: "failed", message: "too soon", retryAfterSeconds: 2, hasMore: true });
      await page.locator("#start").click();
      await page.getByText("too soon").waitFor();
      const waiting = page.getByRole("button", { name: /^Try again in \d seconds?$/ });
      await waiting.waitFor();
      assert.equal(await waiting.getAttribute("disabled"), "");
      form.answer("start", { type: "done", value: "task-1" });
      await page.getByRole("button", { name: browser.texts.tryAgain, exact: true }).click();
      await page.getByText(browser.texts.sent).waitFor();
      assert.equal(started(form).length, 2);
    });

    it("keeps what was typed over a reload, wrong values too", async (test) => {
      const { page } = await open(test);
      await field(page, "destIp").fill("10.0.0.");
      await field(page, "packetCount").fill("500");
      await page.reload();
      await page.locator("#note-destIp.error").waitFor();
      assert.equal(await field(page, "destIp").inputValue(), "10.0.0.");
      assert.equal(await field(page, "packetCount").inputValue(), "500");
    });

    it("fills the form from presets, and lets only the user's own be deleted", async (test) => {
      const mine = { protocol: "udp", sourcePort: 53 } as const;
      const form = await open(test, {
        presets: { own: [{ name: "{max} <b>", input: toFormInput(mine) }] },
      });
      const { page } = form;
      const choose = async (label: string) => {
        await page.locator("#preset").click();
        await page.locator("#preset li.option", { hasText: label }).click();
      };
      await choose(browser.texts["preset.https"]);
      assert.equal(await page.locator("#previewOpsValue").textContent(), toOpsValue(presets.https));
      const remove = page.getByRole("button", { name: browser.texts.presetDelete });
      assert.equal(await remove.count(), 0);
      await choose("{max} <b>");
      assert.equal(await page.locator("#previewOpsValue").textContent(), toOpsValue(mine));
      await remove.click();
      const { type, name } = form.requests.at(-1) as { type: string; name?: string };
      assert.deepEqual([type, name], ["deletePreset", "{max} <b>"]);
    });

    it("puts the address of a picked instance in its field, and the network that would win over it away", async (test) => {
      const form = await open(test);
      const { page } = form;
      form.answer("pickPeer", { type: "done", value: "192.168.0.77" });
      await field(page, "destCidr").fill("10.0.0.0/8");
      await page.getByRole("button", { name: browser.texts.pickDest }).click();
      await page.waitForFunction('document.querySelector("#field-destIp").value === "192.168.0.77"');
      assert.equal(await field(page, "destCidr").inputValue(), "");
    });

    it("drops and counts messages that are not in the contract, and shows hostile texts as text", async (test) => {
      const name = '<img src=x onerror="document.title=1"> {0} ${1} [x](command:y)';
      const form = await open(test, { instances: [{ ...instance, name }] });
      const { page } = form;
      for (const message of [
        { type: "setup" },
        { type: "done", id: "1" },
        null,
        { type: "texts", texts: {} },
      ])
        await form.tell(message);
      await page.waitForFunction("document.documentElement.dataset.droppedMessages === '4'");
      assert.equal(await page.locator("h1 .name").textContent(), name);
      assert.equal(await page.locator("img").count(), 0);
    });

    it("puts the preview below the form and scrolls nowhere sideways at 320 pixels", async (test) => {
      const form = await openBare(test, setup, 320);
      const { page } = form;
      await page.locator("#start").waitFor();
      const [stop, preview] = await Promise.all([
        page.locator("#groupStop").boundingBox(),
        page.locator(".preview").boundingBox(),
      ]);
      assert.ok(stop && preview && preview.y > stop.y && preview.x === stop.x);
      assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 320);
    });

    it("keeps every control within a page of 240 pixels, beside a wide side bar", async (test) => {
      const form = await openBare(test, setup, 240);
      const { page } = form;
      await page.locator("#start").waitFor();
      assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 240);
    });

    it("says what was copied to eyes, too", async (test) => {
      const form = await open(test);
      const { page } = form;
      form.answer("copyAs", { type: "done", value: "Go" });
      await page.locator("#copy-as").click();
      const words = browser.texts.copied.replace("{what}", "Go");
      await page.locator("footer .outcome", { hasText: words }).waitFor();
      assert.equal(await page.locator("#announcement").textContent(), words);
    });

    it("leads to a wrong field with its label in sight, and marks it in high contrast", async (test) => {
      const { page } = await open(test);
      await page.evaluate("document.body.classList.add('vscode-high-contrast')");
      await page.setViewportSize({ width: 1200, height: 500 });
      await field(page, "sourceIp").fill("x");
      await field(page, "packetCount").fill("1000");
      await page.locator("#start").click();
      await page.locator("#note-sourceIp.error").waitFor();
      const label = await page.locator("vscode-label[for=field-sourceIp]").boundingBox();
      assert.ok(label && label.y >= 0, `the label stands at ${label?.y}`);
      const outlines = await page.evaluate<readonly string[]>(`(() => {
      document.body.style.setProperty("--vscode-errorForeground", "rgb(1, 2, 3)");
      const toOutline = (id) => getComputedStyle(document.getElementById("field-" + id)).outline;
      return ["sourceIp", "sourceCidr"].map(toOutline);
    })()`);
      assert.match(outlines[0] ?? "", /rgb\(1, 2, 3\) solid 2px/);
      assert.doesNotMatch(outlines[1] ?? "", /rgb\(1, 2, 3\)/);
    });

    it("says so in place of the form when the instance is gone, and looks again when asked", async (test) => {
      const form = await openBare(test, setup);
      const { page } = form;
      await page.locator("#start").waitFor();
      form.answer("ready", { type: "failed", message: "It is gone.", hasMore: false });
      await page.reload();
      await page.getByRole("alert").getByText("It is gone.").waitFor();
      assert.equal(await page.locator("#start").count(), 0);
      form.answer("ready", { type: "done", value: "ready" });
      await form.tell(setup);
      await page.getByRole("button", { name: browser.texts.tryAgain }).click();
      await page.locator("#start").waitFor();
    });

    it("offers to change the key in place of the form when the account's is gone, and then looks again", async (test) => {
      const form = await openBare(test, setup);
      const { page } = form;
      await page.locator("#start").waitFor();
      form.answer("ready", { type: "failed", message: "The key is gone.", hasMore: true, needsKey: true });
      await page.reload();
      await page.getByRole("alert").getByText("The key is gone.").waitFor();
      assert.equal(await page.getByRole("button", { name: browser.texts.tryAgain }).count(), 0);
      form.answer("ready", { type: "done", value: "ready" });
      await form.tell(setup);
      await page.getByRole("button", { name: browser.texts.changeKey }).click();
      await page.locator("#start").waitFor();
      assert.deepEqual(
        form.requests.slice(-2).map(({ type }) => type),
        ["changeKey", "ready"],
      );
    });
  });

  it("did all this under its own content policy and without an error", () => {
    assert.ok(pages.length >= 10);
    const complaints = pages.flatMap((form) => form.complaints);
    assert.deepEqual(complaints, []);
  });
});
