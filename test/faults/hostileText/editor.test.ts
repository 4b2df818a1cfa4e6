import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { chromium, type Browser, type Locator, type Page } from "playwright-core";
import { outFolder } from "../../../scripts/paths.ts";
import { browserArguments, findBrowser } from "../../../scripts/vscode/findBrowser.ts";
import { installExtension } from "../../../scripts/vscode/installExtension.ts";
import { installServer } from "../../../scripts/vscode/installServer.ts";
import {
  startServer,
  toMachineSettingsFile,
  type VscodeServer,
} from "../../../scripts/vscode/startServer.ts";
import { stopMotion } from "../../../scripts/vscode/stopMotion.ts";
import { toWorkbenchUrl } from "../../../scripts/vscode/workbenchUrl.ts";
import { answerInstead } from "../../../src/simulator/faults/answerInstead.ts";
import { chooseFault } from "../../../src/simulator/faults/chooseFault.ts";
import { rewriteAnswer } from "../../../src/simulator/faults/rewriteAnswer.ts";
import { startSimulator, type Simulator } from "../../../src/simulator/startSimulator.ts";
import { addAccountKey } from "../../e2e/addAccountKey.ts";
import { clearNotifications, pressInDialog, waitForNotification } from "../../e2e/notifications.ts";
import { quickInput, runCommand, waitForPrompt } from "../../e2e/palette.ts";
import { screenshot } from "../../e2e/screenshot.ts";
import { expandRow, openViews, viewPane } from "../../e2e/tree.ts";
import { findFrame } from "../../e2e/webview.ts";
import { createCountedRow } from "../countedRow.ts";
import { toTries } from "../tries.ts";
import { fillInstances } from "./fillInstances.ts";
import { hostileTexts } from "./hostileTexts.ts";
import { assertInspectionWorks, inspectShown } from "./inspectShown.ts";

const instances = toTries(hostileTexts.length, 20);
const refusals = toTries(12, 1);

