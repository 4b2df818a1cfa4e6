import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import { outFolder } from "../../scripts/paths.ts";
import { startSimulator, type Simulator } from "../../src/simulator/startSimulator.ts";
import { addAccountKey, type AccountKey } from "./addAccountKey.ts";
import { startEditor, type Editor } from "./editor.ts";
import { exportCapture } from "./exportCapture.ts";
import {
  readBrowserStorage,
  readFiles,
  readShown,
  recordConsole,
  recordSaid,
  type Trace,
} from "./leftBehind.ts";
import { clearNotifications, pressInNotification, waitForNotification } from "./notifications.ts";
import { answerInput, chooseItem, quickInput, runCommand, waitForPrompt } from "./palette.ts";
import { screenshot } from "./screenshot.ts";
import { createSecretFaults } from "./secretFaults.ts";
import { toSecretForms } from "./secretForms.ts";
import { chooseInRowMenu, expandRow, openViews, treeRow } from "./tree.ts";
import { findFrame } from "./webview.ts";

const copyKinds = [
  ...["aliyun CLI", "TypeScript (@alicloud/pop-core)", "TypeScript (official SDK)", "Python", "Go", "Java"],
] as const;

/** What no address may hold that lies about: what makes it a signed one. */
const signs = ["OSSAccessKeyId=", "Signature=", "fake-", "mysql://"];

/** Where one of the needles stands, and what stands around it. */
function findAll(traces: readonly Trace[], needles: readonly string[]): readonly string[] {
  return traces.flatMap(({ place, text }) =>
    needles
      .filter((needle) => text.includes(needle))
      .map((needle) => {
        const at = text.indexOf(needle);
        return `${needle} in ${place}: ${text.slice(Math.max(0, at - 80), at + 220)}`;
      }),
  );
}

