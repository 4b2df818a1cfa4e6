import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { startSimulator, type Simulator } from "../../src/simulator/startSimulator.ts";
import { addAccountKey } from "./addAccountKey.ts";
import type { Editor } from "./editor.ts";
import { clearNotifications, pressInNotification, waitForNotification } from "./notifications.ts";
import { answerInput, chooseItem, inputMessage, quickInput, runCommand, waitForPrompt } from "./palette.ts";
import { screenshot } from "./screenshot.ts";
import { collapseRow, expandRow, treeRow } from "./tree.ts";

/** What an editor, with its demo account open, says of keys that do not work. */
export function describeWrongAccounts(editor: () => Editor): void {
  describe("with accounts that go wrong", () => {
    let simulator: Simulator;
    let page: Page;
    before(async () => {
      ({ page } = editor());
      simulator = await startSimulator({ engine: "synthetic" });
      await editor().changeSettings({ "eciOps.endpoint": simulator.endpoint });
    });
    after(() => simulator.close());

    it("refuses an access key with a wrong secret, and keeps what was typed for another try", async () => {
      const { full } = simulator.identities;
      await runCommand(page, "ECI: Add Account…");
      await chooseItem(page, "Access key");
      await answerInput(page, "AccessKey ID (Press", "short");
      await inputMessage(page)
        .filter({ hasText: /AccessKey ID: .*too short/i })
        .waitFor({ timeout: 5_000 });
      await quickInput(page).locator("input.input").fill(full.accessKeyId);
      await page.keyboard.press("Enter");
      await answerInput(page, "AccessKey secret (Press", "x".repeat(30));
      await waitForNotification(page, /secret doesn't belong/);
      await screenshot(page, "09-wrong-secret");
      await pressInNotification(page, /secret doesn't belong/, "Enter It Again");
      await chooseItem(page, "Access key");
      await waitForPrompt(page, "AccessKey ID (Press");
      assert.equal(await quickInput(page).locator("input.input").inputValue(), full.accessKeyId);
      await page.keyboard.press("Escape");
      await clearNotifications(page);
    });

    it("says that a token has expired", async () => {
      await addAccountKey(page, "STS token", simulator.identities.expiredToken);
      await waitForNotification(page, /token has expired/);
      await screenshot(page, "10-expired-token");
      await clearNotifications(page);
    });

    it("says that an empty list may be a missing permission", async () => {
      await addAccountKey(page, "Access key", simulator.identities.blind);
      await waitForNotification(page, /shop-billing/);
      await waitForPrompt(page, "Choose one or more");
      await quickInput(page).locator("input.input").fill("cn-hangzhou");
      await quickInput(page)
        .locator(".monaco-list-row")
        .first()
        .locator("input, .monaco-checkbox")
        .first()
        .click();
      await quickInput(page).locator("a.monaco-button, .monaco-button", { hasText: "OK" }).first().click();
      await collapseRow(page, "Instances", "Demo");
      await expandRow(page, "Instances", "shop-billing");
      await expandRow(page, "Instances", /cn-hangzhou/);
      await treeRow(page, "Instances", /lacks eci:DescribeContainerGroups/).waitFor({ timeout: 20_000 });
      await screenshot(page, "11-no-permission");
    });
  });
}
