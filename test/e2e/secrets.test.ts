import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { outFolder } from "../../scripts/paths.ts";
import { startSimulator, type Simulator } from "../../src/simulator/startSimulator.ts";
import { addAccountKey, type AccountKey } from "./addAccountKey.ts";
import { startEditor, type Editor } from "./editor.ts";
import { readBrowserStorage, readFiles, readShown, recordConsole, type Trace } from "./leftBehind.ts";
import { clearNotifications, waitForNotification } from "./notifications.ts";
import { answerInput, chooseItem, quickInput, runCommand, waitForPrompt } from "./palette.ts";
import { screenshot } from "./screenshot.ts";
import { chooseInRowMenu, expandRow, openViews, treeRow } from "./tree.ts";
import { findFrame } from "./webview.ts";

/** A secret as it may stand in a file, an address or a text. */
const toForms = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  encodeURIComponent(encodeURIComponent(secret)),
  Buffer.from(secret).toString("base64").slice(0, -4),
];

describe("secrets, in the packaged extension", () => {
  let editor: Editor;
  let page: Page;
  let simulator: Simulator;
  const traces: Trace[] = [];
  before(async () => {
    simulator = await startSimulator({ engine: "synthetic" });
    editor = await startEditor(path.join(outFolder, "eciOps.vsix"));
    ({ page } = editor);
    await editor.changeSettings({ "eciOps.endpoint": simulator.endpoint });
  });
  after(async () => {
    await editor.dispose();
    await simulator.close();
  });

  async function look(name: string): Promise<void> {
    traces.push(...(await readShown(page)));
    await screenshot(page, `secrets-${name}`);
  }

  it("stay where they belong through failures, a capture and a reload", async () => {
    const consoleLines = recordConsole(page);
    const { full, validToken, expiredToken } = simulator.identities;
    const wrong = { ...full, accessKeySecret: "WrongSecret+With/Signs=0123456" };
    const wrongToken = { ...validToken, accessKeySecret: "AnotherSecret+With/Signs=01234" };
    await openViews(page);
    // The service sends back what was signed: the key's id, and the token.
    for (const [kind, key, complaint] of [
      ["Access key", wrong, /secret doesn't belong/],
      ["STS token", wrongToken, /secret doesn't belong/],
      ["STS token", expiredToken, /token has expired/],
    ] as const) {
      await addAccountKey(page, kind, key);
      await waitForNotification(page, complaint);
      await look(`refused-${key.accessKeyId.slice(-3)}`);
      await clearNotifications(page);
    }
    await addAccountKey(page, "Access key", full);
    await waitForPrompt(page, "Choose one or more");
    await look("added");
    await quickInput(page).locator("input.input").fill("cn-hangzhou");
    const row = quickInput(page).locator(".monaco-list-row").first();
    await row.locator("input, .monaco-checkbox").first().click();
    await quickInput(page).locator(".monaco-button", { hasText: "OK" }).first().click();
    await clearNotifications(page);
    await expandRow(page, "Instances", /cn-hangzhou/);
    await chooseInRowMenu(page, "Instances", "worker-images", "Show as JSON");
    await page.locator(".editor-instance .view-line").first().waitFor();
    await look("json");
    await runCommand(page, "ECI: Capture Packets…");
    await chooseItem(page, "worker-images");
    const frame = await findFrame(page, "#start");
    await frame.locator("#field-packetCount input").fill("20");
    await frame.locator("#start").click();
    await frame.locator(".outcome [role=status]").waitFor({ timeout: 15_000 });
    // The interval is not over.
    await frame.locator("#start").click();
    await frame.locator(".outcome [role=alert]").waitFor({ timeout: 15_000 });
    await waitForNotification(page, /Capture ready/, 60);
    await look("captured");
    await chooseInRowMenu(page, "Tasks", "worker-images", "Details");
    await look("details");
    // The served editor forgets its secrets with the window: the tree says so, and leads to what mends it.
    await editor.reload();
    // A click that comes while the editor restores its views may close them.
    await openViews(page).catch(() => openViews(page));
    await expandRow(page, "Instances", /cn-hangzhou/);
    const gone = treeRow(page, "Instances", /key of this account is gone.*Click to change the key/);
    await gone.waitFor({ timeout: 30_000 });
    await look("reloaded");
    await gone.click();
    await answerInput(page, "AccessKey ID (Press", full.accessKeyId);
    await answerInput(page, "AccessKey secret (Press", full.accessKeySecret);
    await treeRow(page, "Instances", "worker-images").waitFor({ timeout: 20_000 });
    await look("mended");

    traces.push(
      ...consoleLines,
      ...(await readBrowserStorage(page)),
      ...(await readFiles(editor.dataFolder, [path.join(editor.dataFolder, "extensions")])),
      ...(await readFiles(editor.temporaryFolder)),
      ...(await readFiles(editor.workspaceFolder)),
    );
    const keys: AccountKey[] = [full, wrong, wrongToken, validToken, expiredToken];
    const secrets = keys.flatMap((key) =>
      [key.accessKeyId, key.accessKeySecret, key.securityToken ?? key.accessKeyId].flatMap(toForms),
    );
    // What the world's containers have in their environment, and what makes an address a signed one.
    const needles = [...new Set([...secrets, "fake-", "mysql://", "OSSAccessKeyId=", "Signature="])];
    const found = traces.flatMap(({ place, text }) =>
      needles
        .filter((needle) => text.includes(needle))
        .map(
          (needle) =>
            `${needle} in ${place}: ${text.slice(Math.max(0, text.indexOf(needle) - 80)).slice(0, 300)}`,
        ),
    );
    assert.deepEqual(found, []);
    // The search has seen what the run left. A server like this one writes no output channel to its disk: what passes
    // into the log is looked at in test/host/log.test.ts.
    for (const [where, sign] of [
      [/globalStorage.*tasks.*\.json$/, "worker-images"],
      [/task\.json$/, "worker-images"],
      [/accounts\.json$/, full.arn],
      [/what the editor shows/, "LTAI***"],
      [/what the browser keeps/, "eciOps"],
    ] as const) {
      assert.ok(
        traces.some(({ place, text }) => where.test(place) && text.includes(sign)),
        `${sign} in ${where.source}`,
      );
    }
  });
});
