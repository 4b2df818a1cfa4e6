import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Frame, Page } from "playwright-core";
import { parseTask } from "../../../src/task/taskSchema.ts";
import type { Task } from "../../../src/task/task.ts";
import { addAccountKey, type AccountKey } from "../../e2e/addAccountKey.ts";
import { quickInput, waitForPrompt } from "../../e2e/palette.ts";
import { treeRow } from "../../e2e/tree.ts";
import { findFrame } from "../../e2e/webview.ts";
import type { EditorServer } from "./editorBed.ts";
import type { EditorWindow } from "./editorWindow.ts";
import { runShortcut, type ShortcutCommand } from "./shortcuts.ts";

/** The instance that every task is on: no tag of it asks for a confirmation. */
const instanceName = "worker-images";

/** Waits until it is so, looking every 20 ms. */
export async function until(
  what: string,
  isSo: () => Promise<boolean> | boolean,
  limitSeconds = 30,
): Promise<void> {
  const endMs = Date.now() + limitSeconds * 1000;
  while (!(await isSo())) {
    if (Date.now() > endMs) throw new Error(`Not so after ${limitSeconds} s: ${what}.`);
    await sleep(20);
  }
}

/** Adds an account with its first region. */
export async function addAccountWithRegion(page: Page, key: AccountKey): Promise<void> {
  await addAccountKey(page, "Access key", key);
  await waitForPrompt(page, "Choose one or more");
  await quickInput(page)
    .locator(".monaco-list-row")
    .first()
    .locator("input, .monaco-checkbox")
    .first()
    .click();
  await quickInput(page).locator(".monaco-button", { hasText: "OK" }).first().click();
  // Until then no command knows of an instance.
  await treeRow(page, "Instances", /cn-hangzhou/).waitFor({ timeout: 30_000 });
}

/** Opens a window that shows the views, with an account and its first region, and with notifications kept out of the way. */
export async function openReadyWindow(server: EditorServer): Promise<EditorWindow> {
  const window = await server.openWindow();
  await window.showViews(true);
  await addAccountWithRegion(window.page, server.simulator.identities.full);
  await runShortcut(window.page, "notifications.toggleDoNotDisturbMode");
  return window;
}

/** Runs a command by its key, filters the pick that it opens by a text and takes what is then first. */
export async function choose(
  page: Page,
  command: ShortcutCommand,
  prompt: string,
  text: string,
): Promise<void> {
  const isOpen = () =>
    quickInput(page)
      .filter({ has: page.locator(`input.input[placeholder*=${JSON.stringify(prompt)}]`) })
      .waitFor({ timeout: 8_000 })
      .then(
        () => true,
        () => false,
      );
  // A key that comes while the focus moves from a page or a closing input gets lost.
  for (let pressed = 0; pressed < 4; pressed += 1) {
    await runShortcut(page, command);
    if (await isOpen()) break;
  }
  const input = quickInput(page).locator("input.input");
  await input.fill(text);
  const rows = quickInput(page).locator(".monaco-list-row", { hasText: text });
  await rows.first().waitFor();
  // A list that came after the filter has no row in focus.
  if ((await quickInput(page).locator(".monaco-list-row.focused").count()) === 0)
    await input.press("ArrowDown");
  await input.press("Enter");
}

/** Opens the capture form of the instance. */
export async function openForm(page: Page): Promise<Frame> {
  await choose(page, "eciOps.capturePackets", "of which instance", instanceName);
  return findFrame(page, "#start");
}

/** The tasks that stand in the extension's storage. */
export async function readTasks(storageFolder: string): Promise<readonly Task[]> {
  const folder = path.join(storageFolder, "tasks");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json"));
  return Promise.all(names.map(async (name) => parseTask(await readFile(path.join(folder, name), "utf8"))));
}

/** What a write or a download that was cut off may leave below a folder. */
export async function findLeftovers(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => /\.(tmp|part|part\.json|damaged|stale)$/.test(name));
}
