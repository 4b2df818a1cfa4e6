import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Frame, Page } from "playwright-core";
import { parseTask } from "../../../src/task/taskSchema.ts";
import type { Task } from "../../../src/task/task.ts";
import type { AccountKey } from "../../e2e/addAccountKey.ts";
import { answerInput, quickInput, waitForPrompt } from "../../e2e/palette.ts";
import { treeRow } from "../../e2e/tree.ts";
import { findFrame } from "../../e2e/webview.ts";
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

/** Types an access key into "Add Account…". What follows is the caller's to see. */
export async function addKey(page: Page, key: AccountKey): Promise<void> {
  await choose(page, "eciOps.addAccount", "How do you sign in?", "Access key");
  await answerInput(page, "AccessKey ID (Press", key.accessKeyId);
  await answerInput(page, "AccessKey secret (Press", key.accessKeySecret);
}

/** Adds an account with its first region. */
export async function addAccountWithRegion(page: Page, key: AccountKey): Promise<void> {
  await addKey(page, key);
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

/** Runs a command by its key, filters the pick that it opens by a text and takes what is then first. */
export async function choose(
  page: Page,
  command: ShortcutCommand,
  prompt: string,
  text: string,
): Promise<void> {
  const pick = quickInput(page).filter({
    has: page.locator(`input.input[placeholder*=${JSON.stringify(prompt)}]`),
  });
  const input = pick.locator("input.input");
  const rows = pick.locator(".monaco-list-row", { hasText: text });
  const take = async () => {
    // A pick that is asked for twice begins anew, without the text.
    await input.fill(text, { timeout: 4_000 });
    await rows.first().waitFor({ timeout: 2_000 });
    // A list that came after the filter has no row in focus.
    if ((await pick.locator(".monaco-list-row.focused").count()) === 0)
      await input.press("ArrowDown", { timeout: 2_000 });
    await input.press("Enter", { timeout: 2_000 });
  };
  for (const endMs = Date.now() + 60_000; Date.now() < endMs;) {
    // A key that comes while the focus moves gets lost, and a window that is being restored closes what is open.
    if (!(await pick.isVisible())) await runShortcut(page, command);
    const isTaken = await take().then(
      () => true,
      () => false,
    );
    if (isTaken) return;
  }
  throw new Error(`No pick "${prompt}" offers ${text}; open is: ${await readQuickInput(page)}.`);
}

async function readQuickInput(page: Page): Promise<string> {
  const texts = await quickInput(page).allInnerTexts();
  return JSON.stringify(texts.map((text) => text.slice(0, 300)));
}

/** Closes every editor: the form of an extension host that was killed stays on, and nobody answers it. */
export async function closeEditors(page: Page): Promise<void> {
  const tabs = page.locator(".tabs-container .tab");
  for (const endMs = Date.now() + 30_000; (await tabs.count()) > 0;) {
    if (Date.now() > endMs) throw new Error("There are still editors after 30 s.");
    // A key that comes while the focus moves gets lost.
    await runShortcut(page, "workbench.action.closeAllEditors");
    await tabs
      .first()
      .waitFor({ state: "detached", timeout: 2_000 })
      .catch(() => undefined);
  }
}

/** Opens the capture form of the instance, and no other editor stays open. */
export async function openForm(page: Page): Promise<Frame> {
  await closeEditors(page);
  await choose(page, "eciOps.capturePackets", "of which instance", instanceName);
  return findFrame(page, "#start");
}

/** The tasks that stand in the extension's storage. */
export async function readTasks(storageFolder: string): Promise<readonly Task[]> {
  const folder = path.join(storageFolder, "tasks");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json"));
  return Promise.all(names.map(async (name) => parseTask(await readFile(path.join(folder, name), "utf8"))));
}

/** Waits until no write and no download has left anything of itself below a folder: a part goes just after its task is done. */
export async function untilNothingIsLeft(folder: string): Promise<void> {
  const isLeft = (name: string) => /\.(tmp|part|part\.json|damaged|stale)$/.test(name);
  let left: readonly string[] = [];
  for (const endMs = Date.now() + 5_000; Date.now() < endMs;) {
    left = (await readdir(folder, { recursive: true })).filter(isLeft);
    if (left.length === 0) return;
    await sleep(50);
  }
  throw new Error(`Left after 5 s: ${left.join(", ")}.`);
}