describe("hostile text and a hostile folder, in the packaged extension", () => {
  let folder = "";
  let workspace = "";
  let simulator: Simulator;
  let listener: Server;
  let connections = 0;
  let server: VscodeServer;
  let browser: Browser;
  let page: Page;
  /** What the service refuses tasks with, while there is something. */
  let refusal: { readonly Code: string; readonly Message: string; readonly RequestId: string } | undefined;
  const consoleErrors: string[] = [];
  const disposals: (() => Promise<unknown>)[] = [];

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "eciOps-hostile-"));
    disposals.push(() => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }));
    const numbers = new Map<string, number>();
    const numberOf = (id: string) => {
      const number = numbers.get(id) ?? numbers.size;
      numbers.set(id, number);
      return number;
    };
    simulator = await startSimulator({
      ...{ engine: "synthetic", regions: ["cn-hangzhou"], instances, ops: { intervalSeconds: 0 } },
      fault: chooseFault((action) => {
        if (action === "CreateInstanceOpsTask" && refusal)
          return answerInstead({ status: 400, body: JSON.stringify(refusal) });
        if (!action.startsWith("DescribeContainerGroup")) return undefined;
        return rewriteAnswer((fields) => fillInstances(fields, numberOf, false));
      }),
    });
    disposals.push(() => simulator.close());
    listener = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
    disposals.push(() => new Promise((resolve) => listener.close(resolve)));
    workspace = path.join(folder, "workspace");
    const hostileEndpoint = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
    await mkdir(path.join(workspace, ".vscode"), { recursive: true });
    await writeFile(
      path.join(workspace, ".vscode/settings.json"),
      JSON.stringify({
        "eciOps.endpoint": hostileEndpoint,
        "eciOps.downloadFolder": path.join(workspace, "results"),
        "eciOps.wiresharkPath": path.join(workspace, "wireshark"),
        "eciOps.capturePresets": [{ name: "hostile preset", options: { protocol: "udp" } }],
        "eciOps.productionTags": ["nothing=at all"],
        "eciOps.fetchResults": false,
      }),
    );
    const data = path.join(folder, "data");
    const serverFolder = await installServer();
    await installExtension(serverFolder, data, path.join(outFolder, "eciOps.vsix"));
    await mkdir(path.dirname(toMachineSettingsFile(data)), { recursive: true });
    await writeFile(
      toMachineSettingsFile(data),
      JSON.stringify({
        "eciOps.endpoint": simulator.endpoint,
        "eciOps.productionTags": ["hostile-is=production"],
      }),
    );
    server = await startServer(serverFolder, data, {
      asksForTrust: true,
      isLean: true,
      settings: { "security.workspace.trust.startupPrompt": "never" },
    });
    disposals.push(() => server.dispose());
    browser = await chromium.launch({ executablePath: findBrowser(), args: browserArguments });
    disposals.push(() => browser.close());
    page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
    await stopMotion(page);
    page.on("pageerror", (error) => consoleErrors.push(error.message));
    await page.goto(toWorkbenchUrl(server.url, workspace));
    await page.locator(".statusbar").waitFor({ timeout: 60_000 });
  });
  after(async () => {
    for (const dispose of disposals.reverse()) await dispose();
  });

  const rows = (): Locator => viewPane(page, "Instances").locator(".monaco-list-row[aria-level='3']");
  const listWorkspace = async () =>
    (await readdir(workspace, { recursive: true })).filter((name) => !name.endsWith(".vscode"));

  async function addAccount(): Promise<void> {
    await openViews(page);
    await addAccountKey(page, "Access key", simulator.identities.full);
    await waitForPrompt(page, "Choose one or more");
    await quickInput(page).locator("input.input").fill("cn-hangzhou");
    const row = quickInput(page).locator(".monaco-list-row").first();
    await row.locator("input, .monaco-checkbox").first().click();
    await quickInput(page).locator(".monaco-button", { hasText: "OK" }).first().click();
    await clearNotifications(page);
    await expandRow(page, "Instances", /cn-hangzhou/);
    await rows().first().waitFor();
  }

  it("begins in a folder that is not trusted", async () => {
    await page.locator(".statusbar-item", { hasText: "Restricted Mode" }).waitFor({ timeout: 30_000 });
    await addAccount();
    assert.equal(connections, 0);
  });

  /** Shows the hover of the row in the middle of the list. One that still scrolls takes it away again. */
  const showHover = async (list: Locator): Promise<void> => {
    const hover = page.locator(".monaco-hover:visible").first();
    const isShown = () =>
      hover.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => false,
      );
    for (let tries = 0; tries < 4; tries += 1) {
      // A pointer that has come to rest shows nothing until it moves.
      await page.mouse.move(640, 400);
      const { x, y, width, height } = (await list.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
      await page.mouse.move(x + width / 2, y + height / 2);
      if (await isShown()) return;
    }
    throw new Error("The row shows no hover.");
  };

  it("shows no element, link or icon made of a text in the tree and its hovers", async () => {
    await assertInspectionWorks(page.mainFrame());
    const row = createCountedRow("Hostile text", "in the editor's tree");
    const list = viewPane(page, "Instances").locator(".monaco-list").first();
    await rows().first().click();
    await page.keyboard.press("Escape");
    const seen = new Set<string>();
    for (let steps = 0; seen.size < instances && steps < instances * 3; steps += 1) {
      await row.attempt(`row ${steps}`, async () => {
        for (const id of await rows().evaluateAll((all) =>
          (all as unknown as { ariaLabel: string; dataset: { index: string } }[]).map(
            ({ ariaLabel, dataset }) => `${dataset.index} ${ariaLabel}`,
          ),
        ))
          seen.add(id);
        if (steps % 4 === 0) await showHover(list);
        await inspectShown(page.mainFrame());
        // A wheel turned over a hover moves what the hover shows.
        await page.mouse.move(640, 400);
        await list.hover();
        await page.mouse.wheel(0, 120);
        await page.mouse.move(640, 400);
        return 0;
      });
    }
    row.end("");
    assert.ok(seen.size >= instances, `${seen.size} rows were seen`);
    await page.mouse.wheel(0, -100_000);
    await screenshot(page, "hostile-tree");
  });

  it("shows none in notifications, picks, questions, documents and pages", async () => {
    const row = createCountedRow("Hostile text", "in the editor's other places");
    for (let at = 0; at < refusals; at += 1) {
      await row.attempt(`refusal ${at}`, async () => {
        const pick = (step: number) =>
          (hostileTexts[(at * 17 + step) % hostileTexts.length]?.text ?? "").slice(0, 500);
        refusal = {
          Code: `Odd.${pick(28)}`,
          Message: `${pick(26)} $(zap) [x](command:x)`,
          RequestId: pick(30),
        };
        await runCommand(page, "ECI: Enable Core Dump");
        const choice = quickInput(page).locator(".monaco-list-row").first();
        await choice.waitFor();
        await page.waitForTimeout(500);
        await inspectShown(page.mainFrame());
        // The pointer's hover lies over the row.
        await page.keyboard.press("Enter");
        await page.locator(".monaco-dialog-box", { hasText: "production instance" }).waitFor();
        await inspectShown(page.mainFrame());
        await pressInDialog(page, /production instance/, "Send");
        await waitForNotification(page, /Odd\./);
        await inspectShown(page.mainFrame());
        await screenshot(page, "hostile-notification");
        await clearNotifications(page);
        return 0;
      });
    }
    refusal = undefined;
    await row.attempt("document", async () => {
      await runCommand(page, "ECI: Show as JSON");
      await quickInput(page).locator(".monaco-list-row").first().click();
      await page.locator(".editor-instance .view-line").first().waitFor();
      await inspectShown(page.mainFrame());
      return 0;
    });
    await row.attempt("form", async () => {
      await runCommand(page, "ECI: Capture Packets…");
      // Some of the simulator's instances refuse every capture, and which is first is a matter of the names.
      const id = simulator.examples.running?.instanceId ?? "";
      await quickInput(page).locator("input.input").fill(id);
      await quickInput(page).locator(".monaco-list-row", { hasText: id }).first().click();
      const frame = await findFrame(page, "#start");
      await inspectShown(frame);
      await inspectShown(page.mainFrame());
      assert.equal(await frame.getByText("hostile preset").count(), 0, "a folder's presets fill no form");
      return 0;
    });
    row.end("");
    assert.deepEqual(consoleErrors, []);
  });

  it("asks, fetches and writes as the machine's settings say, whatever the folder's do", async () => {
    const frame = await findFrame(page, "#start");
    await frame.locator("#field-packetCount input").fill("5");
    await frame.locator("#start").click();
    await pressInDialog(page, /production instance/, "Send");
    await waitForNotification(page, /Capture ready/, 120);
    await inspectShown(page.mainFrame());
    await screenshot(page, "hostile-untrusted");
    const results = path.join(folder, "data/data/User/globalStorage/eci-ops.eci-ops/results");
    assert.equal((await readdir(results)).length, 1);
    assert.deepEqual(await listWorkspace(), [path.join(".vscode", "settings.json")]);
    assert.equal(connections, 0);
    await clearNotifications(page);

    // Trusted, the folder's settings are read: the two that a folder may set take effect, the others never.
    await runCommand(page, "Workspaces: Manage Workspace Trust");
    await page.locator(".workspace-trust-editor .monaco-button", { hasText: "Trust" }).first().click();
    await page.locator(".statusbar-item", { hasText: "Restricted Mode" }).waitFor({ state: "detached" });
    await runCommand(page, "View: Close Editor");
    await frame.locator("#start").click();
    await waitForNotification(page, /waits to be downloaded/, 60);
    await page.locator(".monaco-dialog-box").waitFor({ state: "detached" });
    assert.equal((await readdir(results)).length, 1);
    const toast = await waitForNotification(page, /waits to be downloaded/);
    await toast.locator(".monaco-button", { hasText: "Download" }).first().click();
    await waitForNotification(page, /Capture ready/, 120);
    assert.equal((await readdir(results)).length, 2);
    assert.deepEqual(await listWorkspace(), [path.join(".vscode", "settings.json")]);
    assert.match(await readFile(path.join(workspace, ".vscode/settings.json"), "utf8"), /nothing=at all/);
    assert.equal(connections, 0);
  });
});