describe("secrets, in the packaged extension", () => {
  let editor: Editor;
  let page: Page;
  let simulator: Simulator;
  const traces: Trace[] = [];
  const faults = createSecretFaults();
  before(async () => {
    simulator = await startSimulator({
      ...{ engine: "synthetic", fault: faults.fault },
      // Long enough for a second try to come within it.
      ops: { intervalSeconds: 10 },
    });
    editor = await startEditor(path.join(outFolder, "eciOps.vsix"), { isLean: true });
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
    const said = await recordSaid(page);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.evaluate(`console.log("a line of the console")`);
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
    await page.locator(".editor-instance .view-line").first().click();
    // The editor has in the page only the lines that are in sight.
    await page.keyboard.press("Control+f");
    await page.keyboard.type("PLANTED");
    await page.keyboard.press("Enter");
    await page.locator(".editor-instance .view-line", { hasText: "PLANTED" }).first().waitFor();
    await page.keyboard.press("Escape");
    await look("json");
    await chooseInRowMenu(page, "Instances", "recommender", "Enable Core Dump");
    // The service throttles the first task.
    await waitForNotification(page, /too many requests/);
    await look("throttled");
    await clearNotifications(page);
    // A folder that cannot be: what was captured waits until there is one.
    await editor.changeSettings({ "eciOps.downloadFolder": "/dev/null/results" });
    await runCommand(page, "ECI: Capture Packets…");
    await chooseItem(page, "worker-images");
    const frame = await findFrame(page, "#start");
    await frame.locator("#field-packetCount input").fill("20");
    for (const kind of copyKinds) {
      await frame.locator("#copy-as").click();
      await chooseItem(page, kind);
      await frame.locator(".outcome", { hasText: `Copied: ${kind}` }).waitFor({ timeout: 10_000 });
      traces.push({
        place: `copied as ${kind}`,
        text: await page.evaluate("navigator.clipboard.readText()"),
      });
    }
    await frame.locator("#start").click();
    await frame.locator(".outcome [role=status]").waitFor({ timeout: 15_000 });
    // The interval is not over.
    await frame.locator("#start").click();
    await frame.locator(".outcome [role=alert]").waitFor({ timeout: 15_000 });
    await waitForNotification(page, /worker-images could not be fetched/, 60);
    await look("noFolder");
    await editor.changeSettings({ "eciOps.downloadFolder": "" });
    // The editor takes its time to see that a setting changed.
    const ready = page.locator(".notification-toast", { hasText: "Capture ready" }).first();
    for (let tries = 0; tries < 5 && !(await ready.isVisible()); tries += 1) {
      await sleep(2_000);
      await pressInNotification(page, /worker-images could not be fetched/, "Try Again");
      const failed = page.locator(".notification-toast", { hasText: "worker-images could not be fetched" });
      await ready
        .or(failed.first())
        .waitFor({ timeout: 30_000 })
        .catch(() => look("untold"));
    }
    await ready.waitFor();
    await look("captured");
    await chooseInRowMenu(page, "Instances", "recommender", "Enable Core Dump");
    await pressInNotification(page, /Capture ready/, "Open");
    const view = await findFrame(page, "#packet-list .time");
    await look("capture");
    await exportCapture(page, view, "A copy to share…", path.join(editor.workspaceFolder, "shared.pcapng"));
    // It crashes four seconds after that, and an armed core dump is asked about only now and then.
    await sleep(4_500);
    await runCommand(page, "ECI: Refresh Tasks");
    await waitForNotification(page, /Core dump ready/, 90);
    await look("core");
    await clearNotifications(page);
    await runCommand(page, "ECI: Show Log");
    await page.locator(".panel .monaco-editor").first().waitFor();
    await look("log");
    await runCommand(page, "View: Toggle Panel Visibility");
    await chooseInRowMenu(page, "Tasks", "worker-images", "Details");
    await look("details");
    // The served editor forgets its secrets with the window: the tree says so, and leads to what mends it.
    await editor.reload();
    await openViews(page);
    await expandRow(page, "Instances", /cn-hangzhou/);
    const gone = treeRow(page, "Instances", /key of this account is gone.*Click to change the key/);
    await gone.waitFor({ timeout: 30_000 });
    await look("reloaded");
    await gone.click();
    await answerInput(page, "AccessKey ID (Press", full.accessKeyId);
    await answerInput(page, "AccessKey secret (Press", full.accessKeySecret);
    await treeRow(page, "Instances", "api-1").waitFor({ timeout: 20_000 });
    await look("mended");

    traces.push(
      ...consoleLines,
      ...said(),
      ...(await readBrowserStorage(page)),
      ...(await readFiles(editor.dataFolder, [path.join(editor.dataFolder, "extensions")])),
      ...(await readFiles(editor.temporaryFolder)),
      ...(await readFiles(editor.workspaceFolder)),
    );
    const keys: AccountKey[] = [full, wrong, wrongToken, validToken, expiredToken];
    const secrets = [
      ...keys.flatMap((key) => [key.accessKeyId, key.accessKeySecret, key.securityToken ?? key.accessKeyId]),
      ...faults.links,
      ...[...faults.links].flatMap((link) => new URL(link).searchParams.get("Signature") ?? []),
      faults.environmentValue,
    ];
    const needles = [...new Set([...secrets.flatMap(toSecretForms), ...signs])];
    assert.deepEqual(findAll(traces, needles).slice(0, 10), []);

    // Everything has happened, and the search sees each form of each secret, and each place where one could be.
    assert.deepEqual([...faults.met].sort(), ["broken off", "expired", "throttled"]);
    assert.ok(faults.links.size >= 2);
    for (const secret of secrets) {
      const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString("hex")];
      const encoded = ["", "a", "ab"].map((before) => Buffer.from(`${before}${secret}yz`).toString("base64"));
      for (const text of [...forms, ...encoded])
        assert.notEqual(findAll([{ place: "a trial", text: `x${text}x` }], needles).length, 0, text);
    }
    // A server like this one has no output channel on its disk, nor shows one: what passes into the log is looked at in
    // test/host/log.test.ts.
    for (const [where, sign] of [
      [/globalStorage.*tasks.*\.json$/, "worker-images"],
      [/task\.json$/, "worker-images"],
      [/accounts\.json$/, full.arn],
      [/workspace\/shared\.pcapng$/, "\n\r\r\n"],
      [/what the editor shows/, "LTAI***"],
      [/what the editor shows/, "PLANTED"],
      [/what the browser keeps/, "eciOps"],
      [/the browser's console/, "a line of the console"],
      [/shown for a while/, "secret doesn't belong"],
      [/shown for a while/, "could not be fetched"],
      [/a message within a page/, "worker-images"],
      [/a message from a page/, '"packetCount":"20"'],
      [/copied as Python/, "CreateInstanceOpsTask"],
    ] as const) {
      assert.ok(
        traces.some(({ place, text }) => where.test(place) && text.includes(sign)),
        `${sign} in ${where.source}`,
      );
    }
    assert.equal(traces.filter(({ place }) => place.startsWith("copied as")).length, copyKinds.length);
  });
});
